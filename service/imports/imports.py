"""Importing tables into the register, whole or not at all, and trying it out before."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from events import codec
from events.case import FactCorrected
from events.event import CaseEvent
from events.in_turn import my_turn
from events.store.reader import StoredCommand, find_command, read_log
from events.store.save import Committed, Conflict, Duplicate, Save
from events.text import msg
from service.cases import Cases
from service.imports.draft import Draft
from service.imports.kind import Entry, Key, Kind
from service.imports.kinds import kind_of
from service.imports.order import in_order
from service.imports.report import Outcome, Report, RowError, RowOutcome, RowsInvalid, reported
from service.imports.rows import Entries, read_entries
from service.recall import key_reused
from service.register import FreshRegister, RegisterBusy
from service.requests import Request
from service.tables import read_table
from workflows.actor import Actor
from workflows.case import Case
from workflows.organization import HIERARCHY, Outdated
from workflows.person import Number
from workflows.refusals import Invalid, Refused, Violation

_ATTEMPTS = 20
"""How often a table is decided anew when somebody else changed the same records meanwhile."""

_TURN = 20
"""Rows after which others get their turn."""

Progress = Callable[[int, int], None]
"""Takes how many rows are decided, of how many."""


@dataclass
class Imports:
    """Imports organisations, people, posts and appointments."""

    cases: Cases
    registry: FreshRegister

    async def run(
        self,
        kind_name: str,
        content: bytes,
        name: str,
        actor: Actor,
        *,
        dry_run: bool,
        key: str | None = None,
        progress: Progress = lambda _done, _of: None,
    ) -> Report:
        """Import a table from a file's bytes, or with `dry_run` say what that would do.

        Each row is decided as if it were entered by hand, after those above it. If any is refused nothing is stored:
        raises `RowsInvalid` then, unless it is a dry run, whose report holds the errors. What is recorded already as
        the row says stays as it is. `key` makes a repetition of the same request recognisable. Raises `FileRefused`,
        `Unknown`, `KeyReused`, `RegisterBusy`.
        """
        kind = kind_of(kind_name)
        digest = hashlib.sha256(content).hexdigest()
        read = await asyncio.to_thread(lambda: read_entries(kind, read_table(content, name)))
        request = Request.of(actor, key, "import", kind_name, digest)
        if dry_run:
            draft, errors = await self._decided(kind, read, actor, request, progress)
            return await asyncio.to_thread(_report, kind, read, draft.events(), errors, dry_run=True)
        async with self.registry.structure:
            return await self._write(kind, read, actor, request, progress)

    async def _write(self, kind: Kind, read: Entries, actor: Actor, request: Request, progress: Progress) -> Report:
        for _ in range(_ATTEMPTS):
            if stored := await self._stored(request):
                return await self._repeated(kind, read, stored)
            draft, errors = await self._decided(kind, read, actor, request, progress)
            events = draft.events()
            report = await asyncio.to_thread(_report, kind, read, events, errors, dry_run=False)
            if errors:
                raise RowsInvalid(report)
            if not events:
                return report
            save = await asyncio.to_thread(self._save, draft.changed, request)
            verdict = await self.cases.committer.commit(save)
            for case in draft.changed:
                self.cases.forget(case.id)
            match verdict:
                case Committed(last_position=last, recorded_at=recorded_at):
                    await self.registry.refresh(last)
                    return replace(report, position=last, recorded_at=recorded_at)
                case Conflict() | Duplicate():
                    continue
                case _:
                    raise key_reused()
        raise RegisterBusy

    def _save(self, changed: Iterable[Case], request: Request) -> Save:
        """Give the save of a draft's events; many take a while, in which others go on."""
        events = tuple(codec.encode(event) for case in changed for event in case.collect_events())  # type: ignore[arg-type]
        return Save(request.command_id, request.digest, events, self.cases.clock.recording())

    async def _decided(
        self, kind: Kind, read: Entries, actor: Actor, request: Request, progress: Progress
    ) -> tuple[Draft, tuple[RowError, ...]]:
        """Carry out all rows on a draft of the newest register; a change by others meanwhile begins it again."""
        for _ in range(_ATTEMPTS):
            draft = await self._draft(read.entries, actor, request)
            try:
                return draft, await _carry_out(kind, read, draft, progress)
            except Outdated:
                self.cases.forget(HIERARCHY)
        raise RegisterBusy

    async def _draft(self, entries: Iterable[Entry], actor: Actor, request: Request) -> Draft:
        register = (await self.registry.refresh()).copy()
        ids = list(dict.fromkeys(case_id for entry in entries for case_id in _touched(entry)))
        stored = await self.cases.several(ids)
        draft = Draft(self.cases, actor, request, register, {case_id: stored.get(case_id) for case_id in ids})
        for case in stored.values():
            draft.enter(case)
        return draft

    async def _stored(self, request: Request) -> StoredCommand | None:
        async with self.cases.pool.connection() as conn:
            stored = await find_command(conn, self.cases.log, request.command_id)
        if stored and stored.request_hash != request.digest:
            raise key_reused()
        return stored

    async def _repeated(self, kind: Kind, read: Entries, stored: StoredCommand) -> Report:
        first = stored.first_position
        async with self.cases.pool.connection() as conn:
            rows = await read_log(conn, self.cases.log, first - 1, stored.events)
        events = [event for row in rows if isinstance(event := codec.read(row), CaseEvent)]
        last = first + stored.events - 1
        said = {"dry_run": False, "position": last, "recorded_at": stored.recorded_at, "repeated": True}
        return await asyncio.to_thread(_report, kind, read, events, (), **said)


