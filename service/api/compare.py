"""Comparing two days: the cases of a part of the country, and one case member by member."""

import asyncio
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

import msgspec
from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from projections import compared
from projections.compared import Difference
from service.api import shapes, shown
from service.api.answers import answer, with_next
from service.api.caller import account_of, check_sees, service_of, speaker
from service.api.commands import case_id_of
from service.api.lists import asker_of
from service.api.queries import Counted, Day, NoQuery, PageQuery, Region, Text
from service.comparing import Axis, Pair, bodies_of, on_its_own, pair
from service.differing import differences
from service.moment import Moment
from service.subtasks import case_title
from service.wiring import Service
from workflows.refusals import Unknown


class CompareCaseQuery(NoQuery):
    """Which two days, by which clock."""

    from_: Day = Field(alias="from", description="first day: its end counts", examples=["2024-03-01"])
    to: Day = Field(
        description="second day: its end counts, of today now; not one that is still to come", examples=["2024-06-01"]
    )
    axis: Axis = Field(
        Axis.RECORDED, description="by what had been `recorded`, or by what had `happened` as is known now"
    )


class CompareQuery(PageQuery, CompareCaseQuery):
    """Which two days, and whose cases."""

    organization: Text | None = Field(
        None, description="code of an organisation: its cases and, on each day, those of the bodies below it then"
    )
    region: Region | None = Field(
        None, description="region of the organisation on each day (ISO 3166-2)", examples=["KZ-19"]
    )
    difference: Difference | None = Field(
        None,
        description="only cases that differ so; `moved_in` and `moved_out` were there on both days, with an organisation that you ask for "
        "on one of them alone",
    )
    counted: Counted


async def get_compared(request: Request, query: Annotated[CompareQuery, Query()]) -> Response:
    """List the cases that differ between two days, and count them."""
    asker = await asker_of(request, organization=query.organization)
    asked, pool = _pair(asker.service, query), asker.service.pool
    bodies = await bodies_of(asker.service, asker.account, asked, query.organization, query.region)
    counts, page = await asyncio.gather(
        on_its_own(pool, partial(compared.differing, between=asked.between, bodies=bodies)),
        on_its_own(
            pool,
            partial(
                compared.compared, between=asked.between, bodies=bodies, cleared=asker.cleared.unless(query.counted),
                difference=query.difference, cursor=query.cursor, limit=query.limit,
            ),
        ),
    )  # fmt: skip
    await asker.service.gate.listed(asker.account, ((row.id, row) for row in page.rows))
    items = [
        {**asdict(row), "title": case_title(asker.say, row), "href": f"/api/v1/cases/{row.id}"} for row in page.rows
    ]
    body = {"from": asked.first, "to": asked.last, "axis": asked.axis, "counts": counts}
    return answer(body | with_next(request, items, page.next), asker.headers)


async def get_compared_case(request: Request, query: Annotated[CompareCaseQuery, Query()]) -> Response:
    """Give what differs between a case of two days, member by member."""
    await account_of(request)
    service, case_id = service_of(request), case_id_of(request)
    case = await service.cases.get(case_id)
    await check_sees(request, case)
    asked, say = _pair(service, query), speaker(request)
    before, after = [await _document(request, at) for at in (asked.before, asked.after)]
    found = [shapes.DifferenceItem(one.kind, one.path, one.before, one.after) for one in differences(before, after)]
    return answer(
        shapes.ComparedCase(case_id, asked.first, asked.last, asked.axis, before is not None, after is not None, found),
        {"Content-Language": say.language},
    )


def _pair(service: Service, query: CompareCaseQuery) -> Pair:
    return pair(query.from_, query.to, query.axis, service.clock.now(), service.clock.today())


async def _document(request: Request, at: Moment) -> Any:
    """Give a case as the API shows it at a moment, None if it was not there yet."""
    cases = service_of(request).cases
    try:
        case = await cases.as_of(case_id_of(request), at.known_at, at.true_on)
    except Unknown:
        return None
    return msgspec.json.decode(shown.encode(shown.case(cases.workflow_of(case), case, (), speaker(request))))
