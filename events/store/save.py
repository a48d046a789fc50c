"""What is asked of the log, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import StoredEvent


@dataclass(frozen=True, slots=True)
class Save:
    """The events of one command, stored whole or not at all.

    `events` may belong to several cases (one opened by another's event); each case's versions must follow its last one
    without a gap, the first event of a case being version 1. `request_hash` identifies what the command asked for: the same
    `command_id` with another hash is a mistake of the caller, not a repetition. `at` (aware) replaces the server's clock, for
    history loaded under a travelling clock only; the log's time never goes back, whatever it says.
    """

    command_id: UUID
    request_hash: bytes
    events: tuple[StoredEvent, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """Stored now, at these positions of the log (both inclusive), durably, and recorded at this UTC instant."""

    first_position: int
    last_position: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Stored before, by the same command with the same request hash: its original positions and instant."""

    first_position: int
    last_position: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Refused: the command id is already that of another request (another hash)."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Refused: for some case, the version is taken or leaves a gap. Load the case again and decide again."""


Verdict = Committed | Duplicate | Mismatch | Conflict


class StoreError(Exception):
    """A save got no verdict."""


class Rejected(StoreError):  # noqa: N818  named as what happened, like the verdicts
    """The save's own content cannot be stored (a NUL character, a version out of range …): nothing was, nor will be."""


class Unavailable(StoreError):  # noqa: N818
    """The deadline passed, or the store was closed, before the save was sent: it is not stored."""


class UnknownOutcome(StoreError):  # noqa: N818
    """The deadline passed after the save was sent: it may be stored. Repeating it with the same command id tells."""
