"""Figures for the anti-corruption body."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from service.aggregates import FEWEST, corruption_reports
from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, service_of
from service.api.queries import ReportCountsQuery
from service.freshness import reached


async def get_corruption_reports(request: Request, query: Annotated[ReportCountsQuery, Query()]) -> Response:
    """Count reports of corruption offences."""
    account, service = await account_of(request), service_of(request)
    fresh = query.at_least == 0 or await reached(service.pool, service.cases.log, query.at_least)
    figures = await corruption_reports(service, account, query.year, query.by)
    items = [shapes.ReportCount(one.region, one.category, one.reports, one.hidden) for one in figures]
    shown = shapes.ReportCounts(query.year, query.by, FEWEST, items)
    return answer(shown, {} if fresh else {"Tbn4-Behind": "true"})
