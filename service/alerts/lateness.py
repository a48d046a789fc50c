"""By how many working days an act was late, or is by today: counted from the day by which it is reviewed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from projections.deadline_row import DeadlineRow
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class Lateness:
    """Counts by the calendar of each body, as it is known today."""

    register: Register
    today: date

    def of(self, row: DeadlineRow) -> int | None:
        """Give the working days late; None of what is in time, not due yet, or was never done."""
        if row.bound != "not_later" or row.status in {"dropped", "not_done"}:
            return None
        if row.margin is not None and row.missed_due is None:
            return -row.margin if row.status == "met_late" else None
        return self._between(row.organization, row.reckoned_due, row.done_on or self.today)

    def together(self, extended: Iterable[Mapping[str, Any]]) -> dict[str, int]:
        """Add up by rule what was done late by dates that had passed when they were extended."""
        days: dict[str, int] = {}
        for one in extended:
            late = self._between(one["organization"], one["missed_due"], one["done_on"]) or 0
            days[one["rule"]] = days.get(one["rule"], 0) + late
        return days

    def _between(self, organization: str, due: date, day: date) -> int | None:
        if day <= due:
            return None
        return self.register.calendar(self.today, organization).working_days_between(due, day)
