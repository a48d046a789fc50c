"""The case of one body's schedule for one year."""

from eventsourcing.utils import register_topic

from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.case import Case


class AnalysisSchedule(Case):
    """A schedule of analyses; the Instruction sets no time for it (requirements §5)."""

    NO_FACTS = ScheduleFacts()


register_topic("case:analysis_schedule", AnalysisSchedule)
