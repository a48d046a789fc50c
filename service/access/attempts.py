"""Counting failed log-ins, so that passwords cannot be tried out."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
PER_LOGIN_AND_ADDRESS = 5
PER_ADDRESS = 30
PER_LOGIN = 50
"""Many more than from one address: a stranger's attempts must not lock an official out for long."""

_REMEMBERED = 20_000

_Key = tuple[str, str]


class TooManyAttempts(Exception):  # noqa: N818 - an answer to the caller, not an error of ours
    """Too many failed log-ins lately; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many failed log-ins: try again in {retry_after} s")
        self.retry_after = retry_after


class Attempts:
    """Failed log-ins of the last `WINDOW` by login and address, kept in memory, the least recent forgotten first."""

    def __init__(self) -> None:
        self._failures: OrderedDict[_Key, deque[datetime]] = OrderedDict()

    def check(self, login: str, address: str, now: datetime) -> None:
        """Raise `TooManyAttempts` if this login, this address, or both together failed too often."""
        for key, limit in _limits(login, address):
            failures = self._recent(key, now)
            if len(failures) >= limit:
                raise TooManyAttempts(max(1, round((failures[-limit] + WINDOW - now).total_seconds())))

    def begun(self, login: str, address: str, now: datetime) -> None:
        """Count an attempt as failed until it succeeds: many at once must not slip through."""
        for key, limit in _limits(login, address):
            failures = self._failures.setdefault(key, deque(maxlen=limit))
            failures.append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """Take the attempt back, and forget what failed before for this login from this address."""
        for key, _ in _limits(login, address):
            if failures := self._failures.get(key):
                failures.pop()
        self._failures.pop((login, address), None)

    def _recent(self, key: _Key, now: datetime) -> deque[datetime]:
        failures = self._failures.get(key, deque())
        while failures and failures[0] <= now - WINDOW:
            failures.popleft()
        return failures


def _limits(login: str, address: str) -> tuple[tuple[_Key, int], ...]:
    return ((login, address), PER_LOGIN_AND_ADDRESS), (("", address), PER_ADDRESS), ((login, ""), PER_LOGIN)
