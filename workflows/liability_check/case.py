"""The case of one superior and one crime."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.liability_check.facts import LiabilityFacts
from workflows.liability_check.rules import RULES


class LiabilityCheck(Case):
    """The check of one superior's liability (2.3.1)."""

    RULES = RULES
    NO_FACTS = LiabilityFacts()


register_topic("case:liability_check", LiabilityCheck)
