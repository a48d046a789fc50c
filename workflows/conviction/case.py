"""The case of one crime."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.conviction.facts import ConvictionFacts


class Conviction(Case):
    """A crime of a subordinate that became final; the Instruction sets no time for registering it."""

    NO_FACTS = ConvictionFacts()


register_topic("case:conviction", Conviction)
