"""Changes of the calendar."""

from datetime import date
from typing import Any
from uuid import UUID

from events.calendar_change import Reach
from service.api.shapes.shape import Shape


class CalendarChange(Shape, frozen=True):
    """A change: `kind` is the event by which it was proposed, `data` what was proposed; `place` a region or body, empty for the nation."""

    id: UUID
    state: str
    state_title: str
    kind: str
    organization: str
    reach: Reach
    place: str
    data: dict[str, Any]
    approved_on: date | None
    revoked_on: date | None
    href: str


class CalendarChanges(Shape, frozen=True):
    """All changes, the last proposed first."""

    items: list[CalendarChange]


class CalendarEffect(Shape, frozen=True):
    """A deadline: `due` as it stands, `by_calendar` as this change would have it; `moves` if it is put off to that day."""

    case_id: UUID
    key: str
    organization: str
    due: date
    by_calendar: date
    moves: bool
    href: str


class CalendarEffects(Shape, frozen=True):
    """What a change does: how many deadlines are put off, how many keep their date though it would be earlier, and the first 1,000.

    Those put off are listed first.
    """

    moved: int
    kept: int
    items: list[CalendarEffect]
