"""The lines of an exported history: an entry each, with names for people and bodies, files, and its place in the chain."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from events import codec
from events.event import CaseEvent
from events.store.reader import Row, read_part
from events.text import Body
from service.access import Account
from service.files.sharing import Given, entitled
from service.history.chain import Link, leaf, linked
from service.history.recorded import Record
from service.i18n import Translator
from service.moment import Moment
from service.named import Named
from service.recall import no_case
from service.web.entries import Entry, Shown, Telling
from workflows.actor import SYSTEM
from workflows.case import Case

if TYPE_CHECKING:
    from service.wiring import Service

TOGETHER = 100
"""Entries that are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, or None for an event that the moment leaves out; `stored` is the JSON in the log, `recorded` what that says.

    `files` are the names of files by their hashes, "" of those that the reader may not have.
    """

    row: Row
    link: Link
    entry: Entry | None = None
    stored: str = ""
    who: str = ""
    behalf: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    recorded: Mapping[str, Any] = field(default_factory=dict)

    @property
    def event(self) -> CaseEvent:
        """The event of an entry."""
        if self.entry is None:
            raise AssertionError("what is left out has no entry")
        return self.entry.event


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it is told, `until` the number of the newest event that was known: what is recorded later is not there at all."""

    case: Case
    until: int


async def told_of(service: "Service", case: Case, moment: Moment) -> Told:
    """Give what is told of a case that was found as of a moment; of the past it is read once, so that case and end fit each other.

    What was known is a beginning of the log: were a clock put back, an event would not be missing in the middle of the chain.
    Raises `Unknown` if there was no case yet.
    """
    if moment.is_now:
        return Told(case, case.version)
    history = await service.cases.history(case.id)
    known = [*takewhile(lambda one: one.recorded_at <= moment.known_at, history)]
    events = [one.event for one in known if isinstance(one.event, CaseEvent)]
    found = type(case).as_of(events, moment.true_on) if events else None
    if found is None:
        raise no_case(case.id)
    return Told(found, known[-1].event.originator_version)


async def lines(
    service: "Service", account: Account, told: Told, t: Translator, bodies: Named
) -> AsyncIterator[Sequence[Line]]:
    """Give the lines of a case, some at a time, up to where it is told."""
    case, record = told.case, Record()
    shown, telling, link = {event.originator_version for event in case.history}, Telling(case.history, t), linked()
    last = 0
    while last < told.until:
        async with service.pool.connection() as conn:
            rows = await read_part(conn, service.cases.log, case.id, last, min(TOGETHER, told.until - last))
        last = rows[-1].originator_version
        made = [
            _line(row, link(leaf(row, text)), text, telling if row.originator_version in shown else None, record)
            for row, text in _opened(rows)
        ]
        yield await _named(service, account, case.organization, t, bodies, made)


def changes(entry: Entry) -> Iterator[Shown]:
    """Give what a correction changed."""
    yield from (one for one in entry.shown if one.before is not None)


def _opened(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    return ((row, codec.opened(row).decode()) for row in rows)


def _line(row: Row, link: Link, stored: str, telling: Telling | None, record: Record) -> Line:
    event = codec.decode(row.topic, stored.encode()) if telling else None
    if telling is None or not isinstance(event, CaseEvent):
        return Line(row, link)
    entry = telling.entry(event, row.position, row.recorded_at)
    return Line(row, link, entry, stored, recorded=record.members(row.topic, stored, entry.corrected_by))


async def _named(
    service: "Service", account: Account, owner: str, t: Translator, bodies: Named, made: Sequence[Line]
) -> Sequence[Line]:
    """Put names to the people, bodies and files of some lines."""
    told = [line.entry for line in made if line.entry]
    hashes = {file["sha256"] for line in made if line.entry for file in line.recorded["files"]}
    files = await entitled(service, account, owner, hashes, named=True) if hashes else {}
    envelopes = [entry.event.envelope for entry in told]
    accounts = [
        one for entry in told for shown in entry.shown for one in (shown, shown.before) if one and one.name == "account"
    ]
    wanted = {*(e.actor for e in envelopes), *(e.on_behalf_of for e in envelopes), *(one.value for one in accounts)}
    people = await service.access.names(wanted) | {SYSTEM.id: t("System")}
    for one in accounts:
        one.value = people.get(one.value, one.value)
    return [_with_names(line, people, files, bodies) for line in made]


def _with_names(line: Line, people: Mapping[str, str], given: Mapping[str, Given], bodies: Named) -> Line:
    entry = line.entry
    if entry is None:
        return line
    files = {
        one["sha256"]: given[one["sha256"]].name if one["sha256"] in given else "" for one in line.recorded["files"]
    }
    actor, behalf = entry.event.envelope.actor, entry.event.envelope.on_behalf_of
    said = people.get(behalf) or bodies(Body(behalf)) or behalf
    return replace(line, who=people.get(actor, actor), behalf=said, files=files)
