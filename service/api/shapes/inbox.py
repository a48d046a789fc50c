"""What waits for a person: notices."""

from datetime import date, datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class NoticeItem(Shape, frozen=True):
    """What you were told of one deadline, and how that deadline stands.

    `kind` is reminder, today, overdue, escalation or asked; `days` were the working days left when you were told, negative when
    late, `days_left` are those left now. `capacity` says as what you were told, `in_place_of` names the absent account. `over`:
    nothing is awaited any more, or the deadline has moved. `next` is the action you may take now, null if there is none. Of a
    sealed case only its id, the day and `clearance` are given.
    """

    id: UUID
    number: int
    kind: str
    case_id: UUID
    key: str
    organization: str
    workflow: str
    subtask: str
    rule: str
    due: date
    days: int
    days_left: int
    step: int
    capacity: str
    in_place_of: UUID | None
    clearance: str
    mandatory: bool
    told_on: date
    made_at: datetime
    read_at: datetime | None
    text: str
    over: bool
    next: str | None
    href: str


class Notices(Shape, frozen=True):
    """A page of your notices, the newest first, and how many you have not read."""

    items: list[NoticeItem]
    next: str | None
    unread: int


class CalendarFeed(Shape, frozen=True):
    """Whether you have a calendar address, and since when; `address` is given once, when it is made."""

    made_at: datetime | None
    address: str | None


class NoticesRead(Shape, frozen=True):
    """How many notices were marked read now, and how many are still unread."""

    read: int
    unread: int