def _touched(entry: Entry) -> Iterator[UUID]:
    """Give the cases on which a row acts: its own and, of a person, that of the IIN."""
    yield entry.key[0]
    if iin := entry.given.get("iin"):
        yield Number.id_of(iin)


async def _carry_out(kind: Kind, read: Entries, draft: Draft, progress: Progress) -> tuple[RowError, ...]:
    """Decide the rows one by one; gives what is wrong with them, and with those that could not be read."""
    errors = list(read.errors)
    ordered, circles = in_order(kind, read.entries)
    failed = dict(read.unread)
    for number, entry in enumerate(ordered):
        if number % _TURN == 0:
            progress(number, len(ordered))
            await my_turn()
        try:
            _hold_order(kind, entry, circles, failed)
            await kind.decide(draft, entry)
        except Outdated:
            raise
        except Invalid as invalid:
            errors += [kind.error(entry.row, violation, read.headings) for violation in invalid.violations]
            failed[entry.key] = entry.row
        except Refused as refused:
            errors.append(kind.error(entry.row, Violation((), refused.text), read.headings))
            failed[entry.key] = entry.row
    progress(len(ordered), len(ordered))
    return tuple(errors)


def _hold_order(kind: Kind, entry: Entry, circles: dict[Key, tuple[Entry, ...]], failed: dict[Key, int]) -> None:
    """Refuse rows that stand above each other, and those below a row that is wrong itself; raises `Invalid`."""
    if circle := circles.get(entry.key):
        rows = ", ".join(str(one.row) for one in circle)
        text = msg("These rows stand above each other in a circle: {rows}.", rows=rows)
        raise Invalid((Violation((kind.above_column,), text),))
    above = kind.above(entry)
    if above in failed:
        text = msg("Row {row}, which this one refers to, has errors.", row=failed[above])
        raise Invalid((Violation((kind.above_column,), text),))


def _report(kind: Kind, read: Entries, events: list[CaseEvent], errors: Iterable[RowError], **more: object) -> Report:
    by_key: dict[Key, list[CaseEvent]] = {}
    for event in events:
        if not isinstance(event, FactCorrected):
            by_key.setdefault(kind.mark(event), []).append(event)
    wrong = {error.row for error in errors}
    outcomes = [_outcome(kind, entry, by_key.get(entry.key, [])) for entry in read.entries if entry.row not in wrong]
    return reported(kind.name, outcomes, tuple(errors), read.rows, **more)


def _outcome(kind: Kind, entry: Entry, events: list[CaseEvent]) -> RowOutcome:
    outcome = Outcome.CHANGED if events else Outcome.UNCHANGED
    if any(isinstance(event, kind.event) for event in events):
        outcome = Outcome.CREATED
    return RowOutcome(entry.row, outcome, tuple(event.TOPIC for event in events))
