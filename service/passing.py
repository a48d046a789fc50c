"""What the service does because the day of a deadline has passed (see `Workflow.PASSING`)."""

from typing import Any

from events.deadlines import Deadline
from events.text import Text
from service.i18n import translator
from workflows import machine
from workflows.actor import SYSTEM
from workflows.case import Case
from workflows.machine import Workflow
from workflows.register import Register

_in_russian = translator("ru")
"""The language of the Instruction, in which the service gives its reasons."""


def on_passing(
    kind: type[Workflow], case: Case, deadline: Deadline, register: Register
) -> tuple[str, dict[str, Any]] | None:
    """Give the action and data that the passing of a deadline brings about; None if it is nothing, or impossible now."""
    passing = kind.PASSING.get(deadline.rule)
    if passing is None:
        return None
    action, data = passing(deadline.due)
    if action not in {possible.name for possible in machine.enabled(kind, case, SYSTEM, register)}:
        return None
    return action, {name: _in_russian(value) if isinstance(value, Text) else value for name, value in data.items()}
