"""An analysis to be told of: whose it is, in which manner it is led, and who signs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from service.demo.history.parts import Holder, Likeness, Part, staff
from service.demo.history.subtask_lives import Manner
from service.demo.history.walking import Act
from workflows.calendar import Calendar
from workflows.plan import Slot

UNITS = ("Отдел государственных закупок", "Отдел кадров")
"""The units that are analysed."""

_LATE_BY = 6
"""Working days by which whoever is late announces and signs too late."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis; `after` counts working days."""

    slot: Slot
    likeness: Likeness
    manner: Manner
    calendar: Calendar
    starts: date

    def after(self, day: date, working_days: int) -> date:
        """Give the day so many working days later."""
        return self.calendar.shift(day, working_days)

    def act(self, on: date, action: str, by: Part, /, **data: Any) -> Act:
        """Tell of an act in its case."""
        return Act(on, self.slot, action, by, data)

    @property
    def late(self) -> int:
        """How many working days too late things are done."""
        return _LATE_BY if self.manner is Manner.LATE else 0

    @property
    def signatory(self) -> Part:
        """Who signs acts of the head."""
        return Part.HEAD if self.likeness.account else Part.OFFICER

    @property
    def signature(self) -> dict[str, Any]:
        """The signature of the head."""
        return {"post": staff(self.likeness.type)[0].kind.value, "person": Holder.HEAD.value}

    @property
    def signed(self) -> dict[str, Any]:
        """Name who signed where an official records it, for a body without an account."""
        return {} if self.likeness.account else {"signature": self.signature}
