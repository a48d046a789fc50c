"""Forms of actions: drawn from the event's schema, checked by the workflow, nothing lost when something is wrong."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from events.text import msg
from service.conflicts import AlreadyOpen, Stale
from service.problems import problem
from service.recall import KeyReused, Result
from service.requests import Request
from service.sealed import name_in_logs
from service.web import bodies, forms, hints, lookup, prefill, preparing, proof_fields, records
from service.web.calendar_proposal import proposal
from service.web.fields import Drawing, Field, place_errors
from service.web.policy_preview import PREVIEWED, Compared, as_typed
from service.web.received import form_of
from service.web.render import render
from service.web.sheet import Sheet, fresh_key
from service.web.uploaded_signatures import takes_signatures
from service.web.uploads import MOST_FILES, keep_files, show_files
from service.web.visitor import SEEN, Visitor, keep
from service.web.watching import case_seen
from workflows.case import Case
from workflows.machine import Action, Workflow, actions, enabled, permitted, why_not_corrected
from workflows.refusals import Invalid, NotPermitted, Refused, Unknown, WrongOrder
from workflows.registry import WORKFLOWS, workflow

MOST_FIELDS = 20_000

_SOMEBODY_ELSE = msg("Somebody else does this: an officer or signatory of the organisation with the right to.")


async def begin_form(visitor: Visitor) -> Response:
    """Show the form with which a case begins."""
    sheet = await _opening(visitor)
    await preparing.prepare(visitor, sheet, fresh=True)
    return await _page(visitor, sheet, fresh=True)


async def begin(visitor: Visitor) -> Response:
    """Begin a case."""
    sheet = await _opening(visitor)
    await preparing.prepare(visitor, sheet, fresh=False)
    async with form_of(visitor.request, most_files=MOST_FILES, most_fields=MOST_FIELDS) as data:
        if page := await _read(visitor, sheet, data):
            return page
    name, action, actor = visitor.request.path_params["workflow"], sheet.action.name, await visitor.actor()
    sent = forms.to_payload(sheet.node, sheet.form)
    asked = Request.of(actor, sheet.key, "open", name, sheet.organization, action, sent)
    try:
        result = await records.open_case(visitor, name, sheet.organization, action, sent, actor, asked)
    except Refused as refusal:
        return await _refused(visitor, sheet, refusal)
    return _done(visitor, result)


async def action_form(visitor: Visitor) -> Response:
    """Show the form of an action on a case."""
    case, _ = await case_seen(visitor)
    action = _action(visitor, case)
    kind, register = visitor.service.cases.workflow_of(case), await visitor.service.cases.registry.current()
    _check_possible(action, case, permitted(kind, case, await visitor.actor(), register))
    sheet = Sheet.on(case, action, visitor.query("corrects"), visitor.t)
    await _check_may_correct(visitor, case, sheet.corrects)
    sheet.form = forms.to_form(sheet.node, prefill.values(action.event, case, visitor.query))
    if len(sheet.form) > MOST_FIELDS:
        raise NotPermitted(
            msg("An entry of so many rows is not corrected in a form: take the wrong rows out, and enter them anew.")
        )
    await preparing.prepare(visitor, sheet, fresh=True)
    return await _page(visitor, sheet, fresh=True)


async def act(visitor: Visitor) -> Response:
    """Carry out an action on a case."""
    case, _ = await case_seen(visitor)
    async with form_of(visitor.request, most_files=MOST_FILES, most_fields=MOST_FIELDS) as data:
        sheet = Sheet.on(case, _action(visitor, case), str(data.get("corrects", "")), visitor.t)
        await preparing.prepare(visitor, sheet, fresh=False)
        if page := await _read(visitor, sheet, data):
            return page
    action, actor = sheet.action.name, await visitor.actor()
    sent = forms.to_payload(sheet.node, sheet.form)
    asked = Request.of(actor, sheet.key, case.id, action, sent)
    try:
        result = await records.act(visitor, case, action, sent, actor, asked, sheet.version)
    except Refused as refusal:
        return await _refused(visitor, sheet, refusal)
    return _done(visitor, result)


async def _read(visitor: Visitor, sheet: Sheet, data: FormData) -> Response | None:
    """Take what was submitted; gives the form again if it is not to be carried out yet."""
    sheet.read(data)
    wrong = await keep_files(visitor, sheet, sheet.organization, data)
    if sheet.change_rows(data) or wrong:
        return await _page(visitor, sheet, refusal=Invalid(tuple(wrong)) if wrong else None)
    if "_preview" in data:
        try:
            return await _page(visitor, sheet, preview=await as_typed(visitor, sheet))
        except Invalid as refusal:
            return await _refused(visitor, sheet, refusal)
    return None


def check_may_begin(visitor: Visitor) -> None:
    """Refuse those who have no body whose cases they could begin; raises `NotPermitted`."""
    if not visitor.may_begin:
        raise NotPermitted(msg("A case is begun by an officer or signatory of the organisation whose it is."))


async def openings(visitor: Visitor, kind: type[Workflow], body: str) -> tuple[Action, ...]:
    """Give the actions by which the visitor may begin a case of a body."""
    actor = await visitor.actor()
    register = await visitor.service.cases.registry.current()
    return enabled(kind, kind.CASE.blank(UUID(int=0), body), actor, register)


async def _opening(visitor: Visitor) -> Sheet:
    """Take the form that the address names, for the body that it names."""
    kind, name = workflow(visitor.request.path_params["workflow"]), visitor.request.path_params["action"]
    body = visitor.person.organization
    if kind.SUPERVISED:
        body = await bodies.named(visitor)
    elif kind.WORKFLOW in WORKFLOWS:
        check_may_begin(visitor)
        body = await bodies.chosen(visitor)
    action = actions(kind).get(name)
    if action is None or not action.opens:
        raise Unknown(msg("No case begins with “{action}”.", action=name))
    if action not in await openings(visitor, kind, body):
        raise NotPermitted(_SOMEBODY_ELSE)
    return Sheet.opening(action, body, visitor.t)


def _action(visitor: Visitor, case: Case) -> Action:
    kind, name = visitor.service.cases.workflow_of(case), visitor.request.path_params["action"]
    if name not in actions(kind):
        raise Unknown(msg("There is no action “{action}” in “{workflow}”.", action=name, workflow=kind.WORKFLOW))
    return actions(kind)[name]


def _check_possible(action: Action, case: Case, possible: tuple[Action, ...]) -> None:
    """Refuse to show a form that would be refused; raises `NotPermitted` and `WrongOrder`."""
    if action in possible:
        return
    if any(source == case.state for source, _ in action.transitions):
        raise NotPermitted(_SOMEBODY_ELSE)
    raise WrongOrder(action.name, case.state, tuple(a.name for a in possible))


async def _check_may_correct(visitor: Visitor, case: Case, entry: int | None) -> None:
    """Refuse to show the form of a correction that would be refused; raises `NotPermitted`."""
    kind = visitor.service.cases.workflow_of(case)
    actor, register = await visitor.actor(), await visitor.service.cases.registry.current()
    if entry is not None and (why := why_not_corrected(kind, case, case.history[entry - 1], actor, register)):
        raise NotPermitted(why)


async def _refused(visitor: Visitor, sheet: Sheet, refusal: Refused) -> Response:
    """Show the form again with what is wrong; a stale one takes the new version, so that it can be sent once more."""
    if isinstance(refusal, Invalid):
        sheet.form = forms.tidied(sheet.node, sheet.form)
    if isinstance(refusal, AlreadyOpen):
        return RedirectResponse(f"/cases/{refusal.case_id}", 303)
    if isinstance(refusal, Stale | KeyReused):
        sheet.key = fresh_key()
        refusal = await _moved_on(visitor, sheet)
    return await _page(visitor, sheet, refusal=refusal)


async def _moved_on(visitor: Visitor, sheet: Sheet) -> Refused:
    """Take the case as it is now; a form that was sent before with other data counts as one about an older version."""
    if sheet.case is None:
        return KeyReused(
            msg("This form was sent before, with other data. If another analysis is meant, send it again.")
        )
    sheet.case = await visitor.service.cases.get(sheet.case.id)
    sheet.version = sheet.case.version
    return Stale(sheet.version)


async def _page(
    visitor: Visitor,
    sheet: Sheet,
    *,
    fresh: bool = False,
    refusal: Refused | None = None,
    preview: Compared | None = None,
) -> Response:
    violations = refusal.violations if isinstance(refusal, Invalid) else ()
    fields = Drawing(visitor.t, sheet.form, sheet.choices, fresh).fields(sheet.node)
    if sheet.corrects is not None:
        fields = [field for field in fields if field.name != "corrects"]
    summary = place_errors(fields, violations, visitor.t)
    fields = proof_fields.narrow(fields, sheet, visitor.t)
    if sheet.case is not None:
        hints.add(fields, sheet.action.event, sheet.case, visitor.today, visitor.t)
    organization = sheet.organization
    files = await show_files(visitor, organization, fields, signable=takes_signatures(sheet.action.event, fields))
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {organization, *(preview.codes if preview else ())})
    return render(
        visitor,
        "action.html",
        HTTPStatus.OK if refusal is None else problem(refusal).kind.status,
        sheet=sheet,
        proposal=proposal(visitor, sheet.case),
        here=visitor.request.url.path + (_for_body(visitor, sheet) if sheet.case is None else ""),
        elsewhere=_for_body(visitor, sheet),
        fields=fields,
        summary=summary,
        refusal=refusal if not violations else None,
        stale=isinstance(refusal, Stale),
        organization=organization,
        names=names,
        files=files,
        preview=preview,
        previews=sheet.action.event in PREVIEWED,
        long=_is_long(fields),
        record_home=records.home(sheet.case, sheet.action),
    )


def _for_body(visitor: Visitor, sheet: Sheet) -> str:
    """Give what the address of a form adds to say for which body it is."""
    asked = bodies.asking(visitor, sheet.organization)
    return f"?{urlencode(asked)}" if asked else ""


def _is_long(fields: Sequence[Field]) -> bool:
    return any(field.control == "table" for top in fields for field in top.walk())


def _done(visitor: Visitor, result: Result) -> Response:
    """Go to the case, which says what was recorded; lists wait for the change."""
    name_in_logs(result.case)
    address = f"{records.address_of(result.case)}?recorded={result.case.version}"
    response = RedirectResponse(address, HTTPStatus.SEE_OTHER)
    keep(visitor, response, SEEN, str(result.position), seconds=60)
    return response
