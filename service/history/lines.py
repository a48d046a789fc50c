"""The lines of an exported history: an entry each, with names for people and bodies, files, and its place in the chain."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from events import codec
from events.event import CaseEvent
from events.store.reader import Row, read_part
from events.text import Body
from service.access import Account
from service.files.sharing import Given, entitled
from service.history.chain import Link, leaf, linked
from service.i18n import Translator
from service.moment import Moment
from service.named import Named
from service.web.entries import Entry, Shown, Telling
from workflows.actor import SYSTEM
from workflows.case import Case

if TYPE_CHECKING:
    from service.wiring import Service

TOGETHER = 100
"""Entries that are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, or None for an event that the moment leaves out; `stored` is the JSON in the log, `files` the names by hashes."""

    row: Row
    link: Link
    entry: Entry | None = None
    stored: str = ""
    who: str = ""
    behalf: str = ""
    files: Mapping[str, str] | None = None

    @property
    def event(self) -> CaseEvent:
        """The event of an entry."""
        if self.entry is None:
            raise AssertionError("what is left out has no entry")
        return self.entry.event


async def lines(
    service: "Service", account: Account, case: Case, moment: Moment, t: Translator
) -> AsyncIterator[Sequence[Line]]:
    """Give the lines of a case as of a moment, some at a time; events recorded after it are not among them."""
    shown, telling, link = {event.originator_version for event in case.history}, Telling(case.history, t), linked()
    last = 0
    while True:
        async with service.pool.connection() as conn:
            rows = await read_part(conn, service.cases.log, case.id, last, TOGETHER)
        known = [row for row in rows if row.recorded_at <= moment.known_at]
        if known:
            last = known[-1].originator_version
            made = [
                _line(row, link(leaf(row, text)), text, telling, row.originator_version in shown)
                for row, text in _opened(known)
            ]
            yield await _named(service, account, case, t, made)
        if len(known) < TOGETHER:
            return


def changes(entry: Entry) -> Iterator[Shown]:
    """Give what a correction changed."""
    yield from (one for one in entry.shown if one.before is not None)


def _opened(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    return ((row, codec.opened(row).decode()) for row in rows)


def _line(row: Row, link: Link, stored: str, telling: Telling, shown: bool) -> Line:
    event = codec.decode(row.topic, stored.encode()) if shown else None
    if not isinstance(event, CaseEvent):
        return Line(row, link)
    return Line(row, link, telling.entry(event, row.position, row.recorded_at), stored)


async def _named(
    service: "Service", account: Account, case: Case, t: Translator, made: Sequence[Line]
) -> Sequence[Line]:
    """Put names to the people, bodies and files of some lines."""
    told = [line.entry for line in made if line.entry]
    hashes = {found for entry in told for one in entry.shown for found in one.hashes}
    files = await entitled(service, account, case.organization, hashes, named=True) if hashes else {}
    envelopes = [entry.event.envelope for entry in told]
    accounts = [
        one for entry in told for shown in entry.shown for one in (shown, shown.before) if one and one.name == "account"
    ]
    wanted = {*(e.actor for e in envelopes), *(e.on_behalf_of for e in envelopes), *(one.value for one in accounts)}
    people = await service.access.names(wanted) | {SYSTEM.id: t("System")}
    for one in accounts:
        one.value = people.get(one.value, one.value)
    return [_with_names(line, people, files, Named(service.register.known, t.language)) for line in made]


def _with_names(line: Line, people: Mapping[str, str], given: Mapping[str, Given], bodies: Named) -> Line:
    entry = line.entry
    if entry is None:
        return line
    hashes = chain.from_iterable(one.hashes for one in entry.shown)
    files = {sha256: given[sha256].name if sha256 in given else "" for sha256 in hashes}
    actor, behalf = entry.event.envelope.actor, entry.event.envelope.on_behalf_of
    said = people.get(behalf) or bodies(Body(behalf)) or behalf
    return Line(line.row, line.link, entry, line.stored, people.get(actor, actor), said, files)
