"""The case of one report of an offence."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.offence_report.facts import OffenceReportFacts


class OffenceReport(Case):
    """An offence that a body found and reports; the Instruction sets no time for it (requirements §5)."""

    NO_FACTS = OffenceReportFacts()


register_topic("case:offence_report", OffenceReport)
