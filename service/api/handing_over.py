"""Handing over the cases of a leaver."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Query
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from events.text import msg
from service import used_keys
from service.alerts.handing_over import HAND_OVER, MOST_AT_ONCE, RESTRICTED, HandingOver, HandOver, Line
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object
from service.api.caller import account_of, service_of, speaker
from service.api.commands import idempotency_key
from service.api.plans import RUNS, run_answer
from service.api.reminding_queries import HandOverQuery
from service.i18n import Translator
from service.requests import Request
from service.runs import Progress
from workflows.refusals import Invalid, Violation

_FIELDS = ("leaver", "successor", "reason")
_NOTHING = {"handed_over": 0, "refused": 0}


async def post_hand_over(request: HttpRequest, query: Annotated[HandOverQuery, Query()]) -> Response:
    """Hand the cases of a leaver over, or list them."""
    account, service = await account_of(request), service_of(request)
    body = await json_object(request)
    asked, key = _asked(body), idempotency_key(request) or uuid4().hex
    work = HandingOver(service.cases, service.access)
    lines = await work.look(account, asked)
    await service.gate.listed(account, ((line.case.id, line) for line in lines))
    say = speaker(request)
    if query.dry_run:
        return answer(_shown(lines, _NOTHING, say, dry=True))
    async with service.pool.connection() as conn:
        await used_keys.use(conn, Request.of(await service.access.actor(account), key, "hand-over", body))
    if len(lines) <= MOST_AT_ONCE:
        counts = await work.hand_over(account, asked, key)
        return answer(_shown([line for line in lines if line.refusal], counts, say, dry=False))

    async def run(progress: Progress) -> Mapping[str, int]:
        return await work.hand_over(account, asked, key, progress)

    scope = f"{asked.leaver}:{asked.successor}"
    run_id = await service.runs.start(HAND_OVER, service.clock.today().year, str(account.id), run, scope)
    return answer(await run_answer(request, run_id, account), {"Location": f"{RUNS}{run_id}"}, status=202)


def _asked(body: dict[str, Any]) -> HandOver:
    """Take a request apart; raises `Invalid`."""
    wrong = [Violation((name,), msg("There is no such field.")) for name in body.keys() - {*_FIELDS}]
    for name in _FIELDS:
        if not isinstance(body.get(name), str):
            wrong.append(Violation((name,), msg("This field is required.")))
        elif name != "reason" and _account(body[name]) is None:
            wrong.append(Violation((name,), msg("This does not have the expected form.")))
    if wrong:
        raise Invalid(tuple(wrong))
    return HandOver(UUID(body["leaver"]), UUID(body["successor"]), body["reason"])


def _account(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _shown(lines: Sequence[Line], counts: Mapping[str, int], say: Translator, *, dry: bool) -> shapes.HandOver:
    items = [
        shapes.HandOverLine(
            line.case.id,
            line.organization,
            say(line.refusal) if line.refusal else None,
            f"/api/v1/cases/{line.case.id}",
        )
        for line in lines
    ]
    return shapes.HandOver(dry, counts["handed_over"], counts["refused"], items, say(RESTRICTED))
