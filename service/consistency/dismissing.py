"""Dismissing findings with a reason, and taking them up again: events of a case that has the finding's identity."""

from uuid import UUID

from events.text import msg
from projections.findings.lists import finding
from projections.findings.row import FindingRow
from service.access import Account
from service.recall import Result
from service.requests import Request
from service.wiring import Service
from workflows.case import Case
from workflows.finding import FindingWorkflow
from workflows.machine import permitted
from workflows.refusals import Invalid, Unknown, Violation


def no_finding(finding_id: object) -> Unknown:
    """Say that there is no such finding, or none that the caller may see."""
    return Unknown(msg("There is no finding {id}.", id=finding_id))


async def seen(service: Service, account: Account, finding_id: UUID) -> FindingRow:
    """Give a finding that an account may see; raises `Unknown`."""
    async with service.pool.connection() as conn:
        row = await finding(conn, finding_id)
    if row is None or not await service.access.sees(account, row.organization):
        raise no_finding(finding_id)
    return row


async def said_of(service: Service, row: FindingRow) -> Case:
    """Give the case with what was said of a finding: one without events, if nothing was."""
    known = await service.cases.several([row.id])
    return known.get(row.id) or FindingWorkflow.CASE.blank(row.id, row.organization)


async def may_judge(service: Service, account: Account, row: FindingRow) -> bool:
    """Whether an account may dismiss a finding, or take it up again."""
    actor, register = await service.access.actor(account), await service.register.current()
    return bool(permitted(FindingWorkflow, await said_of(service, row), actor, register))


async def dismiss(
    service: Service, account: Account, row: FindingRow, evidence: str, reason: str, key: str | None
) -> Result:
    """Dismiss a finding by the evidence that somebody saw; raises `Refused`."""
    if row.digest != evidence:
        text = msg("The finding rests on other evidence than you saw: look at it again.")
        raise Invalid((Violation(("evidence",), text),))
    data = {"rule": row.rule, "subject": row.subject, "evidence": evidence, "reason": reason}
    actor, case = await service.access.actor(account), await said_of(service, row)
    asked = Request.of(actor, key, "dismiss", row.id, data)
    if not case.version:
        return await service.cases.open("finding", row.organization, "dismiss_finding", data, actor, asked, row.id)
    return await service.cases.act(row.id, "dismiss_finding", data, actor, asked, case.version)


async def reopen(service: Service, account: Account, row: FindingRow, reason: str, key: str | None) -> Result:
    """Take a dismissed finding up again; raises `Refused`."""
    actor, case, data = await service.access.actor(account), await said_of(service, row), {"reason": reason}
    asked = Request.of(actor, key, "reopen", row.id, data)
    return await service.cases.act(row.id, "reopen_finding", data, actor, asked, case.version)
