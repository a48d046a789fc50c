"""Changes of days that were approved here, and the calendar of a body with those that hold for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.calendar_change import Reach
from workflows.calendar.calendar import Calendar
from workflows.calendar.data import overrides as packaged
from workflows.calendar.day import Override, Week

_MOST_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """An approved change: what it does to which days, for whom, and on which days it was known.

    `place` is the ISO code of a region or the code of an organisation, empty for the nation. It was known from `approved_on` until
    the day before `revoked_on`.
    """

    overrides: tuple[Override, ...]
    reach: Reach
    place: str
    approved_on: date
    revoked_on: date | None = None

    def holds(self, organization: str, region: str, known_at: date) -> bool:
        """Whether it was known on a day and concerns a body of a region."""
        if known_at < self.approved_on or (self.revoked_on is not None and known_at >= self.revoked_on):
            return False
        return self.place == {Reach.NATION: "", Reach.REGION: region, Reach.ORGANIZATION: organization}[self.reach]


class Changes:
    """All approved changes by the id of their record; immutable."""

    def __init__(self, changes: Mapping[Any, Change] | None = None) -> None:
        self._changes = dict(changes or {})
        self._built: dict[tuple[tuple[Override, ...], date, Week], Calendar] = {}

    def __iter__(self) -> Iterator[Change]:
        """Give every change, known or revoked."""
        return iter(self._changes.values())

    def with_change(self, change_id: Any, change: Change | None) -> "Changes":
        """Give the changes with one more, with one that has become another, or without one."""
        others = {known: found for known, found in self._changes.items() if known != change_id}
        return Changes(others if change is None else {**others, change_id: change})

    def calendar(self, known_at: date, organization: str = "", region: str = "", week: Week = 5) -> Calendar:
        """Give the calendar of a body as it was known on a day; without a body, the nation's."""
        holding = [change for change in self._changes.values() if change.holds(organization, region, known_at)]
        if not holding:
            return Calendar.as_known(known_at, week)
        overrides = tuple(one for change in holding for one in change.overrides)
        key = overrides, known_at, week
        if key not in self._built:
            if len(self._built) >= _MOST_REMEMBERED:
                self._built.clear()
            self._built[key] = Calendar.as_known(known_at, week, [*packaged(), *overrides])
        return self._built[key]


NO_CHANGES = Changes()
"""The packaged calendar alone."""
