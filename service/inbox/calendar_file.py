"""Deadlines as an iCalendar file (RFC 5545): one all-day event each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec
from icalendar import Calendar, Event

from events.deadlines import Arithmetic, Skipped
from projections.case_row import CaseRow
from service.i18n import Translator
from service.inbox.feeds import Due, uid
from service.subtasks import row_title
from workflows.calendar import explain

ASKED_EVERY = timedelta(hours=1)
"""How often calendar programs are asked to look."""

_DAY = timedelta(days=1)
_AWAITED = frozenset({"open", "missed"})
_PRODUCT = "-//tbn4//Deadlines//{language}"


@dataclass(frozen=True)
class CalendarFile:
    """Writes calendars in one language; `site` is the address of the service, `bodies` names organisations by their codes.

    `cases` are those that may be named: none that is sealed.
    """

    t: Translator
    site: str
    bodies: Callable[[str], str]
    cases: Mapping[UUID, CaseRow]

    def of(self, title: str, dues: Sequence[Due]) -> bytes:
        """Write deadlines."""
        calendar = Calendar()
        calendar.add("prodid", _PRODUCT.format(language=self.t.language.upper()))
        calendar.add("version", "2.0")
        calendar.add("calscale", "GREGORIAN")
        for name in ("name", "x-wr-calname"):
            calendar.add(name, title)
        calendar.add("refresh-interval", ASKED_EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for due in dues:
            calendar.add_component(self._event(due))
        written: bytes = calendar.to_ical()
        return written

    def _event(self, due: Due) -> Event:
        """Write one: whole days have no zone, and a deadline keeps nobody from other appointments."""
        event, over = Event(), due.status not in _AWAITED
        event.add("uid", f"{uid(due.case_id, due.key)}@tbn4")
        event.add("dtstamp", due.recorded_at)
        # a deadline that is set anew, on another day or after a correction, is set by a later event of its case
        event.add("sequence", due.set_by * 2 + over)
        event.add("dtstart", due.due)
        event.add("dtend", due.due + _DAY)
        event.add("summary", self._summary(due))
        event.add("description", self._description(due))
        event.add("url", f"{self.site}/cases/{due.case_id}")
        event.add("status", "CANCELLED" if over else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        return event

    def _summary(self, due: Due) -> str:
        if due.clearance:
            return self.t("A case with restricted access, no. {number}", number=str(due.case_id)[:8])
        what = self.t.code("rule", due.rule)
        return f"{what}: {self._case(due)}"

    def _case(self, due: Due) -> str:
        row = self.cases.get(due.case_id)
        if row is None:
            return due.subtask
        return row_title(self.t, row)

    def _description(self, due: Due) -> str:
        """Say whose the deadline is and how its date came about; of a sealed case nothing but where to look."""
        link = f"{self.site}/cases/{due.case_id}"
        if due.clearance:
            return link
        skipped = msgspec.convert(due.skipped, tuple[Skipped, ...])
        computed = Arithmetic(
            due.anchor, due.amount, due.unit, due.due, due.moved_from, skipped, due.calendar, due.act, due.extended_from
        )
        lines = [self.bodies(due.organization), explain(computed, self.t.language), link]
        if due.strength != "hard":
            lines.insert(2, self.t("This term is recommended, not binding."))
        return "\n".join(lines)
