"""Entering a list as a table: tried out, or stored whole or not at all, as one entry of the case."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from events.reconciliation import ListSide
from events.text import msg
from service.cases import Cases
from service.imports.report import Report, RowError, RowsInvalid, reported
from service.recall import Result
from service.reconciliation.columns import COLUMNS
from service.reconciliation.rows import Rows, read_rows
from service.requests import Request
from service.tables import read_table
from workflows import machine
from workflows.actor import Actor
from workflows.case import Case
from workflows.reconciliation import Reconciliation, ReconciliationWorkflow
from workflows.refusals import Invalid, Unknown

ACTIONS: Mapping[ListSide, str] = {ListSide.OWN: "enter_own_list", ListSide.REGISTRY: "receive_registry_list"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A table with a list: `about` is what the entry says beside its rows, `version` that of the case as the sender saw it."""

    side: ListSide
    content: bytes
    name: str
    about: Mapping[str, Any]
    version: int
    key: str | None = None


def side_of(name: str) -> ListSide:
    """Give the list of that name; raises `Unknown`."""
    if name not in set(ListSide):
        raise Unknown(msg("There is no list “{name}”: there are {known}.", name=name, known=tuple(ListSide)))
    return ListSide(name)


def check_kind(case: Case) -> None:
    """Raise `Unknown` for a case that is no reconciliation; only for those who see it, for that there is one is told."""
    if not isinstance(case, Reconciliation):
        raise Unknown(msg("The case {case_id} is no reconciliation.", case_id=case.id))


async def try_out(cases: Cases, case: Case, sent: Sent, actor: Actor) -> Report:
    """Say what entering a table would do; raises `Refused`, though not for what is wrong with rows: the report holds that."""
    rows = await _read(sent)
    try:
        command = cases.command(
            case, ACTIONS[sent.side], _data(sent, rows), actor, Request.of(actor, None), await cases.registry.current()
        )
        machine.act(ReconciliationWorkflow, case.copy(), command)
    except Invalid as invalid:
        return _report(sent, rows, _errors(rows, invalid), dry_run=True)
    return _report(sent, rows, rows.errors, dry_run=True)


async def enter(cases: Cases, case: Case, sent: Sent, actor: Actor) -> tuple[Report, Result]:
    """Enter a table; raises `RowsInvalid` with all errors if any row is wrong, and whatever else refuses the action."""
    rows = await _read(sent)
    if rows.errors:
        raise RowsInvalid(await try_out(cases, case, sent, actor))
    data = _data(sent, rows)
    request = Request.of(actor, sent.key, case.id, ACTIONS[sent.side], data)
    try:
        result = await cases.act(case.id, ACTIONS[sent.side], data, actor, request, sent.version)
    except Invalid as invalid:
        raise RowsInvalid(_report(sent, rows, _errors(rows, invalid), dry_run=False)) from None
    # thousands of rows take a second to compare: not on the event loop, where everybody would wait
    await asyncio.to_thread(lambda: result.case.facts.differences)
    stored = {"position": result.position, "recorded_at": result.recorded_at, "repeated": result.repeated}
    return _report(sent, rows, (), dry_run=False, **stored), result


async def _read(sent: Sent) -> Rows:
    def read() -> Rows:
        return read_rows(COLUMNS[sent.side], read_table(sent.content, sent.name), sent.version + 1)

    return await asyncio.to_thread(read)


def _data(sent: Sent, rows: Rows) -> dict[str, Any]:
    return {**sent.about, "rows": list(rows.data)}


def _errors(rows: Rows, invalid: Invalid) -> tuple[RowError, ...]:
    """Place what is wrong with rows; raises the refusal again if it is about anything else."""
    if any(len(one.path) < 2 or one.path[0] != "rows" for one in invalid.violations):
        raise invalid
    return rows.placed(invalid.violations)


def _report(sent: Sent, rows: Rows, errors: tuple[RowError, ...], **more: Any) -> Report:
    report = reported(sent.side.value, (), errors, len(rows.numbers), **more)
    return report if errors else replace(report, created=len(rows.data))
