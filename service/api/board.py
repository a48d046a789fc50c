"""The board of deadlines: its rows with all that is known of each, and its numbers."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from projections.deadline_filters import NOBODY, Sought
from projections.deadline_lists import listed
from service.access import Account
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.deadline_queries import DeadlineFilters, DeadlineNumbersQuery, DeadlinesQuery
from service.api.lists import Asker, asker_of, reading, shown_deadline
from service.board import Board, Line
from service.i18n import Translator
from service.status import Today


async def get_deadlines(request: Request, query: Annotated[DeadlinesQuery, Query()]) -> Response:
    """List deadlines, each as the board shows it."""
    asker = await asker_of(request, query.at_least, query.organization)
    sought = await _sought(asker, query)
    async with reading(asker) as reader:
        page = await listed(reader.conn, sought, query.sort, cursor=query.cursor, limit=query.limit)
    register = await asker.service.register.as_of(asker.moment.at)
    today = Today.of(asker.today, register, asker.account.organization)
    board = Board(asker.service, asker.moment, today, register, asker.say)
    lines = await board.lines(page.rows, asker.cleared)
    await asker.service.gate.listed(asker.account, ((row.case_id, row) for row in page.rows))
    return answer(with_next(request, [_item(line, asker.say) for line in lines], page.next), asker.headers)


async def get_deadline_numbers(request: Request, query: Annotated[DeadlineNumbersQuery, Query()]) -> Response:
    """Count deadlines by group, and by quarter for the bodies below."""
    asker = await asker_of(request, query.at_least, query.organization)
    sought = await _sought(asker, query)
    year = query.year or asker.today.year
    found = await asker.service.board.of(asker.moment, sought, year, asker.account, query.at_least)
    counts = found.counts
    body = shapes.DeadlineNumbers(
        found.counted_at, asker.today, sought.days["soon"], counts.all, counts.subtask, counts.rule, counts.region, year, found.parent,
        [shapes.QuarterItem(one.organization, f"{year}Q{one.quarter}", one.due, one.overdue, one.late, one.share) for one in found.heat],
    )  # fmt: skip
    return answer(body, asker.headers)


async def _sought(asker: Asker, query: DeadlineFilters) -> Sought:
    return Sought(
        today=asker.today, soon=await asker.soon(), standing=getattr(query, "status", None), organization=query.organization,
        body=query.body, subtask=query.subtask, scope=asker.scope, cleared=asker.cleared.unless(getattr(query, "counted", False)), region=query.region, rule=query.rule,
        workflow=query.workflow, strength=query.strength, case_id=query.case, responsible=named(query.responsible, asker.account),
        due_from=query.due_from, due_to=query.due_to,
    )  # fmt: skip


def named(responsible: UUID | str | None, account: Account) -> UUID | None:
    """Give the account that is asked for as the responsible one: `me`, `nobody` or an id."""
    match responsible:
        case "me":
            return account.id
        case "nobody":
            return NOBODY
        case None:
            return None
    return UUID(str(responsible))


def _item(line: Line, say: Translator) -> dict[str, Any]:
    told, escalation = line.told.notice, line.told.escalation
    return shown_deadline(line.row, say) | {
        "case_title": line.title,
        "days_left": line.days,
        "responsible": {"account": line.responsible, "name": line.responsible_name} if line.responsible else None,
        "signatories": [asdict(one) for one in line.signatories],
        "escalation": asdict(escalation) if escalation else None,
        "last_notice": asdict(told) if told else None,
        "lacks": asdict(line.lacks) if line.lacks else None,
    }
