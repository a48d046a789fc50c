"""An export: what somebody asked for, how far it is, and what became of it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from events.almaty import day_of


class State(StrEnum):
    """How an export stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


TITLES: dict[str, str] = {
    State.WAITING: "Waits in line",
    State.RUNNING: "Is being made",
    State.READY: "Ready",
    State.FAILED: "Failed",
    State.CANCELLED: "Cancelled",
}
"""What the states are called, by message id."""

KEPT = timedelta(days=7)
"""How long a file is kept."""

MOST_WAITING = 5
"""Exports that an account may wait for at the same time."""

MOST_KEPT = 30
"""Exports that an account may have in all."""

MOST_BYTES_KEPT = 2_000_000_000
"""Bytes that the files of an account may have together when another is asked for."""

_TOLD = ("organization", "year", "project")
"""What of the filters of an archive its name tells: people take many of them, of one body after the other."""

_PLAIN = re.compile(r"[a-z0-9.-]{1,80}")


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it stands; see migrations/0019_exports.sql for the words."""

    id: UUID
    number: int
    account: UUID
    list: str
    filters: dict[str, str]
    format: str
    language: str
    address: str
    state: State
    done: int
    total: int
    size: int
    attempts: int
    reach: str
    secrets: tuple[tuple[str, str], ...]
    problem: str
    detail: str
    asked_at: datetime
    as_of: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    seen_at: datetime | None

    @property
    def under_way(self) -> bool:
        """Whether it is still to be waited for."""
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def is_news(self) -> bool:
        """Whether it came to an end that its owner has not looked at."""
        return self.state in {State.READY, State.FAILED} and self.seen_at is None

    @property
    def percent(self) -> int | None:
        """How much of it is done, None while nobody knows."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def file_name(self) -> str:
        """The name under which the file is given; of an archive it says whose it is."""
        told = [self.filters.get(name, "") for name in _TOLD] if self.format == "zip" else []
        name = "-".join([self.list, *(one for one in told if _PLAIN.fullmatch(one))])
        return file_name(name, self.as_of or self.asked_at, self.format)


def file_name(name: str, as_of: datetime, form: str) -> str:
    """Name a file by its list and the day as of which it is."""
    return f"{name}-{day_of(as_of).isoformat()}.{form}"
