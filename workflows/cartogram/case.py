"""The case of one region's cartogram in one year."""

from eventsourcing.utils import register_topic

from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case
from workflows.uploads import rule


class Cartogram(Case):
    """The cartogram of a region; the Instruction sets no time for it, the Карта may set one for its report (requirements §5)."""

    RULES = (rule(lambda facts: facts.uploads.instances(facts.closed_on)),)
    NO_FACTS = CartogramFacts()


register_topic("case:cartogram", Cartogram)
