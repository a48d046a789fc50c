"""Commands and cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from events.deadlines import Arithmetic, Bound, DeadlineChanges, Strength
from service.api.shapes.shape import Shape


class Done(Shape, frozen=True, kw_only=True):
    """A command's answer: the case after it, and its place in the log."""

    id: UUID
    state: str
    version: int
    position: int
    recorded_at: datetime


class Opened(Done, frozen=True, kw_only=True):
    """The answer to opening a case."""

    workflow: str
    organization: str


class EarlierDue(Shape, frozen=True):
    """A due date that a later event replaced."""

    due: date
    arithmetic: Arithmetic


class CaseDeadline(Shape, frozen=True, kw_only=True):
    """A requirement of time on the case, with its arithmetic and the sentences that explain it."""

    key: str
    rule: str
    title: str
    subject: str
    subtask: str
    basis: str
    strength: Strength
    bound: Bound
    due: date
    status: str
    done_on: date | None
    margin: int | None
    missed_on: date | None
    arithmetic: Arithmetic
    previous: list[EarlierDue]
    explanation: str


class Remark(Shape, frozen=True):
    """Something recorded though it is not as the Instruction wants it, and by which event."""

    version: int
    code: str
    title: str


class PossibleAction(Shape, frozen=True):
    """An action this caller may take now; `schema` is the JSON schema of its body."""

    name: str
    title: str
    method: str
    href: str
    schema: dict[str, Any]


class Case(Shape, frozen=True, kw_only=True):
    """A case as it is now; `data` holds its facts by name, null while unknown; `responsible` is an account of its body."""

    id: UUID
    workflow: str
    organization: str
    state: str
    state_title: str
    version: int
    responsible: UUID | None
    data: dict[str, Any]
    deadlines: list[CaseDeadline]
    remarks: list[Remark]
    actions: list[PossibleAction]


class ReadItem(Shape, frozen=True):
    """A read of a sealed case: who (an identity and the role in which they read), how, and when it was recorded."""

    position: int
    actor: str
    role: str
    what: str
    read_at: datetime


class CaseEvent(Shape, frozen=True, kw_only=True):
    """An event of a case: who (an identity and the role in which they acted), both clocks, own data, effects on deadlines."""

    log: str
    position: int
    version: int
    type: str
    title: str
    actor: str
    role: str
    on_behalf_of: str
    occurred_on: date
    recorded_at: datetime
    source: str
    state: str
    data: dict[str, Any]
    deadlines: DeadlineChanges
    remarks: tuple[str, ...]
    command_id: UUID
    calendar: str
    catalogue: str
