"""For those who run the service: is it alive, can it work, what does it measure; and what its problems mean."""

import asyncio
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections.status import Status, status
from service.alerts.nobody import ToldToNobody
from service.alerts.queue import MailState, Queue
from service.api.answers import answer
from service.api.caller import service_of, speaker
from service.chores import Known, known_chores
from service.health import deadlines_by_status
from service.metrics import Metrics
from service.problems import ADDRESS, by_slug
from service.wiring import Service
from workflows.refusals import Unknown

LONGEST_LAG = 60.0
"""Seconds behind after which read models count as stuck."""

_PATIENCE = 3.0


async def livez(_request: Request) -> Response:
    """Say that the process answers."""
    return answer({"alive": True})


async def readyz(request: Request) -> Response:
    """Say whether the database can be reached, is migrated, the read models follow and the clock is right; 503 if not."""
    service = service_of(request)
    checks, chores, mail = {"database": "ok", "projections": "ok", "clock": "ok"}, "ok", "ok"
    try:
        for row in await _status(service):
            if row.live and row.lag_seconds > LONGEST_LAG:
                checks["projections"] = f"{row.projection} is {row.lag_events} events behind"
        known = await _work(service)
        checks["clock"] = service.clock.doubt or "ok"
        if failing := [chore.name for chore in known if chore.fails]:
            chores = f"failing: {', '.join(failing)}"
        if (found := await _mail(service)).kept:
            mail = f"{found.kept} mails are kept: the server does not take them from us ({found.code or 'TLS'})"
    except (psycopg.Error, PoolTimeout, TimeoutError):
        checks = {"database": "not reachable or not migrated", "projections": "unknown", "clock": "unknown"}
        chores = mail = "unknown"
    ready = all(value == "ok" for value in checks.values())
    return answer({"ready": ready, **checks, "chores": chores, "mail": mail}, status=200 if ready else 503)


async def metrics(request: Request) -> Response:
    """Give the measurements in Prometheus' text format."""
    meters: Metrics = request.app.state.metrics
    service = service_of(request)
    for row in await _status(service):
        if row.live:
            meters.lag_events.labels(row.projection, row.log).set(row.lag_events)
            meters.lag_seconds.labels(row.projection, row.log).set(row.lag_seconds)
            meters.parked.labels(row.projection, row.log).set(row.parked)
    for name, count in (await deadlines_by_status(service)).items():
        meters.deadlines.labels(name).set(count)
    nobody: ToldToNobody = request.app.state.told_to_nobody
    meters.unreached.set(await nobody.of(service))
    known = await _work(service)
    meters.clock_ahead.set(service.clock.ahead.total_seconds())
    for chore in known:
        meters.chore(chore)
    meters.mail(await _mail(service))
    return Response(meters.text(), media_type="text/plain; version=0.0.4")


async def _status(service: Service) -> list[Status]:
    async with asyncio.timeout(_PATIENCE), service.pool.connection() as conn:
        return await status(conn)


async def _work(service: Service) -> list[Known]:
    """Check this process's clock, and give what is known of the recurring work."""
    async with asyncio.timeout(_PATIENCE), service.pool.connection() as conn:
        await service.clock.check(conn)
        return await known_chores(conn)


async def _mail(service: Service) -> MailState:
    async with asyncio.timeout(_PATIENCE), service.pool.connection() as conn:
        return await Queue(conn).mail_state(service.clock.now())


async def get_problem(request: Request) -> Response:
    """Explain a type of problem."""
    slug: str = request.path_params["slug"]
    kind = by_slug(slug)
    if kind is None:
        raise Unknown(msg("There is no problem “{slug}”.", slug=slug))
    say = speaker(request)
    body: dict[str, Any] = {
        "type": ADDRESS + kind.slug, "title": say(kind.title), "status": kind.status, "advice": say(kind.advice)
    }  # fmt: skip
    return answer(body, {"Content-Language": say.language})
