"""What the calendar knows about single days: holidays, dated overrides of them, and why a day is off."""

from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from events.calendar_change import ActType

Week = Literal[5, 6]
"""Days of the working week: five (Saturday and Sunday off) or six (Sunday off)."""

Scope = Literal[5, 6, "all"]
"""Which working weeks an override applies to."""


class OutsideCalendar(ValueError):  # noqa: N818  (the name says what is wrong with the date)
    """A date, or the result of counting, lies outside the years the calendar knows."""

    def __init__(self, what: object, first: date, last: date) -> None:
        super().__init__(f"{what} lies outside the working-day calendar ({first.isoformat()} to {last.isoformat()})")
        self.first = first
        self.last = last


class Code(StrEnum):
    """Why a day is off."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    ESTIMATED_HOLIDAY = "estimated_holiday"
    SUBSTITUTE = "substitute"
    SWAP = "swap"
    DECLARED = "declared"


class Reason(Struct, frozen=True):
    """Why a day is off: `name` is the code of the holiday or empty, `act` the code of the act that moved the day or empty."""

    code: Code
    name: str = ""
    act: str = ""


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """A legal act or official statement; `number` and `dated` are empty where they could not be established."""

    type: ActType
    number: str = ""
    dated: date | None = None

    @property
    def code(self) -> str:
        """The act as one language-neutral string, "ministry_order:109:2024-04-17"."""
        return f"{self.type}:{self.number}:{self.dated.isoformat() if self.dated else ''}"


class HolidayKind(StrEnum):
    """Whether a holiday that falls on a day off moves (holidays law art. 5; Labour Code art. 84(5): only national ones do)."""

    NATIONAL = "national"
    RELIGIOUS_FIXED = "religious_fixed"
    KURBAN_AIT = "kurban_ait"


class Holiday(Struct, frozen=True, forbid_unknown_fields=True):
    """A statutory holiday on its own date, before any substitute; `act` only where an override set the date."""

    day: date
    name: str
    kind: HolidayKind
    estimated: bool = False
    act: str = ""

    @property
    def reason(self) -> Reason:
        """Why this day is off."""
        return Reason(Code.ESTIMATED_HOLIDAY if self.estimated else Code.HOLIDAY, self.name, self.act)


class Kind(StrEnum):
    """What an override does to its day."""

    HOLIDAY = "holiday"
    RELIGIOUS = "religious"
    WITHDRAWN = "withdrawn"
    SWAP_OFF = "swap_off"
    SWAP_WORK = "swap_work"
    DECLARED = "declared"


class Override(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One official change of one day, known from a date on.

    `holiday` adds a statutory holiday (with its substitute), `religious` sets the day of
    Kurban Ait, no longer on `replaces` or any day near on which it was expected, `withdrawn` takes the holiday `name` away, without a name the one that the day shows, `swap_off`
    and `swap_work` are the two days of a swap, each the other's `pair` (Labour Code art. 85(3)), `declared` makes a working day
    a day off for the reason `name`, without a substitute. Of two about the same day that of the narrower `level` wins (0 for the
    nation, 1 for a region, 2 for an organisation), within a level the later known one. `known_from` is the day of publication; None means it is not established, and the override
    counts as always known. Raises `ValueError` if a field the kind needs is missing.
    """

    day: date
    kind: Kind
    act: Act
    known_from: date | None = None
    week: Scope = "all"
    name: str = ""
    replaces: date | None = None
    pair: date | None = None
    estimated: bool = False
    level: int = 0

    def __post_init__(self) -> None:
        swap = self.kind in (Kind.SWAP_OFF, Kind.SWAP_WORK)
        if swap and self.pair is None:
            raise ValueError(f"the override of {self.day} is a swap: give the other day of it as 'pair'")
        if not swap and not self.name and self.kind is not Kind.WITHDRAWN:
            raise ValueError(f"the override of {self.day} is a {self.kind}: give the holiday's code as 'name'")

    def is_known(self, known_at: date | None) -> bool:
        """Whether it had been published on that day (None: with all that is known)."""
        return known_at is None or self.known_from is None or self.known_from <= known_at


class Swap(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A day of rest moved from the day `work` to the day `rest` by one act (`off` would be a truth value in YAML)."""

    rest: date
    work: date
    act: Act
    known_from: date | None = None
    week: Scope = "all"

    @property
    def days(self) -> tuple[Override, Override]:
        """The two overrides it consists of."""
        return self._day(Kind.SWAP_OFF, self.rest, self.work), self._day(Kind.SWAP_WORK, self.work, self.rest)

    def _day(self, kind: Kind, day: date, pair: date) -> Override:
        return Override(day=day, kind=kind, act=self.act, known_from=self.known_from, week=self.week, pair=pair)


class Yearly(Struct, frozen=True, forbid_unknown_fields=True):
    """A national holiday of the same date every year, from the year `since` on."""

    name: str
    month: int
    day: int
    since: int


class Law(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the holidays law: the base holds its result, so before `known_from` it is taken back."""

    act: Act
    known_from: date
    introduces: tuple[Yearly, ...] = ()
    removes: tuple[Yearly, ...] = ()
