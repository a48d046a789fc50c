"""What waits for a person: notices, work, deadlines in a calendar program; and lists as they like them."""

from datetime import date, datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class NoticeItem(Shape, frozen=True):
    """What you were told of one deadline, and how that deadline stands.

    `kind` is reminder, today, overdue, escalation or asked; `days` were the working days left when you were told, negative when
    late, `days_left` are those left now. `capacity` says as what you were told, `in_place_of` names the absent account, and
    `stands_in_as` its capacity where that is another. `asked_by` names who
    had you told, and `reason` says why, if somebody did. `over`:
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
    stands_in_as: str
    clearance: str
    mandatory: bool
    told_on: date
    made_at: datetime
    read_at: datetime | None
    text: str
    over: bool
    asked_by: str
    reason: str
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


class TaskItem(Shape, frozen=True):
    """A case on which something is to be done, with the deadline that is due first of those awaited.

    `key`, `rule`, `due` and `days_left` (working days, negative when late) are null if nothing is awaited by a day. `next` is the
    action you may take now, null where it is a colleague's.
    """

    case_id: UUID
    workflow: str
    organization: str
    state: str
    subtask: str
    period: str
    number: str
    title: str
    clearance: str
    key: str | None
    rule: str | None
    due: date | None
    days_left: int | None
    status: str
    next: str | None
    href: str


class TaskPage(Shape, frozen=True):
    """Work of a group, the most urgent first, and how much there is in each group that there can be for you.

    A count is null where more cases may wait for a signature than were looked at.
    """

    items: list[TaskItem]
    next: str | None
    tab: str
    counts: dict[str, int | None]


class ViewItem(Shape, frozen=True):
    """What was asked of a page, under a name. `unknown` is what of it the page does not understand any more.

    `shared` is private, body or below; `own` says whether it is the caller's, and `owner` whose it is; `default` whether the page
    shows it to the caller first.
    """

    id: UUID
    page: str
    name: str
    query: dict[str, str]
    default: bool
    unknown: dict[str, str]
    shared: str
    own: bool
    owner: str
