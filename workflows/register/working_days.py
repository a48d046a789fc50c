"""The part of the register that knows on which days bodies work."""

from datetime import date
from uuid import UUID

from events.organization import WorkingWeek
from events.organization.record import Details, OrganizationRecord
from workflows.calendar import NO_CHANGES, Calendar, Change, Changes, Week


class WorkingDays:
    """Organisations by code, changes of the calendar that were approved here, and the calendar of each body with those that hold for it."""

    def __init__(self) -> None:
        super().__init__()
        self._organizations: dict[str, OrganizationRecord] = {}
        self._changes = NO_CHANGES

    @property
    def changes(self) -> Changes:
        """The changes of the calendar that were approved here."""
        return self._changes

    def put_change(self, change_id: UUID, change: Change | None) -> None:
        """Enter a change of the calendar, or what it has become; None if it does not hold."""
        self._changes = self._changes.with_change(change_id, change)

    def calendar(
        self, known_at: date, organization: str = "", week: Week | None = None, changes: Changes | None = None
    ) -> Calendar:
        """Give the calendar of an organisation in its working week as it was known on a day; without one, the nation's in five days.

        `week` asks for another week, `changes` for what it would be with other changes than those approved.
        """
        region, week = self.region_of(organization, known_at), week or self.week_of(organization, known_at)
        return (self._changes if changes is None else changes).calendar(known_at, organization, region, week)

    def own_calendars(self, known_at: date) -> dict[Calendar, list[str]]:
        """Give the organisations whose calendar is not the nation's in five days, by calendar, each sorted."""
        nation = self.calendar(known_at)
        found: dict[Calendar, list[str]] = {}
        for code in sorted(self._organizations):
            if (own := self.calendar(known_at, code)) is not nation:
                found.setdefault(own, []).append(code)
        return found

    def week_of(self, code: str, on: date) -> Week:
        """Give the working week of an organisation on a day, five days if it is not in the register."""
        details = self._details(code, on)
        return 6 if details and details.working_week is WorkingWeek.SIX else 5

    def region_of(self, code: str, on: date) -> str:
        """Give the region of an organisation by its ISO code, "" if it is not in the register."""
        details = self._details(code, on)
        return details.region if details else ""

    def _details(self, code: str, on: date) -> Details | None:
        found = self._organizations.get(code)
        return found.details.at(on) if found else None
