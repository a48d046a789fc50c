"""The case of one region's cartogram in one year."""

from eventsourcing.utils import register_topic

from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case


class Cartogram(Case):
    """The cartogram of a region; the Instruction sets no time for it (requirements §5)."""

    NO_FACTS = CartogramFacts()


register_topic("case:cartogram", Cartogram)
