"""The record of one row of Appendix 2 of a body in a quarter."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.reporting_row.facts import RowFacts


class ReportingRow(Case):
    """What a body reports in a row for a quarter. Nothing is due here: the Карта says when the form is (A-67)."""

    NO_FACTS = RowFacts()


register_topic("case:reporting_row", ReportingRow)
