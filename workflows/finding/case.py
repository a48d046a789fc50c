"""The record of what was said of one finding."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.finding.facts import FindingFacts


class Finding(Case):
    """A finding, from its first dismissal on."""

    NO_FACTS = FindingFacts()


register_topic("case:finding", Finding)
