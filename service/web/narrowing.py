"""Narrowing the history of a case: by action, person, period by either clock, to corrections or documents; page by page."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from events.almaty import day_of
from events.case import FactCorrected
from events.event import CaseEvent
from events.store.reader import EventPlace
from events.text import Text, msg
from service.web.visitor import Visitor

PAGE = 50
"""Entries on a page."""


class Clock(StrEnum):
    """By which clock a period is meant."""

    HAPPENED = "happened"
    RECORDED = "recorded"


class Only(StrEnum):
    """Of which kind entries are."""

    CORRECTIONS = "corrections"
    DOCUMENTS = "documents"


CLOCKS: Mapping[str, Text] = {Clock.HAPPENED: msg("Happened"), Clock.RECORDED: msg("Recorded")}
ONLY: Mapping[str, Text] = {Only.CORRECTIONS: msg("Corrections"), Only.DOCUMENTS: msg("With documents")}

_DOCUMENT = re.compile(rb'"[0-9a-f]{64}"|"https?://|_no":"')
"""What names a document in an event as JSON: a file's hash, an address, a number."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked for of a history; "" and None narrow nothing."""

    event: str = ""
    by: str = ""
    clock: Clock = Clock.HAPPENED
    first: date | None = None
    last: date | None = None
    only: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address that ask for it."""
        clock = self.clock.value if self.first or self.last else ""
        named = {
            "event": self.event,
            "by": self.by,
            "clock": clock,
            "from": self.first,
            "to": self.last,
            "only": self.only,
        }
        return {name: str(value) for name, value in named.items() if value}

    @property
    def by_record(self) -> bool:
        """Whether a period of recording is asked for."""
        return self.clock is Clock.RECORDED and bool(self.first or self.last)

    def fits(self, event: CaseEvent, places: Mapping[int, EventPlace]) -> bool:
        """Whether an entry is asked for; `places` are needed for a period of recording alone."""
        if (self.event and self.event != event.TOPIC) or (self.by and event.envelope.actor != self.by):
            return False
        if self.first or self.last:
            day = day_of(places[event.originator_version].recorded_at) if self.by_record else event.occurred_on
            if (self.first and day < self.first) or (self.last and day > self.last):
                return False
        match self.only:
            case Only.CORRECTIONS:
                return isinstance(event, FactCorrected)
            case Only.DOCUMENTS:
                return names_document(event)
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Part:
    """The entries of a page, the newest first, of how many that are asked for, of how many there are.

    `newer` and `older` are the numbers with which the pages beside it begin, 0 where there is none.
    """

    events: Sequence[CaseEvent]
    asked_for: int
    all: int
    newer: int = 0
    older: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many entries there are of each action, person and kind."""

    events: Mapping[str, int]
    people: Mapping[str, int]
    only: Mapping[str, int]


def narrowing_asked(visitor: Visitor, counted: Counted) -> Narrowing:
    """Understand what the address asks for; of what there is not, a note says so."""
    clock = visitor.choice("clock", set(Clock))
    return Narrowing(
        visitor.choice("event", counted.events) or "",
        visitor.choice("by", counted.people) or "",
        Clock(clock) if clock in set(Clock) else Clock.HAPPENED,
        _day(visitor, "from"),
        _day(visitor, "to"),
        visitor.choice("only", set(Only)) or "",
    )


def counted(history: Sequence[CaseEvent]) -> Counted:
    """Count a history."""
    only = {
        Only.CORRECTIONS.value: sum(isinstance(event, FactCorrected) for event in history),
        Only.DOCUMENTS.value: sum(map(names_document, history)),
    }
    events = Counter(event.TOPIC for event in history)
    return Counted(events, Counter(event.envelope.actor for event in history), only)


def names_document(event: CaseEvent) -> bool:
    """Whether an event names a document: a file, an address, or one by its number."""
    return _DOCUMENT.search(msgspec.json.encode(event.facts())) is not None


def naming_documents(event: CaseEvent) -> set[str]:
    """Give the fields of an event that name documents: of long tables mostly none does."""
    return {name for name, value in event.facts().items() if _DOCUMENT.search(msgspec.json.encode({name: value}))}


def part_of(
    history: Sequence[CaseEvent],
    places: Mapping[int, EventPlace],
    asked: Narrowing,
    first: int | None,
    entry: int | None,
) -> Part:
    """Give the page that begins with the entry `first`, or on which `entry` is; the newest one if neither is named."""
    found = [event for event in reversed(history) if asked.fits(event, places)]
    start = 0
    if first is not None:
        start = next((i for i, event in enumerate(found) if event.originator_version <= first), 0)
    elif entry is not None:
        start = next((i for i, event in enumerate(found) if event.originator_version == entry), 0) // PAGE * PAGE
    beyond = start + PAGE
    return Part(
        found[start:beyond],
        len(found),
        len(history),
        found[max(start - PAGE, 0)].originator_version if start else 0,
        found[beyond].originator_version if beyond < len(found) else 0,
    )


def number_asked(visitor: Visitor, name: str) -> int | None:
    """Give the number of an entry that the address names."""
    text = visitor.query(name)
    if text is not None and not (text.isascii() and text.isdecimal() and len(text) < 10):
        visitor.not_known(text)
        return None
    return int(text) if text else None


def _day(visitor: Visitor, name: str) -> date | None:
    text = visitor.query(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        visitor.not_known(str(text))
        return None
