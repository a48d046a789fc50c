"""The case of one broken restriction."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.restriction_fact.facts import RestrictionFacts
from workflows.restriction_fact.rules import RULES


class RestrictionFact(Case):
    """A restriction that somebody broke; the times are those of the law, since the Instruction sets none."""

    RULES = RULES
    NO_FACTS = RestrictionFacts()


register_topic("case:restriction_fact", RestrictionFact)
