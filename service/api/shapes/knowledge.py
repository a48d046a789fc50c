"""Workflows, calendar, regions."""

from datetime import date
from typing import Any

from events.deadlines import Bound, Strength
from service.api.shapes.shape import Shape


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
    known_at: str | None
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
    known_at: str | None
    week: int


class Region(Shape, frozen=True):
    """A region by its ISO 3166-2 code."""

    code: str
    name: str
    names: dict[str, str]


class Regions(Shape, frozen=True):
    """All of them."""

    items: list[Region]
