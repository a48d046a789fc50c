"""Entering organisations and people in the register, and acting on their records."""

import structlog
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from events.text import msg
from service.api.body import json_object
from service.api.caller import account_of, service_of
from service.api.commands import answered, expected_version, idempotency_key, timed
from service.api.register import organization_of, person_of
from service.api.register_shown import ORGANIZATIONS, PEOPLE
from service.requests import Request
from workflows.machine import Workflow, actions
from workflows.organization import OrganizationWorkflow
from workflows.person import PersonWorkflow
from workflows.refusals import Unknown


async def register_organization(request: HttpRequest) -> Response:
    """Enter an organisation."""
    service, account = service_of(request), await account_of(request)
    actor, key, data = await service.access.actor(account), idempotency_key(request), await json_object(request)
    asked = Request.of(actor, key, "organization", data)
    result = await timed(request, service.organizations.enter(data, actor, asked))
    code = result.case.organization
    return answered(result, {"id": result.case.id, "code": code}, 201, {"Location": f"{ORGANIZATIONS}/{code}"})


async def act_on_organization(request: HttpRequest) -> Response:
    """Carry out an action on an organisation's record."""
    service, account, case = service_of(request), await account_of(request), await organization_of(request)
    structlog.contextvars.bind_contextvars(case_id=str(case.id))
    action, code = _action(request, OrganizationWorkflow), case.organization
    version, key, data = expected_version(request), idempotency_key(request), await json_object(request)
    actor = await service.access.actor(account)
    asked = Request.of(actor, key, case.id, action, data)
    command = service.organizations.act(code, action, data, actor, asked, version)
    result = await timed(request, command)
    return answered(result, {"id": case.id, "code": code}, 200, {})


async def register_person(request: HttpRequest) -> Response:
    """Enter a person; the caller's organisation keeps the record."""
    service, account = service_of(request), await account_of(request)
    actor, key, data = await service.access.actor(account), idempotency_key(request), await json_object(request)
    asked = Request.of(actor, key, "person", data)
    command = service.organizations.enter_person(data, account.organization, actor, asked)
    result = await timed(request, command)
    code = result.case.facts.code
    return answered(result, {"id": result.case.id, "code": code}, 201, {"Location": f"{PEOPLE}/{code}"})


async def act_on_person(request: HttpRequest) -> Response:
    """Carry out an action on a person's record."""
    service, account, case = service_of(request), await account_of(request), await person_of(request)
    structlog.contextvars.bind_contextvars(case_id=str(case.id))
    action, code = _action(request, PersonWorkflow), case.facts.code
    version, key, data = expected_version(request), idempotency_key(request), await json_object(request)
    actor = await service.access.actor(account)
    asked = Request.of(actor, key, case.id, action, data)
    command = service.organizations.act_on_person(code, action, data, actor, asked, version)
    return answered(await timed(request, command), {"id": case.id, "code": code}, 200, {})


def _action(request: HttpRequest, kind: type[Workflow]) -> str:
    action: str = request.path_params["action"]
    if action not in actions(kind):
        raise Unknown(msg("There is no action “{action}” in “{workflow}”.", action=action, workflow=kind.WORKFLOW))
    return action
