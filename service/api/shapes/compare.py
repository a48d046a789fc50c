"""Two days compared."""

from datetime import date
from typing import Any
from uuid import UUID

from projections.compared import ComparedCase as Row
from projections.compared import Differing
from service.api.shapes.lists import row_of
from service.api.shapes.shape import Shape
from service.comparing import Axis

ComparedItem = row_of("ComparedItem", Row, title=str, href=str)


class Compared(Shape, frozen=True, rename={"from_": "from"}):
    """The cases that differ between the ends of two days; of those that are sealed, none are in `counts`.

    There, `before` with `added` and `moved_in`, without `removed` and `moved_out`, is `after`.
    """

    from_: date
    to: date
    axis: Axis
    counts: Differing
    items: list[ComparedItem]  # type: ignore[valid-type]
    next: str | None


class DifferenceItem(Shape, frozen=True):
    """A member that was added, removed or changed; `path` is its JSON pointer (RFC 6901) within the case as `GET` gives it."""

    kind: str
    path: str
    before: Any
    after: Any


class ComparedCase(Shape, frozen=True, rename={"from_": "from"}):
    """What differs between a case at the ends of two days, member by member, and on which of them it was there."""

    id: UUID
    from_: date
    to: date
    axis: Axis
    was_there: bool
    is_there: bool
    differences: list[DifferenceItem]
