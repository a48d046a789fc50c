"""The part of the register that knows on which days bodies work."""

from datetime import date
from uuid import UUID

from events.organization.record import OrganizationRecord
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

    def calendar(self, known_at: date, organization: str = "", week: Week = 5) -> Calendar:
        """Give the calendar of working days of an organisation as it was known on a day; without one, the nation's."""
        return self._changes.calendar(known_at, organization, self.region_of(organization, known_at), week)

    def region_of(self, code: str, on: date) -> str:
        """Give the region of an organisation by its ISO code, "" if it is not in the register."""
        found = self._organizations.get(code)
        details = found.details.at(on) if found else None
        return details.region if details else ""
