"""The case of one move."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.superior_move.facts import SuperiorMoveFacts


class SuperiorMove(Case):
    """A move of a superior; the Instruction sets no time for it (requirements §5)."""

    NO_FACTS = SuperiorMoveFacts()


register_topic("case:superior_move", SuperiorMove)
