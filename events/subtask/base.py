"""What all events of a compliance subtask share."""

from typing import Annotated, ClassVar

from pydantic import StringConstraints

from events.event import CaseEvent

SubtaskCode = Annotated[str, StringConstraints(pattern=r"^[1-4]\.[1-9]\.[1-9]$")]
"""The number of a subtask in the Instruction, "3.2.1"."""

Period = Annotated[str, StringConstraints(pattern=r"^20\d\d(Q[1-4]|-(0[1-9]|1[0-2]))?$")]
"""What a case is for: a year ("2024"), a quarter ("2024Q3") or a month ("2024-05")."""


class SubtaskEvent(CaseEvent):
    """An event of one subtask of one body in one period."""

    WORKFLOW: ClassVar[str] = "subtask"


class Entry(SubtaskEvent):
    """An event that reports work done; it happened on the day that counts for the period."""

    REPLACES: ClassVar[bool] = False
    """Whether a later report takes the place of the earlier ones, since there is one table of it."""
