"""Facts of Appendix 2 that the caller may see, and the form as it stands (l.707–736)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections import facts as fact_list
from projections.counted import Counted
from projections.counted import Told as Origin
from projections.facts import Cleared
from projections.resembling import Resembling, resembling
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.fact_queries import Appendix2Query, FactsQuery
from service.api.lists import Asker, asking
from service.appendix import Appendix2, Row, RowStatus, appendix_2, cleared
from service.i18n import Translator
from service.problems import OutOfScope
from service.subtasks import subtask_title
from service.told_facts import ToldFact, told_facts

Told = Mapping[UUID, ToldFact]


async def get_facts(request: Request, query: Annotated[FactsQuery, Query()]) -> Response:
    """List facts."""
    async with asking(request, query.at_least, query.organization) as asker:
        page = await fact_list.facts(
            asker.conn,
            organization=query.organization, scope=asker.scope, cleared=await _cleared(asker), row=query.row,
            period=query.period, cursor=query.cursor, limit=query.limit,
        )  # fmt: skip
        ids = [row.id for row in page.rows]
        alike = await resembling(asker.conn, ids, scope=asker.scope, cleared=await _cleared(asker))
    told = await told_facts(asker.service.cases, ((row.id, row) for row in page.rows))
    others = ((other.id, other) for found in alike.values() for other in found)
    await asker.service.gate.listed(asker.account, (*((row.id, row) for row in page.rows), *others))
    items = [_fact(row, alike.get(row.id, []), told.get(row.id), asker.say) for row in page.rows]
    return answer(with_next(request, items, page.next), asker.headers)


async def get_appendix_2(request: Request, query: Annotated[Appendix2Query, Query()]) -> Response:
    """Give Appendix 2 of a body and those below it."""
    async with asking(request, query.at_least, query.organization) as asker:
        if not await asker.service.access.sees(asker.account, query.organization):
            raise OutOfScope(msg("The organisation is outside your scope."))
        register = await asker.service.register.as_of(asker.moment.at)
        found = await appendix_2(
            asker.conn, register, query.organization, query.period, scope=asker.scope, seen=await _cleared(asker)
        )
    told = await told_facts(asker.service.cases, found.registrations)
    await asker.service.gate.listed(asker.account, (case for row in found.rows for case in row.cases))
    return answer(_appendix(found, told, asker.say), asker.headers)


async def _cleared(asker: Asker) -> Cleared:
    register = await asker.service.cases.registry.current()
    return cleared(register, asker.account.person, asker.service.clock.today())


def _fact(row: fact_list.Fact, alike: Sequence[Resembling], told: ToldFact | None, say: Translator) -> dict[str, Any]:
    return {
        **asdict(row),
        "counts_with": [other.id for other in alike if not other.is_proposed],
        "looks_like": [other.id for other in alike if other.is_proposed],
        "title": subtask_title(say, row.row, row.period),
        "state_title": say.code("state", row.state),
        "href": f"/api/v1/cases/{row.id}",
        "told": _contents(told, say),
    }


def _contents(told: ToldFact | None, say: Translator) -> shapes.FactContents | None:
    if told is None:
        return None
    measures = [shapes.Measure(one.TOPIC, say.code("event", one.TOPIC), one.facts()) for one in told.measures]
    return shapes.FactContents(told.registered.facts(), measures)


def _appendix(found: Appendix2, told: Told, say: Translator) -> shapes.Appendix2:
    rows = [_row(row, found.period, told, say) for row in found.rows]
    return shapes.Appendix2(found.organization, found.period, list(found.bodies), rows)


def _row(row: Row, period: str, told: Told, say: Translator) -> shapes.AppendixRow:
    return shapes.AppendixRow(
        row=row.subtask.code,
        title=subtask_title(say, row.subtask.code, period),
        facts=len(row.facts),
        nil=row.bodies(RowStatus.NIL),
        not_reported=row.bodies(RowStatus.NOT_REPORTED),
        restricted=row.bodies(RowStatus.RESTRICTED),
        counted=[_counted(fact, told, say) for fact in row.facts],
        cells=[
            shapes.RowCell(c.organization, c.status, say.code("RowStatus", c.status), c.facts, c.case_id)
            for c in row.cells
        ],
    )


def _counted(fact: Counted, told: Told, say: Translator) -> shapes.CountedFact:
    return shapes.CountedFact(
        fact.origins[0].category, _origins(fact.origins, told, say), _origins(fact.alike, told, say)
    )


def _origins(registered: Sequence[Origin], told: Told, say: Translator) -> list[shapes.FactOrigin]:
    return [
        shapes.FactOrigin(
            one.organization, one.id, one.found_on, f"/api/v1/cases/{one.id}", _contents(told.get(one.id), say)
        )
        for one in registered
    ]
