"""When people may be written to: in digests, not in quiet hours, not on days off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from events.alert_policy import AlertRules
from events.almaty import ALMATY, day_of
from workflows.alert_policy.version import within
from workflows.calendar import Calendar, OutsideCalendar


def _works(day: date) -> bool:
    try:
        return Calendar.as_known().is_working(day)
    except OutsideCalendar:  # a clock that is years ahead: nothing is known of holidays there
        return day.weekday() < _SATURDAY


_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """`digest` is the time of the day's mail; nothing is sent from `quiet_from` to `quiet_until`, over midnight or within a day,
    nor on days off.

    Times are those of Kazakhstan.
    """

    digest: time = time(9)
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    is_working: Callable[[date], bool] = _works

    def permits(self, now: datetime) -> bool:
        """Whether somebody may be written to at an aware instant."""
        return self.is_working(day_of(now)) and not self._is_quiet(now.astimezone(ALMATY).time())

    def next_digest(self, instant: datetime) -> datetime:
        """Give the first instant from this one on when a digest may go."""
        local = instant.astimezone(ALMATY)
        day = local.date()
        if self.is_working(day):
            at = max(local.time(), self.digest)
            if not self._is_quiet(at):
                return max(instant, _at(day, self.digest))
            if at < self.quiet_until:
                return _at(day, self.quiet_until)
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return self.next_digest(_at(day, time()))

    def _is_quiet(self, at: time) -> bool:
        return within(at, self.quiet_from, self.quiet_until)

    def digest_after(self, instant: datetime) -> datetime:
        """Give the time of the digest of the working day after an instant's."""
        return self.next_digest(_at(day_of(instant) + timedelta(days=1), time()))


def hours_by(rules: AlertRules, calendar: Calendar) -> Hours:
    """Give the hours that an alert policy sets, by a calendar."""

    def works(day: date) -> bool:
        return calendar.is_working(day) if calendar.first <= day <= calendar.last else _works(day)

    digest, quiet_from, quiet_until = map(time.fromisoformat, (rules.digest_at, rules.quiet_from, rules.quiet_until))
    return Hours(digest, quiet_from, quiet_until, works)


def start_of_day(instant: datetime) -> datetime:
    """Give the midnight in Kazakhstan with which an instant's day began."""
    return _at(day_of(instant), time())


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, ALMATY)
