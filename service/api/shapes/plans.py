"""The year's plan, the dates of the Карта, and runs."""

from datetime import date, datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class PlanDone(Shape, frozen=True):
    """What a plan did: cases made, there before, ended since they are owed no longer; bodies that owe any; cases restored."""

    year: int
    created: int
    existing: int
    ended: int
    organizations: int
    restored: int


class PlannedCase(Shape, frozen=True, kw_only=True):
    """A case of the plan for a period; `state` and `href` are null while it is not made. `owed` is false for what is left over."""

    period: str
    period_title: str
    case_id: UUID
    owed: bool
    state: str | None
    state_title: str | None
    closed: bool
    href: str | None


class OwedCase(PlannedCase, frozen=True, kw_only=True):
    """A case that an organisation owes, whether it is made or not; `subtask` is the first that it carries out."""

    organization: str
    workflow: str
    subtask: str
    title: str


class PlanRow(Shape, frozen=True, kw_only=True):
    """A subtask (the first, where a case carries out several) with its cases in the order of time."""

    workflow: str
    subtask: str
    title: str
    cases: list[PlannedCase]


class Plan(Shape, frozen=True):
    """A body's plan of a year."""

    year: int
    organization: str
    rows: list[PlanRow]


class PlanCountItem(Shape, frozen=True):
    """How many cases of a subtask bodies of a type owe, have, and have closed."""

    type: str
    subtask: str
    owed: int
    made: int
    closed: int


class PlanCounts(Shape, frozen=True):
    """A year's plan by type and subtask, for all bodies of the caller's reach."""

    year: int
    items: list[PlanCountItem]


class RunItem(Shape, frozen=True, kw_only=True):
    """Work under way: `running`, `done`, `failed` (`problem` is the type) or `stopped`, which is started anew by the same request."""

    id: UUID
    kind: str
    year: int
    state: str
    done: int
    total: int
    counts: dict[str, int]
    problem: str | None
    started_at: datetime
    changed_at: datetime


class CardDate(Shape, frozen=True):
    """A date of the Карта; without a period it holds for each of the year that has none of its own."""

    subtask: str
    period: str | None
    upload_by: date


class Card(Shape, frozen=True):
    """The dates of a year's Карта; a subtask that is not among them has no date set."""

    year: int
    basis: str
    set_on: date | None
    dates: list[CardDate]


class CardChanged(Shape, frozen=True):
    """What a table does: how many dates it has, how many subtasks and periods get one, another one, or lose it; the run's address."""

    year: int
    dry_run: bool
    dates: int
    added: int
    moved: int
    withdrawn: int
    run: str | None
