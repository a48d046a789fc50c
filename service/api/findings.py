"""Findings: lists, counts, one with its evidence, dismissing it and taking it up again."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.finding import FindingRule, Severity
from events.text import msg
from projections.findings.lists import Asked, by_body, by_rule, findings
from projections.findings.row import FindingRow
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.body import json_object
from service.api.caller import account_of, service_of, speaker
from service.api.commands import idempotency_key, timed
from service.api.lists import asking
from service.api.queries import At, Day, NoQuery, PageQuery, Region, Text
from service.consistency.dismissing import dismiss, no_finding, reopen, seen
from service.consistency.explaining import RULES, evidence_at, mended_at, names_other, why
from service.consistency.reading import Shown, shown
from service.i18n import Translator
from service.problems import BadRequest
from service.recall import Result


class CountsQuery(NoQuery):
    """Of which bodies, rule and time."""

    rule: FindingRule | None = Field(None, description="what is looked for")
    organization: Text | None = Field(
        None, description="code of an organisation: its findings and those of the bodies below it"
    )
    body: Text | None = Field(None, description="code of an organisation: its own findings alone")
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    first: Day | None = Field(None, description="about what happened on or after", examples=["2024-01-01"])
    last: Day | None = Field(None, description="about what happened on or before", examples=["2024-12-31"])
    at_least: At = 0


class FindingsQuery(PageQuery, CountsQuery):
    """Which findings."""

    severity: Severity | None = Field(None, description="how much they weigh")
    dismissed: Literal["no", "only", "all"] = Field("no", description="whether to list those that were dismissed")


DISMISSED = {"no": False, "only": True, "all": None}
"""Whether findings are dismissed, by what is asked for."""


async def get_findings(request: Request, query: Annotated[FindingsQuery, Query()]) -> Response:
    """List findings, the latest first."""
    async with asking(request, query.at_least, query.organization) as asker:
        asked = _asked(query, query.severity, DISMISSED[query.dismissed])
        page = await findings(asker.conn, asked, asker.scope, cursor=query.cursor, limit=query.limit)
    items = [_item(row, asker.say, names_other(row, asker.scope)) for row in page.rows]
    return answer(with_next(request, items, page.next), asker.headers)


async def get_finding_counts(request: Request, query: Annotated[CountsQuery, Query()]) -> Response:
    """Count findings by rule, and by body where most is found."""
    async with asking(request, query.at_least, query.organization) as asker:
        asked = _asked(query)
        rules = await by_rule(asker.conn, asked, asker.scope)
        bodies = await by_body(asker.conn, asked, asker.scope)
    say = asker.say
    told = [
        shapes.RuleCounts(
            one.rule, say.code("FindingRule", one.rule), say(RULES[FindingRule(one.rule)][1]), one.checked, one.found,
            one.dismissed,
        )
        for one in rules
    ]  # fmt: skip
    return answer(shapes.FindingCounts(told, bodies), asker.headers)


async def get_finding(request: Request) -> Response:
    """Give a finding with its evidence and what was said of it."""
    account, service = await account_of(request), service_of(request)
    row = await seen(service, account, _id(request))
    found, say = await shown(service, account, row), speaker(request)
    people = await service.access.names({event.envelope.actor for event in found.said})
    said = [
        shapes.Said(event.TOPIC, people.get(event.envelope.actor, ""), event.timestamp, event.reason)
        for event in found.said
    ]
    body = shapes.OneFinding(_item(row, say, found.sees_other), said, _compared(found), _last_asked(found))
    return answer(body, {"Content-Language": say.language})


async def dismiss_finding(request: Request) -> Response:
    """Dismiss a finding."""
    account, service = await account_of(request), service_of(request)
    row, body = await seen(service, account, _id(request)), await _texts(request, "evidence", "reason")
    command = dismiss(service, account, row, body["evidence"], body["reason"], idempotency_key(request))
    return _judged(await timed(request, command))


async def reopen_finding(request: Request) -> Response:
    """Take a dismissed finding up again."""
    account, service = await account_of(request), service_of(request)
    row, body = await seen(service, account, _id(request)), await _texts(request, "reason")
    return _judged(await timed(request, reopen(service, account, row, body["reason"], idempotency_key(request))))


def _asked(query: CountsQuery, severity: Severity | None = None, dismissed: bool | None = False) -> Asked:
    return Asked(query.rule, severity, query.organization, query.region, query.first, query.last, dismissed, query.body)


def _id(request: Request) -> UUID:
    text: str = request.path_params["finding_id"]
    try:
        return UUID(text)
    except ValueError:
        raise no_finding(text) from None


async def _texts(request: Request, *names: str) -> dict[str, str]:
    body = await json_object(request)
    if body.keys() != set(names) or not all(isinstance(value, str) for value in body.values()):
        raise BadRequest(msg("This does not have the expected form."))
    return body


def _item(row: FindingRow, say: Translator, sees_other: bool) -> shapes.FindingItem:
    other = None
    if sees_other and row.other_case:
        other = shapes.OtherEntry(row.other_organization, row.other_case, row.other_version)
    return shapes.FindingItem(
        id=row.id,
        rule=row.rule,
        title=say.code("FindingRule", row.rule),
        severity=row.severity,
        organization=row.organization,
        case_id=row.case_id,
        version=row.version,
        happened_on=row.happened_on,
        explanation=say(why(row, sees_other=sees_other)),
        evidence=row.evidence,
        digest=row.digest,
        dismissed=row.dismissed,
        other=other,
        href=f"/api/v1/findings/{row.id}",
        evidence_at=evidence_at(row),
        mended_at=mended_at(row),
    )


def _compared(found: Shown) -> shapes.ComparedReports | None:
    if found.compared is None:
        return None
    one, other = (
        [shapes.PassageItem(passage.text, passage.common) for passage in side]
        for side in (found.compared.one, found.compared.other)
    )
    return shapes.ComparedReports(one, other, found.compared.percent, found.compared.words)


def _last_asked(found: Shown) -> shapes.LastAsked | None:
    return shapes.LastAsked(found.asked.asked_at, found.asked.found, found.asked.status) if found.asked else None


def _judged(result: Result) -> Response:
    headers = {"ETag": f'"{result.case.version}"'} | ({"Idempotency-Replayed": "true"} if result.repeated else {})
    return answer(shapes.Judged(result.case.id, result.case.state, result.position), headers)
