"""The page of the alert policy: what is in force, what is proposed and would have sent, whom nobody can reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from events.alert_policy import AlertRules, Audience
from events.text import msg
from service.alerts.policies import Policies
from service.alerts.recipients import Recipients
from service.alerts.unreached import Unreached, unreached
from service.i18n import Translator
from service.problems import BadQuery
from service.web import lookup
from service.web.policy_preview import compare
from service.web.render import render
from service.web.visitor import Visitor
from workflows.alert_policy import AlertPolicyFacts, AlertPolicyWorkflow, Version
from workflows.alert_policy.case import ID
from workflows.machine import enabled

_MOST_UNREACHED = 50


@dataclass(frozen=True, slots=True)
class Line:
    """What the policy in force and the proposed one say of one thing; `proposed` is empty if none is proposed."""

    title: str
    now: str
    proposed: str


async def policy_page(visitor: Visitor) -> Response:
    """Show the policy of a day, today unless the address names one."""
    on, case = _asked(visitor), await Policies(visitor.service.cases).case()
    facts: AlertPolicyFacts = case.facts
    register = await visitor.service.register.current()
    possible = enabled(AlertPolicyWorkflow, case, await visitor.actor(), register)
    counted = visitor.query("preview") and visitor.is_supervisor
    compared = await compare(visitor, facts.proposal) if counted and facts.proposal else None
    missing = await _unreached(visitor, facts.in_force(visitor.today.day))
    codes = {one.organization for one in missing[:_MOST_UNREACHED]} | (compared.codes if compared else set())
    people = {who for one in (*facts.versions, facts.proposal) if one for who in (one.proposed_by, one.approved_by)}
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, codes)
    return render(
        visitor,
        "alert_policy.html",
        on=on,
        policy=facts.in_force(on),
        facts=facts,
        lines=_lines(visitor.t, facts.in_force(on), facts.proposal),
        actions=[(one, _address(one.name, begun=bool(case.version))) for one in possible],
        compared=compared,
        unreached=missing,
        most=_MOST_UNREACHED,
        names=names,
        people=await visitor.service.access.names(people),
        first=date.min,
    )


def _asked(visitor: Visitor) -> date:
    text = visitor.query("on")
    if text is None:
        return visitor.today.day
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadQuery((("on", msg("Enter a date as YYYY-MM-DD.")),)) from None


def _address(action: str, *, begun: bool) -> str:
    return f"/cases/{ID}/actions/{action}" if begun else f"/cases/new/{AlertPolicyWorkflow.WORKFLOW}/{action}"


async def _unreached(visitor: Visitor, version: Version) -> list[Unreached]:
    service, register = visitor.service, await visitor.service.register.current()
    async with service.pool.connection() as conn:
        recipients = await Recipients.on(conn, service.access, register, visitor.today.day)
        return await unreached(conn, recipients, version, service.cases.log, visitor.scope)


def _lines(t: Translator, now: Version, proposed: Version | None) -> list[Line]:
    before, after = dict(_said(t, now.rules)), dict(_said(t, proposed.rules)) if proposed else {}
    return [Line(title, text, after.get(title, "")) for title, text in before.items()]


def _said(t: Translator, rules: AlertRules) -> Iterator[tuple[str, str]]:
    """Put a policy into words, thing by thing."""
    yield t("Reminders, working days before"), ", ".join(map(str, rules.reminders)) or "—"
    yield t("On the day itself"), t("yes") if rules.on_day else t("no")
    every = t("then every {n}", n=rules.overdue_every) if rules.overdue_every else ""
    yield t("Overdue, working days after"), ", ".join(filter(None, (*map(str, rules.overdue), every))) or "—"
    yield from _audience(t, t("Binding deadlines"), rules.hard)
    yield from _audience(t, t("Recommended deadlines"), rules.recommended)
    line = (t("{who} after {n}", who=t.code("Above", step.to), n=step.grace) for step in rules.escalation)
    yield t("Up the line, working days of grace"), " → ".join(line) or "—"
    yield t("Up the line for recommended deadlines, too"), t("yes") if rules.escalate_recommended else t("no")
    yield t("Quiet hours"), f"{rules.quiet_from}–{rules.quiet_until}"
    yield t("Digest at"), rules.digest_at
    yield t("Cannot be switched off"), ", ".join(t.code("NoticeKind", kind) for kind in rules.mandatory) or "—"


def _audience(t: Translator, title: str, audience: Audience) -> Iterator[tuple[str, str]]:
    for words, told in (
        (t("before the day"), audience.reminder),
        (t("on the day"), audience.today),
        (t("when it has passed"), audience.overdue),
    ):
        yield f"{title}, {words}", ", ".join(t.code("Recipient", one) for one in told) or "—"
