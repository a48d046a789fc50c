"""The seven statuses by which pages, charts and exports tell how a deadline stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from events.deadlines import Bound
from service.health import SOON
from service.i18n import Translator
from workflows.calendar import Calendar
from workflows.register import Register

REVIEWS = frozenset({"D12"})
"""Rules whose act is the authorised party's review of what others sent."""


class Status(StrEnum):
    """Always shown as text, shape and colour together."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    REVIEW = "review"
    MET = "met"
    LATE = "late"
    NONE = "none"


_DONE = {
    "met": Status.MET,
    "met_late": Status.LATE,
    "early": Status.LATE,
    "not_done": Status.OVERDUE,
    "dropped": Status.NONE,
}


@dataclass(frozen=True)
class Today:
    """The day of the request, and a calendar as known on it."""

    day: date
    calendar: Calendar

    @staticmethod
    def of(day: date, register: Register, organization: str = "") -> "Today":
        """Take the calendar of a reader's body, with all that was approved for it; without a body, the nation's."""
        return Today(day, register.calendar(day, organization))

    @property
    def soon(self) -> date:
        """The last day that counts as due soon."""
        return self.calendar.shift(self.day, SOON)

    def status(self, stored: str, bound: str, due: date, rule: str) -> Status:
        """Give the status of a deadline from its stored one (`Standing.status`), its bound, date and rule."""
        if stored in _DONE:
            return _DONE[stored]
        if bound == Bound.NOT_BEFORE:
            return Status.OPEN
        if due < self.day:
            return Status.OVERDUE
        if rule in REVIEWS:
            return Status.REVIEW
        return Status.SOON if due <= self.soon else Status.OPEN

    def distance(self, t: Translator, due: date, bound: str = Bound.NOT_LATER) -> str:
        """Say how far a date that is awaited is, in working days: "in 3 working days", "2 working days late"."""
        if due == self.day:
            return t("today")
        n = self.calendar.days_left(self.day, due)
        if due > self.day:
            return t.n("in {n} working day", "in {n} working days", n) if n else t("on the next days off")
        if bound == Bound.NOT_BEFORE:
            return t("already possible")
        return t.n("{n} working day late", "{n} working days late", -n) if n else t("passed on days off")


def margin(t: Translator, days: int, outcome: str) -> str:
    """Say by how much an act was in time, late or early, in working days (`Judgement.margin`)."""
    n = abs(days)
    if outcome == "early":
        return t.n("{n} working day too early", "{n} working days too early", n)
    if outcome == "late":
        return t.n("{n} working day late", "{n} working days late", n) if n else t("late, over days off")
    return t.n("{n} working day to spare", "{n} working days to spare", n) if n else t("on the last day")
