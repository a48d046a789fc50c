"""The case of one subtask of one body in one period."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.rules import RULES


class Subtask(Case):
    """A subtask that is done, proved, signed and uploaded."""

    RULES = RULES
    NO_FACTS = SubtaskFacts()


register_topic("case:subtask", Subtask)
