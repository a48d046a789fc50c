"""The year's plan, the upload dates of the Карта, and the runs that carry both out."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from msgspec import structs
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.access import Account
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.body import json_object
from service.api.caller import account_of, moment_of, service_of, speaker
from service.api.file_queries import CardQuery, PlanQuery
from service.api.lists import asker_of, reading
from service.api.queries import NoQuery
from service.api.register_queries import OwedQuery, PlanCountsQuery
from service.card_table import dates_of
from service.freshness import reached
from service.i18n import Translator
from service.owed import Line, Sought, owed_cases
from service.plans import PlanEntry, order_dates, order_plan, plan_of, watches
from service.problems import ADDRESS, OutOfScope
from service.subtasks import subtask_title
from service.tables import NAMES, TableRefused, read_table
from workflows.actor import Role
from workflows.plan import check_year
from workflows.refusals import Invalid, NotPermitted, Unknown, Violation

RUNS = "/api/v1/runs/"


async def post_plan(request: Request) -> Response:
    """Make a year's plan."""
    account, service = await account_of(request), service_of(request)
    body = await json_object(request)
    year, organizations = _asked(body)
    found = await order_plan(service, account, year, organizations)
    if isinstance(found, UUID):
        return await _started(request, found)
    return answer(shapes.PlanDone(year=year, **asdict(found)))


async def get_plan(request: Request, query: Annotated[PlanQuery, Query()]) -> Response:
    """Give a body's plan."""
    account, year, say = await account_of(request), year_of(request), speaker(request)
    entries = await plan_of(service_of(request), account, query.organization, year, moment_of(request))
    shown = shapes.Plan(year, query.organization, _rows(entries, say))
    return answer(shown, {"Content-Language": say.language})


async def get_plan_counts(request: Request, query: Annotated[PlanCountsQuery, Query()]) -> Response:
    """Count a year's plan."""
    account, service, year = await account_of(request), service_of(request), year_of(request)
    fresh = query.at_least == 0 or await reached(service.pool, service.cases.log, query.at_least)
    scope = await service.access.scope(account)
    counts = await service.plan_counting.of(year, scope, moment_of(request), query.at_least)
    items = [shapes.PlanCountItem(one.type, one.subtask, one.owed, one.made, one.closed) for one in counts]
    return answer(shapes.PlanCounts(year, items), {} if fresh else {"Tbn4-Behind": "true"})


async def get_owed(request: Request, query: Annotated[OwedQuery, Query()]) -> Response:
    """List what a year's plan owes."""
    who, year = await asker_of(request, query.at_least, query.organization), year_of(request)
    check_year(year, who.service.clock.today())
    register = await who.service.register.as_of(who.moment.at)
    sought = Sought(year, query.type, query.subtask, query.organization)
    async with reading(who) as asker:
        page = await owed_cases(asker.conn, register, sought, asker.scope, query.cursor, query.limit)
    return answer(with_next(request, [_owed(line, who.say) for line in page.rows], page.next), who.headers)


