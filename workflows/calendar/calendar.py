"""The working-day calendar of Kazakhstan, as it was known on a day, for a five- or six-day week."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from events.deadlines import Skipped
from workflows.calendar import data, rules
from workflows.calendar.day import Law, OutsideCalendar, Override, Reason, Week

_FIRST = data.FIRST_DAY.toordinal()
_DATES = tuple(date.fromordinal(n) for n in range(_FIRST, data.LAST_DAY.toordinal() + 1))


class Calendar:
    """Working days and days off from `first` to `last`; immutable.

    Every method raises `OutsideCalendar` for a date, or a result, beyond these two.
    Internally `_rank[i]` counts the working days before the i-th day, so that counting is
    subtraction and the n-th working day is an index.
    """

    first = data.FIRST_DAY
    last = data.LAST_DAY

    def __init__(self, off: Mapping[date, Reason], week: Week, known: int) -> None:
        self.week = week
        self._off = off
        self._working = [day for day in _DATES if day not in off]
        self._free = [Skipped(d, off[d].code.value, off[d].name, off[d].act) for d in _DATES if d in off]
        self._rank = list(_ranks(off))
        self.version = f"kz-{data.base().version}/{week}d/{known}-{_digest(self._free)}"

    @staticmethod
    def as_known(
        known_at: date | None = None, week: Week = 5, overrides: Sequence[Override] | None = None
    ) -> "Calendar":
        """Give the calendar by what had been published up to and including `known_at` (None: by all that is known).

        `overrides` replaces the packaged ones; the laws in the package always apply. The same
        answer is the same object while it stays in the cache.
        """
        if overrides is None:
            return _packaged(known_at, week)
        return _known(known_at, week, data.in_order(overrides))

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day."""
        self._index(day)
        return day not in self._off

    def reason(self, day: date) -> Reason | None:
        """Why the day is off, None for a working day."""
        self._index(day)
        return self._off.get(day)

    def shift(self, anchor: date, amount: int) -> date:
        """Give the working day `amount` working days after the anchor, before it if negative.

        The anchor itself never counts (Civil Code art. 173; backward by analogy). 0 gives the
        anchor, or the next working day if it is off.
        """
        i = self._index(anchor)
        rank = self._rank[i + 1] + amount - 1 if amount > 0 else self._rank[i] + amount
        if not 0 <= rank < len(self._working):
            raise OutsideCalendar(f"{amount} working days from {anchor}", self.first, self.last)
        return self._working[rank]

    def on_or_before(self, day: date) -> date:
        """Give the day itself if working, else the preceding working day."""
        return day if self.is_working(day) else self.shift(day, -1)

    def off_between(self, first: date, last: date) -> tuple[Skipped, ...]:
        """Give the days off from `first` to `last`, both included, in order of date."""
        i, j = self._index(first), self._index(last) + 1
        return tuple(self._free[i - self._rank[i] : j - self._rank[j]])

    def working_days_between(self, a: date, b: date) -> int:
        """Count working days from `a` (excluded) to `b` (included); negative if `b` is earlier: then those from `b` up to `a`.

        For a working day `b` it is the amount that `shift` needs to come from `a` to `b`.
        """
        i, j = self._index(a), self._index(b)
        return self._rank[j + 1] - self._rank[i + 1] if j >= i else self._rank[j] - self._rank[i]

    def days_left(self, today: date, due: date) -> int:
        """Count the working days left until a day, those after `today`; negative once it has passed: those after it, up to `today`."""
        return self.working_days_between(today, due) if due >= today else -self.working_days_between(due, today)

    def count_inclusive(self, first: date, last: date) -> int:
        """Count working days with both ends included (D01); raises `ValueError` if `last` is before `first`."""
        i, j = self._index(first), self._index(last)
        if j < i:
            raise ValueError(f"the interval ends on {last}, before it starts on {first}")
        return self._rank[j + 1] - self._rank[i]

    def _index(self, day: date) -> int:
        i = day.toordinal() - _FIRST
        if not 0 <= i < len(_DATES):
            raise OutsideCalendar(day, self.first, self.last)
        return i


def _ranks(off: Mapping[date, Reason]) -> Iterator[int]:
    rank = 0
    yield rank
    for day in _DATES:
        rank += day not in off
        yield rank


def _digest(free: Sequence[Skipped]) -> str:
    text = "\n".join(f"{s.day.isoformat()} {s.reason} {s.name} {s.act}" for s in free)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@lru_cache(maxsize=4096)
def _packaged(known_at: date | None, week: Week) -> Calendar:
    return _known(known_at, week, data.overrides())


def _known(known_at: date | None, week: Week, overrides: Sequence[Override]) -> Calendar:
    published = tuple(o for o in overrides if o.week in (week, "all") and o.is_known(known_at))
    unknown = tuple(law for law in data.laws() if known_at is not None and known_at < law.known_from)
    return _build(published, unknown, week)


@lru_cache(maxsize=64)
def _build(published: tuple[Override, ...], unknown: tuple[Law, ...], week: Week) -> Calendar:
    for o in published:
        for day in (o.day, o.pair, o.replaces):
            if day is not None and not data.FIRST_DAY <= day <= data.LAST_DAY:
                raise OutsideCalendar(f"the override of {day}", data.FIRST_DAY, data.LAST_DAY)
    holidays = rules.before_laws(data.base().holidays, unknown, data.LAST_YEAR)
    off = rules.days_off(holidays, published, week, data.FIRST_DAY, data.LAST_DAY)
    return Calendar(off, week, len(published) + len(data.laws()) - len(unknown))
