"""Lists of offences sent as tables, and what a reconciliation found: differences, and the lines of the act."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.reconciliation import ListSide, OwnRow, RegistryRow
from events.text import msg
from projections.page import numbered
from service.api.answers import answer, with_next
from service.api.caller import account_of, check_sees, service_of, speaker
from service.api.commands import case_id_of, expected_version, idempotency_key
from service.api.imports import XLSX, shown
from service.api.queries import Day, NoQuery, PageQuery, Text
from service.api.shapes.reconciliation import ActLine, ComparedPair, ComparedRow, Difference
from service.i18n import Translator
from service.reconciliation import consolidated, upload
from service.tables import NAMES, TableRefused
from workflows.case import Case
from workflows.reconciliation import differences
from workflows.reconciliation.entries import Entry
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.reconciliation.pairs import ListedPair, pairs
from workflows.reconciliation.stages import MatchRule


class ListQuery(NoQuery):
    """Entering a list of offences as a table."""

    dry_run: bool = Field(False, description="say what it would do, and store nothing")
    on: Day | None = Field(None, description="day on which the list was entered or received, today if not given")
    registry: Text = Field("КПСиСУ", min_length=1, description="whose answer the registry's list is")
    request_no: Text | None = Field(None, min_length=1, description="number of the request to the registry")
    requested_on: Day | None = Field(None, description="date of the request to the registry")


class DifferencesQuery(PageQuery):
    """Which differences."""

    open: bool | None = Field(None, description="whether they are still to be settled")


class PairsQuery(PageQuery):
    """Which pairs."""

    rule: MatchRule | None = Field(None, description="the rule by which they are paired", examples=["act_and_name"])


async def post_list(request: Request, query: Annotated[ListQuery, Query()]) -> Response:
    """Enter a list, or say what that would do."""
    account, service = await account_of(request), service_of(request)
    case = await _case(request)
    side = upload.side_of(request.path_params["side"])
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in NAMES:
        raise TableRefused(msg("Send the table itself, as text/csv or {xlsx}.", xlsx=XLSX))
    name, content = f"table.{NAMES[media_type]}", await request.body()
    actor, say = await service.access.actor(account), speaker(request)
    about = _about(side, query, service.clock.today())
    if query.dry_run:
        sent = upload.Sent(side, content, name, about, case.version)
        report = await upload.try_out(service.cases, case, sent, actor)
        return answer(shown(report, say), {"Content-Language": say.language})
    sent = upload.Sent(side, content, name, about, expected_version(request), idempotency_key(request))
    report, result = await upload.enter(service.cases, case, sent, actor)
    headers = {"Content-Language": say.language, "ETag": f'"{result.case.version}"'}
    return answer(shown(report, say), headers | ({"Idempotency-Replayed": "true"} if report.repeated else {}))


async def get_differences(request: Request, query: Annotated[DifferencesQuery, Query()]) -> Response:
    """Give the differences between the lists, page by page."""
    await account_of(request)
    case, say = await _case(request), speaker(request)
    facts: ReconciliationFacts = case.facts
    found = [one for one in facts.differences if query.open is None or (one.resolution is None) is query.open]
    return _page(request, query, found, lambda one: _difference(facts, one, say))


async def get_pairs(request: Request, query: Annotated[PairsQuery, Query()]) -> Response:
    """Give the pairs, page by page."""
    await account_of(request)
    case, say = await _case(request), speaker(request)
    facts: ReconciliationFacts = case.facts
    found = [one for one in pairs(facts) if query.rule in {None, one.pair.rule}]
    return _page(request, query, found, lambda one: _pair(facts, one, say))


async def get_act_lines(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Give the lines of the act, page by page."""
    await account_of(request)
    case, say = await _case(request), speaker(request)
    found = await consolidated.lines(service_of(request).cases.several, case)
    return _page(request, query, found, lambda line: _line(line[0], line[1], say))


async def _case(request: Request) -> Case:
    case = await service_of(request).cases.get(case_id_of(request))
    await check_sees(request, case)
    upload.check_kind(case)
    return case


def _page(request: Request, query: PageQuery, found: Sequence[Any], show: Any) -> Response:
    start = numbered(query.cursor) or 0
    part = [show(one) for one in found[start : start + query.limit]]
    more = str(start + len(part)) if start + len(part) < len(found) else ""
    return answer(with_next(request, part, more), {"Content-Language": speaker(request).language})


def _about(side: ListSide, query: ListQuery, today: date) -> dict[str, Any]:
    on = query.on or today
    if side is ListSide.OWN:
        return {"entered_on": on}
    return {
        "received_on": on,
        "registry": query.registry,
        "request_no": query.request_no,
        "requested_on": query.requested_on,
    }


def _difference(facts: ReconciliationFacts, one: differences.Difference, say: Translator) -> Difference:
    settled = one.resolution
    return Difference(
        key=one.key,
        kind=one.kind,
        kind_title=say.code("DifferenceKind", one.kind),
        rule=one.rule,
        explanation=say.code("MatchRule", one.rule) if one.rule else None,
        fields=list(one.fields),
        candidates=list(one.candidates),
        own=_own(facts.lists.own[one.own]) if one.own else None,
        registry=_listed(facts.lists.registry[one.registry]) if one.registry else None,
        resolution=settled.resolution if settled else None,
        resolution_title=say.code("Resolution", settled.resolution) if settled else None,
        resolved_on=settled.resolved_on if settled else None,
        resolved_because=settled.explanation if settled else None,
    )


def _pair(facts: ReconciliationFacts, one: ListedPair, say: Translator) -> ComparedPair:
    pair, found = one.pair, one.difference
    settled = found.resolution if found else None
    return ComparedPair(
        rule=pair.rule,
        explanation=say.code("MatchRule", pair.rule),
        proposed=pair.proposed,
        own=_own(facts.lists.own[pair.own.code]),
        registry=_listed(facts.lists.registry[pair.registry.code]),
        key=found.key if found else None,
        fields=list(found.fields) if found else [],
        resolution=settled.resolution if settled else None,
        resolution_title=say.code("Resolution", settled.resolution) if settled else None,
        resolved_on=settled.resolved_on if settled else None,
        resolved_because=settled.explanation if settled else None,
    )


def _own(row: OwnRow) -> ComparedRow:
    return ComparedRow(
        code=row.code,
        offender=row.offence.offender,
        category=row.offence.category,
        counts_on=row.counts_on,
        happened_on=row.offence.happened_on,
        act_no=row.act_no,
        crime_no=row.crime_no,
    )


def _listed(row: RegistryRow) -> ComparedRow:
    return ComparedRow(
        code=row.code,
        offender=row.offender,
        category=row.category,
        counts_on=row.counts_on,
        happened_on=row.happened_on,
        act_no=row.act_no,
        crime_no=row.crime_no,
    )


def _line(case: Case, entry: Entry, say: Translator) -> ActLine:
    row = entry.row
    return ActLine(
        organization=case.organization,
        case=case.id,
        code=entry.code,
        category=entry.category,
        category_title=say.code("OffenceCategory", entry.category),
        counts_on=entry.counts_on,
        offender=row.offence.offender,
        position=row.offence.position,
        act_no=entry.act_no,
        fabula=row.fabula,
        actions_taken=row.actions_taken,
        status=row.status,
    )
