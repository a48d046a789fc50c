"""Forming a report: the form is filled in from the record, frozen, and entered on its case under the name of whoever asked."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from events.almaty import day_of
from events.text import msg
from service.forms.gathering.asked import Asked
from service.forms.gathering.gathering import gather
from service.forms.refusals import SameAgain
from service.forms.snapshots import keep
from service.forms.versions import report_of, says_the_same, version
from service.moment import Moment
from service.problems import OutOfScope
from service.recall import Result
from service.requests import Request
from workflows.actor import Role
from workflows.case import Case
from workflows.forms import Content, blanks
from workflows.refusals import Invalid, NotPermitted, Unknown, Violation
from workflows.report import ReportWorkflow, report_case
from workflows.report.proof import proof
from workflows.subtask.period import bounds

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service
    from workflows.actor import Actor

_ACTION = "form_report"


async def form(service: "Service", account: "Account", asked: Asked, until: date | None, key: str | None) -> Result:
    """Form a report of what had happened by a day (None: all), anew if there is one; raises `Refused`, `SameAgain` among it.

    `key` tells a repetition from another wish: what was formed once is not formed again by it.
    """
    if not await service.access.sees(account, asked.organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    actor = await service.access.actor(account)
    if not await may_form(service, actor, asked.organization):
        raise NotPermitted(msg("Officials of the body form its reports, or of the one that uploads for it."))
    if until and until > service.clock.today():
        raise Invalid((Violation(("true_on",), msg("This lies in the future.")),))
    request = Request.of(actor, key, "form", asdict(asked), until)
    case_id = report_case(asked.organization, asked.appendix, asked.period, consolidated=asked.consolidated)
    if repeated := await service.cases.repeated(case_id, request):
        return repeated
    content = await gather(service, asked, Moment(None, until), None)
    try:
        case = await service.cases.get(case_id)
    except Unknown:
        data = await _data(service, content, actor)
        return await service.cases.open(ReportWorkflow.WORKFLOW, asked.organization, _ACTION, data, actor, request)
    await _check_news(service, case, content)
    data = await _data(service, content, actor)
    return await service.cases.act(case_id, _ACTION, data, actor, request, case.version)


async def _check_news(service: "Service", case: Case, content: Content) -> None:
    """Refuse a second version that says what the first does; raises `SameAgain`.

    What was returned or reopened is formed anew whatever stands in it: that is the only way to hand it in again. What was formed before
    its period ended is, too: that nothing was added until the end is news. What is sealed is in no form, so nobody learns of it here.
    """
    facts = report_of(case)
    last = facts.formed
    if last is None or case.state != ReportWorkflow.formed.id:
        return
    ended = bounds(content.period)[1]
    if last.formed_on <= ended < service.clock.today():
        return
    if says_the_same(await version(service, case, None, None), content):
        raise SameAgain(len(facts.versions))


async def may_form(service: "Service", actor: "Actor", organization: str) -> bool:
    """Whether somebody may form the reports of a body (`recorder`), asked before anything is gathered and kept."""
    register = await service.cases.registry.current()
    bodies = {organization, register.uploader(organization, service.clock.today())}
    return actor.role in {Role.OFFICER, Role.SIGNATORY} and actor.organization in bodies


async def _data(service: "Service", content: Content, actor: "Actor") -> dict[str, object]:
    """Give what the event says, with the mark of the service."""
    data: dict[str, object] = {
        "appendix": content.appendix,
        "period": content.period,
        "consolidated": content.consolidated,
        "formed_on": day_of(service.clock.now()).isoformat(),
        "known_at": content.known_at,
        "position": content.position,
        "snapshot": await keep(service, content, actor),
        "lines": len(content.lines),
        "blanks": sum(1 for _ in blanks(content)),
    } | ({"true_on": content.true_on} if content.true_on else {})
    return {**data, "proof": proof(content.organization, data)}
