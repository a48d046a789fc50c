"""Changes of days that were approved here, and the calendar of a body with those that hold for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from events.calendar_change import Reach
from workflows.calendar.calendar import Calendar
from workflows.calendar.data import overrides as packaged
from workflows.calendar.day import Override, Week

_MOST_REMEMBERED = 1_000
_SUBSTITUTES = 8  # days within which the substitute of a holiday lies, if weekends and holidays follow each other


@dataclass(frozen=True, slots=True)
class Change:
    """An approved change: what it does to which days, for whom, and on which days it was known.

    `place` is the ISO code of a region or the code of an organisation, empty for the nation. It was known from `approved_on` until
    the day before `revoked_on`, at the instants from `approved_at` until before `revoked_at`.
    """

    overrides: tuple[Override, ...]
    reach: Reach
    place: str
    approved_on: date
    revoked_on: date | None = None
    approved_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days of which it makes something else, those included on which a holiday then moves to the next working day."""
        named = {day for o in self.overrides for day in (o.day, o.replaces) if day is not None}
        return tuple(sorted(named | {day + timedelta(days=n) for day in named for n in range(1, _SUBSTITUTES)}))

    def holds(self, organization: str, region: str, known_at: date) -> bool:
        """Whether it was known on a day and concerns a body of a region."""
        if known_at < self.approved_on or (self.revoked_on is not None and known_at >= self.revoked_on):
            return False
        return self.place == {Reach.NATION: "", Reach.REGION: region, Reach.ORGANIZATION: organization}[self.reach]

    def held_at(self, instant: datetime) -> bool:
        """Whether it was in force at an instant."""
        return (
            self.approved_at is not None
            and self.approved_at <= instant
            and (self.revoked_at is None or instant < self.revoked_at)
        )


class Changes:
    """All approved changes by the id of their record; immutable."""

    def __init__(self, changes: Mapping[UUID, Change] | None = None) -> None:
        self._changes = dict(changes or {})
        self._built: dict[tuple[tuple[Override, ...], date, Week], Calendar] = {}

    def items(self) -> Iterable[tuple[UUID, Change]]:
        """Give every change, those revoked too, with the id of its record."""
        return self._changes.items()

    def with_change(self, change_id: UUID, change: Change | None) -> "Changes":
        """Give the changes with one more, with one that has become another, or without one."""
        others = {known: found for known, found in self._changes.items() if known != change_id}
        return Changes(others if change is None else {**others, change_id: change})

    def at(self, instant: datetime) -> "Changes":
        """Give the changes that were in force at an instant, as if they had never been revoked."""
        held = {
            one: replace(change, revoked_on=None) for one, change in self._changes.items() if change.held_at(instant)
        }
        return Changes(held)

    def overrides(self, known_at: date, organization: str = "", region: str = "") -> tuple[Override, ...]:
        """Give what the changes that hold for a body do to single days, as known on a day."""
        holding = (change for change in self._changes.values() if change.holds(organization, region, known_at))
        return tuple(one for change in holding for one in change.overrides)

    def calendar(self, known_at: date, organization: str = "", region: str = "", week: Week = 5) -> Calendar:
        """Give the calendar of a body as it was known on a day; without a body, the nation's."""
        overrides = self.overrides(known_at, organization, region)
        if not overrides:
            return Calendar.as_known(known_at, week)
        key = overrides, known_at, week
        if key not in self._built:
            if len(self._built) >= _MOST_REMEMBERED:
                self._built.clear()
            self._built[key] = Calendar.as_known(known_at, week, [*packaged(), *overrides])
        return self._built[key]


NO_CHANGES = Changes()
"""The packaged calendar alone."""
