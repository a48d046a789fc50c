"""The case of a report."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.report.facts import ReportFacts


class Report(Case):
    """A report. The Instruction sets no time for it: the Карта says when each form is due (A-67)."""

    NO_FACTS = ReportFacts()


register_topic("case:report", Report)
