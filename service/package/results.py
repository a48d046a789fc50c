"""Reading back what became of a package: row by row, each recorded on its case under the name of who sends the list, or refused with the reason."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from events.in_turn import my_turn
from events.text import Text, msg
from service.imports.column import Headings
from service.imports.report import MOST_SHOWN, Outcome, RowError, RowOutcome
from service.imports.rows import as_date
from service.package.result_row import TOLD, Step, Wish, wishes, work_of
from service.package.results_table import COLUMNS
from service.requests import Request
from service.tables import Row, Table, TableRefused, Unreadable, is_empty, read_table
from service.together import Together
from workflows import machine, payload
from workflows.case import Case
from workflows.refusals import Invalid, Refused, Violation

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service
    from workflows.actor import Actor

MOST_ROWS = 5000
"""Rows of a list: a body has some hundreds of them in a year."""

_TURN = 20
"""Rows after which others get their turn."""

_DATES = frozenset(column.name for column in COLUMNS if column.kind is not str)
_FIELDS = {"submitted_on": "uploaded_on", "submitted_by": "uploaded_by", "quarter": "period"}
"""Columns of fields that are called otherwise."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a list of results did, or would do: how many rows were recorded, had nothing new, were refused.

    `listed` are the rows that were recorded, `errors` what is wrong with others. `position` is that of the last event in the log,
    0 if nothing was recorded.
    """

    dry_run: bool
    rows: int
    recorded: int = 0
    unchanged: int = 0
    refused: int = 0
    listed: tuple[RowOutcome, ...] = ()
    errors: tuple[RowError, ...] = ()
    position: int = 0


async def take_results(service: "Service", account: "Account", content: bytes, name: str, *, dry_run: bool) -> Results:
    """Record what a list says, or with `dry_run` say what that would do.

    A row is taken whole or not at all, and one that is refused does not keep the others from being recorded; what is recorded
    already stays as it is, so that a list can be sent again. A dry run judges each row by the workflow, on the case as the rows above it would leave it; what others
    change until the list is recorded it cannot know. Raises `FileRefused`.
    """
    table = await asyncio.to_thread(read_table, content, name)
    if len(table.rows) > MOST_ROWS:
        raise TableRefused(msg("The table has more than {limit} rows: divide it.", limit=MOST_ROWS))
    found = Headings.read(COLUMNS, table.columns)
    if found.wrong:
        errors = tuple(_heading_error(table.heading, *wrong) for wrong in found.wrong)
        return Results(dry_run, len(table.rows), refused=len(table.rows) or 1, errors=errors[:MOST_SHOWN])
    digest = hashlib.sha256(content).hexdigest()
    taking = _Taking(service, account, await service.access.actor(account), digest, dry_run=dry_run)
    for number, row in enumerate(table.rows):
        if number % _TURN == 0:
            await my_turn()
        await taking.row(row, found)
    return taking.results(table)


@dataclass
class _Taking:
    """Takes rows one by one; `trials` are the cases as a dry run leaves them."""

    service: "Service"
    account: "Account"
    actor: "Actor"
    digest: str
    dry_run: bool = field(kw_only=True)
    trials: dict[Any, Case] = field(default_factory=dict)
    outcomes: list[RowOutcome] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    position: int = 0

    async def row(self, row: Row, headings: Headings) -> None:
        """Take a row."""
        given = {
            column.name: column.value(cell)
            for column, cell in zip(headings.columns, row.cells, strict=True)
            if column and not is_empty(cell)
        }
        done: tuple[str, ...] = ()
        wrong: tuple[Violation, ...] = ()
        try:
            if TOLD & given.keys():
                done = await self._taken(row.number, _readable(given))
        except Invalid as invalid:
            wrong = invalid.violations
        except Refused as refused:
            wrong = (Violation((), refused.text),)
        if not wrong:
            self.outcomes.append(RowOutcome(row.number, Outcome.CHANGED if done else Outcome.UNCHANGED, done))
        self.errors += [_error(row.number, one) for one in wrong]

    async def _taken(self, row: int, given: Mapping[str, Any]) -> tuple[str, ...]:
        """Record what a row wants once all of it would be accepted, or only try it; gives the topics of what is new."""
        wish = wishes(await work_of(self.service, self.account, given, self.trials))
        asked = [(step, self._request(row, wish, step)) for step in wish.steps]
        new = [one for one in asked if not await self.service.cases.repeated(wish.case.id, one[1])]
        trial = await self._tried(wish, new)
        if self.dry_run:
            self.trials[trial.id] = trial
        else:
            for step, request in new:
                await self._recorded(wish.case.id, step, request)
        return tuple(step.topic for step, _ in new)

    def _request(self, row: int, wish: Wish, step: Step) -> Request:
        key = f"results-{self.digest}-{row}-{step.action}"
        return Request.of(self.actor, key, wish.case.id, step.action, step.data)

    async def _tried(self, wish: Wish, steps: list[tuple[Step, Request]]) -> Case:
        """Give a copy of the case as the steps would leave it; raises `Invalid` for the first that is refused."""
        cases = self.service.cases
        trial, register = self.trials.get(wish.case.id, wish.case).copy(), await cases.registry.current()
        for step, request in steps:
            before = trial.mark()
            command = cases.command(trial, step.action, step.data, self.actor, request, register)
            try:
                machine.act(cases.workflow_of(trial), trial, command)
            except Invalid:
                raise
            except Refused as refused:
                raise Invalid((wish.refusal(step, refused, self.service.settings.site),)) from None
            await Together(cases).add(trial, command, before.pending)
        return trial

    async def _recorded(self, case_id: UUID, step: Step, request: Request) -> None:
        cases = self.service.cases
        version = (await cases.get(case_id)).version
        result = await cases.act(case_id, step.action, step.data, self.actor, request, version)
        self.position = max(self.position, result.position)

    def results(self, table: Table) -> Results:
        """Give what became of all rows."""
        counted = Counter(one.outcome for one in self.outcomes)
        listed = [one for one in self.outcomes if one.outcome is Outcome.CHANGED]
        return Results(
            self.dry_run,
            len(table.rows),
            counted[Outcome.CHANGED],
            counted[Outcome.UNCHANGED],
            len({error.row for error in self.errors}),
            tuple(listed[:MOST_SHOWN]),
            tuple(self.errors[:MOST_SHOWN]),
            self.position,
        )


def _readable(given: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the cells say, dates as dates; raises `Invalid`."""
    said = {name: as_date(value) if name in _DATES else value for name, value in given.items()}
    wrong = [Violation((name,), value.text) for name, value in given.items() if isinstance(value, Unreadable)]
    for name, value in given.items():
        if isinstance(value, Unreadable):
            continue
        if name in _DATES and said[name] is None:
            wrong.append(Violation((name,), Text(payload.WORDS["date_parsing"])))
        elif name not in _DATES and not isinstance(value, str):
            wrong.append(Violation((name,), Text(payload.WORDS["string_type"])))
    if wrong:
        raise Invalid(tuple(wrong))
    return said


def _heading_error(row: int, column: str, heading: str, text: Text) -> RowError:
    """Say what is wrong with a heading; of one that there is not, which there are."""
    if heading and not column:
        titles = tuple(Text(one.title) for one in COLUMNS)
        text = msg("The list has no column “{heading}”. Its columns: {columns}.", heading=heading, columns=titles)
    return RowError(row, column, heading, text)


def _error(row: int, violation: Violation) -> RowError:
    """Say what is wrong with a row, at its column."""
    first = str(violation.path[0]) if violation.path else ""
    name = _FIELDS.get(first, first)
    return RowError(row, name if name in {column.name for column in COLUMNS} else "", "", violation.text)
