"""Reports of the demonstration, in several states: formed through the service itself once the read models show the story."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from events.store.reader import last_position
from projections.status import wait_for
from service.forms.forming import form
from service.forms.gathering.asked import Asked
from service.forms.giving import file_name, written
from service.forms.versions import version
from service.requests import Request
from workflows.case import Case
from workflows.forms import Mode, lay_out
from workflows.report import ReportWorkflow

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service

_PATIENCE = 30.0  # seconds
_THERE = "SELECT EXISTS (SELECT FROM read.cases WHERE workflow = %(workflow)s)"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to a report after it was formed: the action, by whose login, on a day in which field, what else is said."""

    action: str
    by: str
    day: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """A report: which, formed by whom, and what happened to it then."""

    asked: Asked
    by: str
    steps: Sequence[Step] = ()


async def form_reports(service: "Service") -> None:
    """Form the reports of the demonstration, unless there are any: they are of the year before today's."""
    async with service.pool.connection() as conn:
        found = await (await conn.execute(_THERE, {"workflow": ReportWorkflow.WORKFLOW})).fetchone()
    if found == (True,):
        return
    for planned in _planned(service.clock.today()):
        account = await service.access.account(planned.by)
        await _caught_up(service)
        case = (await form(service, account, planned.asked, None, None)).case
        for step in planned.steps:
            case = await _carry_out(service, case, step)


async def _caught_up(service: "Service") -> None:
    """Wait for the read models, longer than forming a report does: a machine that starts is busy."""
    async with service.pool.connection() as conn:
        await wait_for(conn, service.cases.log, await last_position(conn, service.cases.log), timeout=_PATIENCE)


def _planned(today: date) -> Sequence[Planned]:
    year = str(today.year - 1)
    quarter = f"{year}Q4"
    return (
        Planned(Asked(2, "almaty-region.procurement", quarter), "officer"),
        Planned(Asked(6, "almaty-region.procurement", year), "officer", (_checked("officer"),)),
        Planned(
            Asked(2, "almaty-region.procurement", year),
            "officer",
            (_checked("officer"), Step("sign_form", "head", "signed_on", {"signature": {"post": "first_head"}})),
        ),
        Planned(Asked(4, "almaty-region", year), "akimat", (_checked("akimat"), _submitted("akimat"))),
        Planned(
            Asked(6, "almaty-region.talgar", year),
            "talgar",
            (
                _checked("talgar"),
                Step("sign_form", "talgar-akim", "signed_on", {"signature": {"post": "district_akim"}}),
                _submitted("talgar"),
                Step("return_report", "akimat", "returned_on", {"reason": "Не указаны даты проведения мероприятий"}),
            ),
        ),
    )  # fmt: skip


def _checked(login: str) -> Step:
    return Step("check_report", login, "checked_on", {})


def _submitted(login: str) -> Step:
    return Step("submit_report", login, "submitted_on", {})


async def _carry_out(service: "Service", case: Case, step: Step) -> Case:
    account = await service.access.account(step.by)
    actor = await service.access.actor(account)
    data = {**step.data, step.day: service.clock.today().isoformat()}
    if step.action == "sign_form":
        data["file"] = await _printed(service, case, account)
    request = Request.of(actor, None, step.action)
    return (await service.cases.act(case.id, step.action, data, actor, request, case.version)).case


async def _printed(service: "Service", case: Case, account: "Account") -> str:
    """Keep the form as PDF, as it is signed; gives its SHA-256."""
    content = await version(service, case, None, None)
    made = await written(service, lay_out(content, Mode.CLEAN, "ru"), "pdf", sealed=False)
    actor = await service.access.actor(account)
    return (
        await service.files.keep(_stream(made), file_name(content, Mode.CLEAN, "ru", "pdf"), actor, case.organization)
    ).sha256


async def _stream(content: bytes) -> AsyncIterator[bytes]:
    yield content
