"""The alert policy: as it is and was, what it would have sent, who cannot be told, and changing it."""

from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import Query
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from events.alert_policy import AlertRules
from events.text import msg
from service.alerts.policies import Policies
from service.alerts.preview import Preview, Sent, typed
from service.alerts.recipients import Recipients
from service.alerts.unreached import unreached
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object
from service.api.caller import account_of, moment_of, service_of
from service.api.commands import expected_version, idempotency_key, timed
from service.api.queries import NoQuery
from service.api.register_queries import OnQuery
from service.requests import Request
from workflows.actor import Role
from workflows.alert_policy import AlertPolicyFacts, AlertPolicyWorkflow, Version
from workflows.case import Case
from workflows.machine import actions
from workflows.refusals import NotPermitted, Unknown

_MOST_BODIES = 50


async def get_alert_policy(request: HttpRequest, query: Annotated[OnQuery, Query()]) -> Response:
    """Give the policy as of a moment."""
    await account_of(request)
    service, moment = service_of(request), moment_of(request)
    case = await Policies(service.cases).case(moment)
    return _shown(case, query.on or moment.day(service.clock.today()))


async def post_alert_policy(request: HttpRequest) -> Response:
    """Propose, approve or reject a policy."""
    account, service, action = await account_of(request), service_of(request), request.path_params["action"]
    if action not in actions(AlertPolicyWorkflow):
        raise Unknown(msg("There is no action “{action}” in “{workflow}”.", action=action, workflow="alert_policy"))
    version, key, data = expected_version(request), idempotency_key(request), await json_object(request)
    actor = await service.access.actor(account)
    asked = Request.of(actor, key, AlertPolicyWorkflow.WORKFLOW, action, data, version)
    command = Policies(service.cases).act(action, data, actor, asked, version)
    result = await timed(request, command)
    return _shown(result.case, service.clock.today())


async def preview_alert_policy(request: HttpRequest) -> Response:
    """Say what a policy would have sent, by default the one that is proposed."""
    account, service = await account_of(request), service_of(request)
    if account.role is not Role.SUPERVISOR:
        raise NotPermitted(msg("What a policy would have sent to all is shown to supervisors."))
    today, facts = service.clock.today(), await Policies(service.cases).facts()
    rules = _rules(await json_object(request), today, facts)
    versions = [facts.in_force(today), Version(facts.proposed + 1, today, rules)]
    month, (now, then) = await Preview(service.cases, service.access).of(versions)
    return answer(shapes.PolicyPreview(month.first, month.last, _sent(now), _sent(then)))


async def get_unreached(request: HttpRequest, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give the bodies of whose deadlines nobody can be told."""
    account, service = await account_of(request), service_of(request)
    today, scope = service.clock.today(), await service.access.scope(account)
    version, register = await Policies(service.cases).in_force(today), await service.register.current()
    async with service.pool.connection() as conn:
        recipients = await Recipients.on(conn, service.access, register, today)
        found = await unreached(conn, recipients, version, service.cases.log, scope)
    items = [
        shapes.UnreachedBody(one.organization, one.deadlines, one.due, list(one.missing), list(one.instead))
        for one in found
    ]
    return answer(shapes.UnreachedBodies(items))


def _rules(body: dict[str, Any], today: date, facts: AlertPolicyFacts) -> AlertRules:
    """Take the rules that were sent, else those proposed; raises `Invalid` and `Unknown`."""
    if not body:
        if facts.proposal is None:
            raise Unknown(msg("No policy is proposed: send the rules to preview."))
        return facts.proposal.rules
    return typed(body, today)


def _shown(case: Case, on: date) -> Response:
    facts: AlertPolicyFacts = case.facts
    proposal = _version(facts.proposal) if facts.proposal else None
    versions = [_version(one) for one in facts.versions]
    shown = shapes.AlertPolicy(on, _version(facts.in_force(on)), versions, proposal, case.version)
    return answer(shown, {"ETag": f'"{case.version}"'})


def _version(version: Version) -> shapes.PolicyVersion:
    since = None if version.since == date.min else version.since
    rules = msgspec.to_builtins(version.rules)
    return shapes.PolicyVersion(version.number, since, rules, version.reason, version.proposed_by, version.approved_by)


def _sent(sent: Sent) -> shapes.PolicySent:
    by_kind = [shapes.SentByKind(kind, capacity, notices) for (kind, capacity), notices in sorted(sent.by_kind.items())]
    bodies = [shapes.SentByBody(body, notices) for body, notices in sent.by_body.most_common(_MOST_BODIES)]
    return shapes.PolicySent(sent.notices, by_kind, bodies, len(sent.by_body) - len(bodies))
