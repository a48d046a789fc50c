"""Figures for the anti-corruption body."""

from typing import Annotated

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from service.aggregates import FEWEST, GroupedBy, corruption_reports
from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, service_of
from service.api.queries import At, NoQuery
from service.freshness import reached


class ReportCountsQuery(NoQuery):
    """Figures of which year, of what each."""

    year: int = Field(ge=2000, le=2099, description="year in which the offences were found", examples=[2024])
    by: GroupedBy = Field(GroupedBy.REGION, description="what each figure is of")
    at_least: At = 0


async def get_corruption_reports(request: Request, query: Annotated[ReportCountsQuery, Query()]) -> Response:
    """Count reports of corruption offences."""
    account, service = await account_of(request), service_of(request)
    fresh = query.at_least == 0 or await reached(service.pool, service.cases.log, query.at_least)
    figures = await corruption_reports(service, account, query.year, query.by)
    items = [shapes.ReportCount(one.region, one.category, one.reports, one.hidden) for one in figures]
    shown = shapes.ReportCounts(query.year, query.by, FEWEST, items)
    return answer(shown, {} if fresh else {"Tbn4-Behind": "true"})
