"""Who read of sealed cases: every read is recorded before it is answered (requirements §9: C4, C6)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from events.event import Event


class Reading(StrEnum):
    """How somebody read of a case."""

    PAGE = "page"
    API = "api"
    EVENTS = "events"
    FILE = "file"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class SealedCase:
    """A sealed case, whose it is, and what its readers are cleared for."""

    case: UUID
    organization: str
    clearance: str


class SealedRead(Event):
    """Somebody cleared for it was about to be shown one sealed case, or those of a list; it is an event of no case."""

    TOPIC = "sealed.read"

    cases: tuple[SealedCase, ...]
    what: Reading
