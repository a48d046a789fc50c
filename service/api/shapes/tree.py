"""The hierarchy with its figures, and the year of a body."""

from datetime import date, datetime
from uuid import UUID

from projections.term_counts import Count
from service.api.shapes.shape import Shape


class TreeItem(Shape, frozen=True, kw_only=True):
    """A body with all below it, or a region, with what became of the binding terms of the year.

    `bodies` is how many there are below it; `overdue` counts terms of all years; `silent` how many bodies, itself among them, owe work
    and have recorded nothing for 10 working days. `exists` is false for what was closed. `href` leads one level down.
    """

    code: str
    name: str
    type: str
    exists: bool
    bodies: int
    terms: Count
    overdue: int
    silent: int
    href: str


class OrganizationTree(Shape, frozen=True, kw_only=True):
    """A body, and what stands directly below it, those with most overdue first."""

    year: int
    today: date
    counted_at: datetime
    organization: TreeItem
    below: list[TreeItem]


class Hierarchy(Shape, frozen=True, kw_only=True):
    """All that the caller may see: the regions, and the bodies at the top, those with most overdue first.

    A region counts the bodies that lie in it, whoever stands above them.
    """

    year: int
    today: date
    counted_at: datetime
    whole: TreeItem
    regions: list[TreeItem]
    tops: list[TreeItem]


class YearMark(Shape, frozen=True, kw_only=True):
    """What became of some of a subtask in a month: so many terms of some cases.

    `became` is met, late, overdue or not_yet; of a case without terms, of which there are none here, no_date, not_applicable or
    not_made. `month` is that of the due day, of a case without terms the last of its period; null for a day in another year.
    """

    month: int | None
    became: str
    terms: int
    cases: list[UUID]
    state: str | None


class YearRow(Shape, frozen=True, kw_only=True):
    """A subtask in the year of a body."""

    subtask: str
    title: str
    marks: list[YearMark]


class BodyYear(Shape, frozen=True, kw_only=True):
    """The year of a body: binding terms by subtask and month, and the cases of its plan that have none."""

    year: int
    today: date
    organization: str
    rows: list[YearRow]
