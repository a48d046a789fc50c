"""The case of one body's schedule for one year."""

from eventsourcing.utils import register_topic

from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.case import Case
from workflows.uploads import rule


class AnalysisSchedule(Case):
    """A schedule of analyses; the Instruction sets no time for it, the Карта may set one for its upload (requirements §5)."""

    RULES = (rule(lambda facts: facts.uploads.instances(facts.ended_on)),)
    NO_FACTS = ScheduleFacts()


register_topic("case:analysis_schedule", AnalysisSchedule)
