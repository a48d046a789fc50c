"""What the review names of the notices of a deadline: how many, of whom, which, and what came of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.alerts.notice import Capacity, Kind


@dataclass(frozen=True, slots=True)
class About:
    """What was told of a deadline: how many notices to how many `people`, how many of them read one, when first.

    The `act_…` are what the body did after that: what met the deadline, else what its own people entered on the case first. They are
    empty if nobody did anything.
    """

    case_id: UUID
    key: str
    notices: int
    people: int
    read_by: int
    first_told_at: datetime | None
    first_read_at: datetime | None
    act_topic: str
    act_actor: str
    act_on: date | None
    act_at: datetime | None


@dataclass(frozen=True, slots=True)
class OneNotice:
    """A notice as the review names it: `mail` is what became of the mail that was to carry it, or why that one left it
    out (`LeftOut`), "" where it went to the inbox alone.

    `in_place_of` and `asked_by` are names, empty where nobody is absent or asked; `stands_in_as` as in `Notice`.
    """

    id: UUID
    at: datetime
    read_at: datetime | None
    kind: Kind
    days: int
    step: int
    policy: int
    capacity: Capacity
    in_place_of: str
    stands_in_as: str
    asked_by: str
    reason: str
    clearance: str
    mail: str


@dataclass(frozen=True, slots=True)
class ToldOf:
    """What an account was told of a deadline, the first notice first, and when it first read one."""

    case_id: UUID
    key: str
    account: UUID
    told_at: datetime
    read_at: datetime | None
    notices: list[OneNotice]