async def get_run(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give a run as it stands."""
    account, text = await account_of(request), request.path_params["run_id"]
    try:
        run_id = UUID(text)
    except ValueError:
        raise Unknown(msg("There is no run {id}.", id=text)) from None
    return answer(await run_answer(request, run_id, account))


async def get_card(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give the dates of a year."""
    await account_of(request)
    year = year_of(request)
    card = await service_of(request).plans.cards.of(year)
    dates = [shapes.CardDate(subtask, period, day) for (subtask, period), day in card.dates.items()]
    return answer(shapes.Card(year, card.basis, card.set_on, dates))


async def post_card(request: Request, query: Annotated[CardQuery, Query()]) -> Response:
    """Replace the dates of a year, or say what that would do."""
    account, service, year = await account_of(request), service_of(request), year_of(request)
    if account.role is not Role.SUPERVISOR:
        raise NotPermitted(msg("The dates of the Карта are entered by supervisors."))
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in NAMES:
        raise TableRefused(msg("Send the table itself, as text/csv or {xlsx}.", xlsx=list(NAMES)[-1]))
    name = query.name or f"table.{NAMES[media_type]}"
    table = await asyncio.to_thread(read_table, await request.body(), f"table.{NAMES[media_type]}")
    actor = await service.access.actor(account)
    change = await service.plans.cards.enter(year, dates_of(table), name, actor, dry=query.dry_run)
    run = None if query.dry_run else f"{RUNS}{await order_dates(service, account, year)}"
    shown = shapes.CardChanged(year, query.dry_run, change.dates, change.added, change.moved, change.withdrawn, run)
    return answer(shown, {} if run is None else {"Location": run}, status=200 if run is None else 202)


def year_of(request: Request) -> int:
    """Give the year of the address; raises `Unknown`."""
    text: str = request.path_params["year"]
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Unknown(msg("There is no plan of {year}.", year=text))
    return int(text)


def _asked(body: dict[str, Any]) -> tuple[int, list[str] | None]:
    """Take a request to plan apart; raises `Invalid`."""
    year, organizations = body.get("year"), body.get("organizations")
    wrong = [
        Violation((name,), msg("There is no such field.")) for name in body if name not in {"year", "organizations"}
    ]
    if not isinstance(year, int) or isinstance(year, bool):
        wrong.append(Violation(("year",), msg("Enter a whole number.")))
    is_list = isinstance(organizations, list) and all(isinstance(code, str) for code in organizations)
    if organizations is not None and not is_list:
        wrong.append(Violation(("organizations",), msg("Enter a list.")))
    if wrong or not isinstance(year, int):
        raise Invalid(tuple(wrong))
    return year, organizations


def _rows(entries: Sequence[PlanEntry], say: Translator) -> list[shapes.PlanRow]:
    return [
        shapes.PlanRow(
            workflow=workflow,
            subtask=subtask,
            title=subtask_title(say, subtask, found[0].period),
            cases=[_case(entry, say) for entry in found],
        )
        for (workflow, subtask), group in groupby(
            sorted(entries, key=lambda entry: entry.subtask), key=lambda entry: (entry.workflow, entry.subtask)
        )
        for found in (sorted(group, key=lambda entry: entry.period),)
    ]


def _case(entry: PlanEntry, say: Translator) -> shapes.PlannedCase:
    made = entry.made
    return shapes.PlannedCase(
        period=entry.period,
        period_title=say.period(entry.period),
        case_id=entry.case_id,
        owed=entry.owed,
        state=made.state if made else None,
        state_title=say.code("state", made.state) if made else None,
        closed=made.closed if made else False,
        href=f"/api/v1/cases/{entry.case_id}" if made else None,
    )


def _owed(line: Line, say: Translator) -> shapes.OwedCase:
    entry = line.entry
    return shapes.OwedCase(
        organization=line.organization,
        workflow=entry.workflow,
        subtask=entry.subtask,
        title=subtask_title(say, entry.subtask, entry.period),
        **structs.asdict(_case(entry, say)),
    )


async def _started(request: Request, run_id: UUID) -> Response:
    run = await run_answer(request, run_id, await account_of(request))
    return answer(run, {"Location": f"{RUNS}{run_id}"}, status=202)


async def run_answer(request: Request, run_id: UUID, account: Account) -> shapes.RunItem:
    """Show a run to those who may watch it; raises `OutOfScope`, `Unknown`."""
    run = await service_of(request).runs.get(run_id)
    if not await watches(service_of(request), account, run):
        raise OutOfScope(msg("The run was started by somebody else."))
    return shapes.RunItem(
        id=run.id,
        kind=run.kind,
        year=run.year,
        state=run.state,
        done=run.done,
        total=run.total,
        counts=run.counts,
        problem=ADDRESS + run.problem if run.problem else None,
        started_at=run.started_at,
        changed_at=run.changed_at,
    )
