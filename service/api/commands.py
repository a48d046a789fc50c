"""Opening cases and acting on them: the only requests that change something."""

import re
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from events.text import msg
from service.api.body import json_object
from service.api.caller import account_of, check_sees, service_of
from service.problems import BadRequest, VersionMissing
from service.recall import Result, no_case
from service.requests import Request
from service.sealed import name_in_logs
from service.wiring import Service
from workflows import payload
from workflows.machine import Action, Workflow, actions
from workflows.refusals import Invalid, Refused, Unknown, Violation
from workflows.registry import WORKFLOWS
from workflows.seat import below_data

_ETAG = re.compile(r'"(\d{1,9})"')
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_encode = msgspec.json.Encoder().encode


async def open_case(request: HttpRequest) -> Response:
    """Begin a case."""
    service, account = service_of(request), await account_of(request)
    actor = await service.access.actor(account)
    key = idempotency_key(request)
    workflow, organization, action, data = await _opening(service, await json_object(request))
    asked = Request.of(actor, key, "open", workflow.WORKFLOW, organization, action, data)
    command = service.cases.open(workflow.WORKFLOW, organization, action, data, actor, asked)
    try:
        result = await timed(request, command)
    except Invalid as error:
        raise Invalid(below_data(error.violations)) from None
    name_in_logs(result.case)
    if result.repeated and result.case.facts.clearance:  # whoever was cleared for it then need not be now
        await check_sees(request, result.case)
    headers = {"Location": f"/api/v1/cases/{result.case.id}"}
    opened = {"id": result.case.id, "workflow": workflow.WORKFLOW, "organization": organization}
    return answered(result, opened, 201, headers)


async def act_on_case(request: HttpRequest) -> Response:
    """Carry out an action on a case."""
    service, account = service_of(request), await account_of(request)
    case_id, action = case_id_of(request), request.path_params["action"]
    case = await service.cases.recall(case_id)
    await check_sees(request, case)
    if action not in actions(kind := service.cases.workflow_of(case)):
        raise Unknown(msg("There is no action “{action}” in “{workflow}”.", action=action, workflow=kind.WORKFLOW))
    version, key = expected_version(request), idempotency_key(request)
    data = await json_object(request)
    actor = await service.access.actor(account)
    asked = Request.of(actor, key, case_id, action, data)
    command = service.cases.act(case_id, action, data, actor, asked, version)
    result = await timed(request, command)
    return answered(result, {"id": case_id}, 200, {})


def case_id_of(request: HttpRequest) -> UUID:
    """Give the case's id from the address; raises `Unknown`."""
    text: str = request.path_params["case_id"]
    try:
        return UUID(text)
    except ValueError:
        raise no_case(text) from None


def expected_version(request: HttpRequest) -> int:
    """Give the version that If-Match names; raises `VersionMissing` and `BadRequest`."""
    given = request.headers.get("if-match")
    if given is None:
        raise VersionMissing(msg("Send If-Match with the ETag of the case as you saw it."))
    fits = _ETAG.fullmatch(given.strip())
    if fits is None:
        raise BadRequest(msg('If-Match must be one ETag of the case, like "3" with its quotes.'))
    return int(fits[1])


def idempotency_key(request: HttpRequest) -> str | None:
    """Give the caller's key for this command; raises `BadRequest`."""
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise BadRequest(msg("Idempotency-Key must be 1 to 200 visible ASCII characters."))
    return key


async def _opening(service: Service, body: dict[str, Any]) -> tuple[type[Workflow], str, str, Mapping[str, Any]]:
    """Take a request to open a case apart; raises `Invalid` naming everything wrong."""
    wrong = [Violation((name,), msg("There is no such field.")) for name in body.keys() - _FIELDS.keys()]
    for name, (kind, needed) in _FIELDS.items():
        if name not in body and needed:
            wrong.append(Violation((name,), msg("This field is required.")))
        elif not isinstance(body.get(name, kind()), kind):
            wrong.append(Violation((name,), msg("This does not have the expected form.")))
    if wrong:
        raise Invalid(tuple(wrong))
    workflow = WORKFLOWS.get(body["workflow"])
    if workflow is None:
        wrong.append(Violation(("workflow",), msg("There is no workflow “{name}”.", name=body["workflow"])))
    if not await service.access.registered(body["organization"]):
        wrong.append(Violation(("organization",), msg("There is no organisation {code}.", code=body["organization"])))
    if workflow is None or wrong:
        raise Invalid(tuple(wrong))
    return workflow, body["organization"], _opening_action(workflow, body), body["data"]


_FIELDS: dict[str, tuple[type[Any], bool]] = {
    "workflow": (str, True), "organization": (str, True), "data": (dict, True), "action": (str, False),
}  # fmt: skip

_FORMED_ELSEWHERE = msg("The service fills reports in itself: form one with POST /api/v1/forms/2/reports.")
"""Nobody enters what stands in a report; it is the one workflow that no entry begins."""


def _opening_action(workflow: type[Workflow], body: dict[str, Any]) -> str:
    """Give the opening action that is named, or else the first whose event takes the data."""
    opening = [action for action in actions(workflow).values() if action.opens]
    if not opening:
        raise Invalid((Violation(("workflow",), _FORMED_ELSEWHERE),))
    named = body.get("action")
    if named is None:
        return next((action.name for action in opening if _takes(action, body["data"])), opening[0].name)
    if named not in {action.name for action in opening}:
        names = ", ".join(action.name for action in opening)
        raise Invalid((Violation(("action",), msg("A case begins with one of: {names}.", names=names)),))
    return str(named)


def _takes(action: Action, data: Mapping[str, Any]) -> bool:
    try:
        payload.checked(action.event, data)
    except Invalid:
        return False
    return True


async def timed(request: HttpRequest, command: Any) -> Result:
    """Carry out a command and count it; raises what it raises. Everybody may read the counts: they name no kind of command."""
    metrics, began = request.app.state.metrics, time.perf_counter()
    try:
        result: Result = await command
    except Refused:
        metrics.commands.labels("refused").inc()
        raise
    metrics.commands.labels("repeated" if result.repeated else "recorded").inc()
    metrics.command_seconds.observe(time.perf_counter() - began)
    return result


def answered(result: Result, members: dict[str, Any], status: int, headers: dict[str, str]) -> Response:
    """Give a command's answer, with the version it led to."""
    case = result.case
    headers["ETag"] = f'"{case.version}"'
    if result.repeated:
        headers["Idempotency-Replayed"] = "true"
    members |= {
        "state": case.state, "version": case.version, "position": result.position, "recorded_at": result.recorded_at
    }  # fmt: skip
    return Response(_encode(members), status, headers, "application/json")
