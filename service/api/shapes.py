"""The shapes of answers: what the API's description is made from, and what tests hold answers to."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Struct

from events.deadlines import Arithmetic, Bound, DeadlineChanges, Strength
from projections.audit import AuditEntry
from projections.case_row import CaseRow
from projections.dashboard import Outcomes, Stage, Tiles
from projections.deadline_row import DeadlineRow
from projections.organizations import Organization


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """An object of an answer."""


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
    """A case as it is now; `data` holds its facts by name, null while unknown."""

    id: UUID
    workflow: str
    organization: str
    state: str
    state_title: str
    version: int
    data: dict[str, Any]
    deadlines: list[CaseDeadline]
    remarks: list[Remark]
    actions: list[PossibleAction]


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


class Link(Shape, frozen=True):
    """A thing with its name and address."""

    name: str
    title: str
    href: str


class Links(Shape, frozen=True):
    """Some of them."""

    items: list[Link]


class WorkflowState(Shape, frozen=True):
    """A state of a workflow."""

    name: str
    title: str
    initial: bool


class Transition(Shape, frozen=True, rename={"from_": "from"}):
    """From which state to which an action leads."""

    from_: str
    to: str


class WorkflowAction(Shape, frozen=True):
    """An action with its transitions; `opens` says whether a case can begin with it, `schema` is that of its body."""

    name: str
    title: str
    opens: bool
    event: str
    transitions: list[Transition]
    schema: dict[str, Any]


class TimeRule(Shape, frozen=True):
    """A requirement of time with its place in the Instruction."""

    code: str
    title: str
    subtask: str
    basis: str
    strength: Strength
    bound: Bound


class Workflow(Shape, frozen=True):
    """A kind of work; `mermaid` is its diagram as text, `diagram` the address of the drawing."""

    name: str
    title: str
    states: list[WorkflowState]
    actions: list[WorkflowAction]
    rules: list[TimeRule]
    mermaid: str
    diagram: str


class DayOff(Shape, frozen=True):
    """A day that is not a working day: reason and holiday as codes, both in words, and the act that moved it."""

    date: date
    reason: str
    name: str
    title: str
    act: str


class Due(Shape, frozen=True, rename={"from_": "from"}):
    """A computed date; `moved_from` is the nominal one if that was a day off, `calendar` the version it was computed by."""

    from_: date
    amount: int
    unit: str
    due: date
    moved_from: date | None
    skipped: list[DayOff]
    explanation: str
    calendar: str
    known_at: date | None
    week: int


class Day(Shape, frozen=True):
    """A day of the calendar; `off` says why it is none of work."""

    date: date
    working: bool
    off: DayOff | None


class Days(Shape, frozen=True):
    """A stretch of the calendar."""

    items: list[Day]
    calendar: str
    known_at: date | None
    week: int


class Region(Shape, frozen=True):
    """A region by its ISO 3166-2 code."""

    code: str
    name: str
    names: dict[str, str]


class Regions(Shape, frozen=True):
    """All of them."""

    items: list[Region]


class Dashboard(Shape, frozen=True):
    """Figures: `soon` is the last day of "due soon", `stages` and `outcomes` are by what was asked for, `rules` by rule."""

    today: date
    soon: date
    deadlines: Tiles
    stages: list[Stage]
    outcomes: list[Outcomes]
    rules: list[Outcomes]


class Alive(Shape, frozen=True):
    """The process answers."""

    alive: bool


class Ready(Shape, frozen=True):
    """Whether the service can work, and what hinders it."""

    ready: bool
    database: str
    projections: str


class ProblemKind(Shape, frozen=True):
    """What a type of problem means and what to do."""

    type: str
    title: str
    status: int
    advice: str


class Wrong(Shape, frozen=True, omit_defaults=True):
    """One thing wrong: in the body (`pointer`) or in the query (`parameter`)."""

    detail: str
    pointer: str = ""
    parameter: str = ""


class Problem(Shape, frozen=True, omit_defaults=True, kw_only=True):
    """An RFC 9457 problem. `errors`, `state` and `possible`, `current_version` come with the types that have them."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[Wrong] = []  # noqa: RUF012 - msgspec copies an empty default
    state: str = ""
    possible: list[str] = []  # noqa: RUF012
    current_version: int = 0


def _row(name: str, source: type[Any], /, **more: Any) -> type[Struct]:
    """Give the shape of a read model's row with what the API adds."""
    hints = get_type_hints(source)
    members = [*((f.name, hints[f.name]) for f in fields(source)), *more.items()]
    return msgspec.defstruct(name, members, frozen=True, forbid_unknown_fields=True, namespace={"__doc__": source.__doc__})


CaseItem = _row("CaseItem", CaseRow, state_title=str, href=str)
DeadlineItem = _row("DeadlineItem", DeadlineRow, title=str, explanation=str, href=str)
OrganizationItem = _row("OrganizationItem", Organization, name=str, type_title=str, href=str)
AuditItem = _row("AuditItem", AuditEntry, title=str)


def page_of(item: type[Struct]) -> type[Struct]:
    """Give the shape of a page: items, and the address of the next page or null."""
    members: list[tuple[str, Any]] = [("items", list[item]), ("next", str | None)]  # type: ignore[valid-type]
    return msgspec.defstruct(f"{item.__name__}Page", members, frozen=True, forbid_unknown_fields=True)
