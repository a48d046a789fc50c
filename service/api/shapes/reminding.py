"""What people were told of deadlines, what they are asked to be told, and the review of a span."""

from datetime import date, datetime
from uuid import UUID

from service.alerts.notice import Capacity
from service.alerts.review import Outcome
from service.alerts.told import Told
from service.alerts.told_of import OneNotice
from service.api.shapes.lists import DeadlineItem, row_of
from service.api.shapes.shape import Shape

ToldItem = row_of("ToldItem", Told, title=str, href=str)


class Recipient(Shape, frozen=True):
    """Somebody who is told, and as what."""

    account: UUID
    name: str
    capacity: Capacity


class AskedLine(Shape, frozen=True):
    """A deadline, and who is told of it: nobody where no account was found that may know of it."""

    case_id: UUID
    key: str
    organization: str
    due: date
    told: list[Recipient]


class RefusedLine(Shape, frozen=True):
    """A deadline that was named and is not told of, and why."""

    case_id: UUID
    key: str
    refusal: str


class Asked(Shape, frozen=True):
    """What a reminder or escalation did, or would do: `made` notices that were not there before, to so many people.

    Of `untold` deadlines nobody can be told. `refused` are those named that are not told of, where each stands by itself.
    """

    dry_run: bool
    deadlines: int
    people: int
    untold: int
    made: int
    items: list[AskedLine]
    refused: list[RefusedLine]


class Reader(Shape, frozen=True):
    """Who was told, when first, when they first read it, and each notice: why, as what, by whom asked for, what became of the mail."""

    account: UUID
    name: str
    told_at: datetime
    read_at: datetime | None
    notices: list[OneNotice]


class FirstAct(Shape, frozen=True):
    """What the body did after the first notice: what met the deadline, else what its own people entered on the case first."""

    type: str
    title: str
    actor: str
    occurred_on: date
    recorded_at: datetime


class ReviewedLine(Shape, frozen=True):
    """A deadline, by how many working days it was or is late, who was told of it, and what they did."""

    deadline: DeadlineItem  # type: ignore[valid-type]  # made of the read model's row
    days_late: int | None
    told: list[Reader]
    first_act: FirstAct | None


class Review(Shape, frozen=True):
    """What was due from `first` to `last`, all together and by rule, and one list behind the numbers.

    The numbers were counted at `counted_at`: of much, they are kept for up to a minute.
    """

    first: date
    last: date
    counted_at: datetime
    total: Outcome
    rules: list[Outcome]
    items: list[ReviewedLine]
    next: str | None


class HandOverLine(Shape, frozen=True):
    """A case of the leaver; `refusal` says why it is not handed over."""

    case_id: UUID
    organization: str
    refusal: str | None
    href: str


class HandOver(Shape, frozen=True):
    """How many cases were handed over and how many refused; of a dry run all of them, otherwise those that stayed.

    `restricted` says what becomes of cases with restricted access that you may not see.
    """

    dry_run: bool
    handed_over: int
    refused: int
    items: list[HandOverLine]
    restricted: str
