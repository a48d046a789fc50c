"""A machine's clock that is wrong."""

from datetime import date, datetime, timedelta

from events.almaty import day_of
from service.clock import SystemClock


class OffsetClock(SystemClock):
    """The machine's clock, put forward or back; it claims to be right, as such clocks do."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return super().now() + self.offset

    def today(self) -> date:
        """Return the date in Kazakhstan."""
        return day_of(self.now())
