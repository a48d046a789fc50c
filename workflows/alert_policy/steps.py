"""When people are told of a deadline: which step of the policy applies on a day.

Days are counted in working days from the due date, negative before it. A due date on a day off counts as the last working day
on or before it; on days off nothing is told. Of several reminders that have passed only the latest applies: after an outage
nobody is flooded. Up the line no step is left out, and each waits until those below had their grace since they were told: what was
entered late, or is there when the service begins, is not told to the top at once.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from events.alert_policy import Above, AlertRules, NoticeKind
from events.deadlines import Bound, Strength
from workflows.alert_policy.version import Version
from workflows.calendar import Calendar


class Track(StrEnum):
    """What goes its own way: telling those whose deadline it is, and telling those above them."""

    REMINDING = "reminding"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that applies: `at` is its day, counted from the due date; `days` are the working days left today.

    `level` is the number of the step of escalation, from 1, and `to` who is told by it; 0 and None on the other track. `grace` are
    the working days that those below have after they were told, `before` is the day of the step below, None for the first one.
    """

    kind: NoticeKind
    at: int
    days: int
    level: int = 0
    to: Above | None = None
    grace: int = 0
    before: int | None = None

    @property
    def track(self) -> Track:
        """Which way it belongs to: on each, steps follow one another by `at`."""
        return Track.ESCALATION if self.level else Track.REMINDING

    @property
    def name(self) -> str:
        """What makes it one step ("reminder/3", "today/0", "overdue/8", "escalation/8"); part of a notice's identity."""
        return f"{self.kind}/{abs(self.at)}"

    def follows(self, told: int | None) -> bool:
        """Whether it is the next one, given the day of the last step that was told on its track (None: none was)."""
        if told is not None and told >= self.at:
            return False
        return not self.level or self.before is None or (told is not None and told >= self.before)

    def told_by(self, today: date, calendar: Calendar) -> date:
        """Give the last day on which those below must have been told, so that it may be told on a working day."""
        return calendar.shift(today, -self.grace) if self.grace else today


def steps(
    due: date, bound: Bound, strength: Strength, today: date, version: Version, calendar: Calendar
) -> tuple[Step, ...]:
    """Give what applies to an open deadline today: the latest reminder, and each step up the line; nothing on a day off.

    What may not be done before a day is never late, so that nothing is told of it. Raises `OutsideCalendar`.
    """
    if bound is Bound.NOT_BEFORE or not calendar.is_working(today):
        return ()
    left = calendar.working_days_between(today, calendar.on_or_before(due))
    reminding = _reminding(left, version.rules)
    return (*([reminding] if reminding else []), *_escalation(left, strength, version.rules))


def last_day(today: date, version: Version, calendar: Calendar) -> date:
    """Give the latest due date of which anything may be told today; raises `OutsideCalendar`."""
    ahead = calendar.shift(today, max((*version.rules.reminders, 0)) + 1)
    return max(ahead, today)


def _reminding(left: int, rules: AlertRules) -> Step | None:
    if left == 0:
        return Step(NoticeKind.TODAY, 0, 0) if rules.on_day else None
    if left > 0:
        days = min((days for days in rules.reminders if days >= left), default=None)
        return None if days is None else Step(NoticeKind.REMINDER, -days, left)
    days = _passed(-left, rules)
    return Step(NoticeKind.OVERDUE, days, left) if days else None


def _passed(late: int, rules: AlertRules) -> int:
    """Give the day of the last notice up to that day after the due date, 0 if there is none yet."""
    last = rules.overdue[-1] if rules.overdue else 0
    if late > last and rules.overdue_every:
        return last + (late - last) // rules.overdue_every * rules.overdue_every
    return rules.overdue[number - 1] if (number := bisect_right(rules.overdue, late)) else 0


def _escalation(left: int, strength: Strength, rules: AlertRules) -> Iterator[Step]:
    """Give the steps up the line whose day has come."""
    if strength is not Strength.HARD and not rules.escalate_recommended:
        return
    before = None
    days = accumulate(step.grace for step in rules.escalation)
    for level, (at, step) in enumerate(zip(days, rules.escalation, strict=True), 1):
        if at <= -left:
            yield Step(NoticeKind.ESCALATION, at, left, level, step.to, step.grace, before)
        before = at
