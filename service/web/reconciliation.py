"""The part of a case's page that is about a reconciliation, and the form with which a list is sent as a table."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from events.offence import OffenceCategory
from events.reconciliation import ListSide, OwnRow, RegistryRow
from events.text import Text, msg
from projections.page import whole
from service.files import FileRefused
from service.imports.report import Report, RowsInvalid
from service.reconciliation import consolidated, upload
from service.reconciliation.columns import COLUMNS
from service.tables import MOST_BYTES
from service.web import lookup
from service.web.received import form_of
from service.web.render import render
from service.web.sheet import fresh_key
from service.web.visitor import SEEN, Visitor, keep
from service.web.watching import case_seen
from workflows.case import Case
from workflows.reconciliation.differences import Difference
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.refusals import Invalid, NotPermitted, Refused, Violation

SHOWN = 25
"""Differences on a page."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference with the rows that it is about; None where a list lacks one."""

    difference: Difference
    own: OwnRow | None
    registry: RegistryRow | None


@dataclass(frozen=True, slots=True)
class ReconciliationPage:
    """What the template knows: figures by category, the differences from a place on, the settled ones, the bodies covered."""

    counts: Sequence[tuple[OffenceCategory, int, int, int]]
    open: Sequence[Compared]
    start: int
    further: int
    left: int
    settled: Sequence[Compared]
    parts: Sequence[consolidated.Part]


async def reconciliation_page(visitor: Visitor, case: Case) -> ReconciliationPage | None:
    """Give what is shown of a reconciliation, None for another case."""
    facts = case.facts
    if not isinstance(facts, ReconciliationFacts):
        return None
    await asyncio.to_thread(lambda: facts.differences)  # not on the event loop: thousands of rows take a second
    left = facts.unresolved
    start = whole(visitor.query("from") or "") or 0
    start = start if start < len(left) else 0
    shown, settled = left[start : start + SHOWN], [one for one in facts.differences if one.resolution]
    return ReconciliationPage(
        _counts(facts),
        [_compared(facts, one) for one in shown],
        start,
        start + SHOWN if start + SHOWN < len(left) else 0,
        len(left),
        [_compared(facts, one) for one in settled[-SHOWN:]],
        await consolidated.parts(visitor.service.cases.several, case),
    )


def _compared(facts: ReconciliationFacts, one: Difference) -> Compared:
    return Compared(one, facts.lists.own.get(one.own), facts.lists.registry.get(one.registry))


def _counts(facts: ReconciliationFacts) -> list[tuple[OffenceCategory, int, int, int]]:
    """Count by category the rows of both lists and the lines of the act."""
    own = Counter(row.offence.category for row in facts.lists.own.values())
    registry = Counter(row.category for row in facts.lists.registry.values())
    act = Counter(entry.category for entry in facts.entries)
    return [(category, own[category], registry[category], act[category]) for category in OffenceCategory]


async def list_form(visitor: Visitor) -> Response:
    """Show the form."""
    case, side = await _asked(visitor)
    return await _page(visitor, case, side, {})


async def take_list(visitor: Visitor) -> Response:
    """Try a table out, or store it."""
    case, side = await _asked(visitor)
    async with form_of(visitor.request, most_files=1, most_fields=10) as data:
        typed = {name: value for name, value in data.items() if isinstance(value, str)}
        file = data.get("file")
        name, content = (file.filename or "", await file.read()) if isinstance(file, UploadFile) else ("", b"")
    if not content:
        return await _page(visitor, case, side, typed, failure=msg("Choose a file."))
    try:
        sent = _sent(visitor, side, typed, name, content)
        if "_check" in typed:
            report = await upload.try_out(visitor.service.cases, case, sent, await visitor.actor())
            return await _page(visitor, case, side, typed, report)
        _report, result = await upload.enter(visitor.service.cases, case, sent, await visitor.actor())
    except RowsInvalid as refusal:
        return await _page(visitor, case, side, typed, refusal.report)
    except Invalid as refusal:
        return await _page(visitor, case, side, typed, failure=refusal.violations[0].text)
    except (FileRefused, Refused) as refusal:
        return await _page(visitor, case, side, typed, failure=refusal.text)
    response = RedirectResponse(f"/cases/{case.id}?recorded={result.case.version}", HTTPStatus.SEE_OTHER)
    keep(visitor, response, SEEN, str(result.position), seconds=60)
    return response


async def _asked(visitor: Visitor) -> tuple[Case, ListSide]:
    """Give the case and the list of the address, for one who may enter it; raises `Refused`."""
    side = upload.side_of(visitor.request.path_params["side"])
    case, possible = await case_seen(visitor)
    upload.check_kind(case)
    if upload.ACTIONS[side] not in {action.name for action in possible}:
        raise NotPermitted(msg("This list cannot be entered now, or not by you."))
    return case, side


def _sent(visitor: Visitor, side: ListSide, typed: Mapping[str, str], name: str, content: bytes) -> upload.Sent:
    known = whole(typed.get("_version", "")) or 0
    on = _day(typed, "on") or visitor.today.day
    about: dict[str, Any] = {"entered_on": on}
    if side is ListSide.REGISTRY:
        about = {
            "received_on": on,
            "registry": typed.get("registry", ""),
            "request_no": typed.get("request_no") or None,
            "requested_on": _day(typed, "requested_on"),
        }
    return upload.Sent(side, content, name, about, known, typed.get("_key", "")[:64] or None)


def _day(typed: Mapping[str, str], name: str) -> date | None:
    text = typed.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid((Violation((name,), msg("Enter a date as YYYY-MM-DD.")),)) from None


def _fresh(visitor: Visitor, case: Case) -> dict[str, str]:
    """Give what stands in the form before anybody types."""
    day, version = visitor.today.day.isoformat(), str(case.version)
    about = {"on": day, "registry": "КПСиСУ", "request_no": "", "requested_on": ""}
    return about | {"_version": version, "_key": fresh_key()}


async def _page(
    visitor: Visitor,
    case: Case,
    side: ListSide,
    typed: dict[str, str],
    report: Report | None = None,
    failure: Text | None = None,
) -> Response:
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {case.organization})
    return render(
        visitor,
        "list_of_offences.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if failure or (report and report.wrong) else HTTPStatus.OK,
        case=case,
        side=side,
        names=names,
        typed=_fresh(visitor, case) | typed,
        report=report,
        failure=failure,
        columns=COLUMNS[side],
        largest=f"{MOST_BYTES / 1e6:g}",
    )
