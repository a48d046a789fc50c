"""The scores of supervising bodies: as they stand, and recording them (3.2, l.579)."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from events.score import ScoreCalculated
from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, actor_of, moment_of, service_of
from service.api.commands import idempotency_key
from service.api.queries import ScoresQuery
from service.freshness import reached
from service.problems import OutOfScope
from service.requests import Request
from service.scores import Scores
from workflows.refusals import Unknown
from workflows.scoring import Score


async def get_scores(request: HttpRequest, query: Annotated[ScoresQuery, Query()]) -> Response:
    """Give the scores of a body as they stand."""
    organization = await _seen(request)
    service = service_of(request)
    fresh = query.at_least == 0 or await reached(service.pool, service.cases.log, query.at_least)
    return answer(await _shown(request, organization, query.year), {} if fresh else {"Tbn4-Behind": "true"})


async def record_scores(request: HttpRequest, query: Annotated[ScoresQuery, Query()]) -> Response:
    """Record the scores of a body as they stand; the answer shows them."""
    organization, actor = await _seen(request), await actor_of(request)
    service = service_of(request)
    await service.scoring.check_may_record(actor, organization)
    asked = Request.of(actor, idempotency_key(request), "score", organization, query.year)
    await service.scoring.record(organization, query.year, actor, asked)
    return answer(await _shown(request, organization, query.year), status=201)


async def _seen(request: HttpRequest) -> str:
    """Give the organisation of the address; raises `Unknown` and `OutOfScope`."""
    account, service = await account_of(request), service_of(request)
    organization: str = request.path_params["code"]
    if not await service.access.registered(organization):
        raise Unknown(msg("There is no organisation {code}.", code=organization))
    if not await service.access.sees(account, organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    return organization


async def _shown(request: HttpRequest, organization: str, year: int) -> shapes.Scores:
    scoring = service_of(request).scoring
    return _scores(await scoring.count(organization, year, moment_of(request)), await scoring.last(organization, year))


def _scores(found: Scores, recorded: ScoreCalculated | None) -> shapes.Scores:
    return shapes.Scores(
        organization=found.organization,
        year=found.year,
        as_of=found.as_of,
        policy=found.full_set.policy,
        subtasks=[_points(code, score) for code, score in found.by_subtask.items()],
        full_set=_points("3.2", found.full_set),
        documents=[
            shapes.DocumentState(
                row.id,
                row.organization,
                row.subtask,
                row.state,
                row.published,
                row.id in found.fulfilling,
                row.changed_at,
            )
            for row in found.rows
        ],
        recorded=_recorded(recorded) if recorded else None,
    )


def _points(subtask: str, score: Score) -> shapes.SubtaskPoints:
    return shapes.SubtaskPoints(
        subtask, score.fulfilled, score.total, _whole(score.tenths), _whole(score.other_reading), list(score.missing)
    )


def _recorded(event: ScoreCalculated) -> shapes.RecordedScores:
    points = {row.subtask: _whole(row.tenths) for row in event.scores}
    return shapes.RecordedScores(event.as_of, event.policy, len(event.entities), points)


def _whole(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10
