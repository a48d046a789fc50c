"""Forms of actions: drawn from the event's schema, checked by the workflow, nothing lost when something is wrong."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from events.case import FactCorrected
from events.text import msg
from service.cases import Result, Stale
from service.problems import problem
from service.requests import Request
from service.web import forms, hints, lookup, prefill
from service.web.fields import Choices, Drawing, Field, place_errors
from service.web.forms import Form, Node
from service.web.render import render
from service.web.visitor import SEEN, Visitor
from service.web.watching import case_seen
from workflows import payload
from workflows.case import Case
from workflows.machine import Action, actions
from workflows.refusals import Invalid, NotPermitted, Refused, Unknown, Violation, WrongOrder
from workflows.registry import WORKFLOWS, workflow

MOST_FIELDS = 20_000


@dataclass
class Sheet:
    """A form on its way: what is done to which case (None before its first event), and what was typed."""

    action: Action
    node: Node
    case: Case | None
    form: Form
    version: int
    key: str
    choices: Choices
    corrects: int | None = None


async def beginnings(visitor: Visitor) -> Response:
    """Let one choose how a case begins."""
    _check_may_begin(visitor)
    opening = [(name, kind, [a for a in actions(kind).values() if a.opens]) for name, kind in WORKFLOWS.items()]
    return render(visitor, "beginnings.html", workflows=opening)


async def begin_form(visitor: Visitor) -> Response:
    """Show the form with which a case begins."""
    action = _opening(visitor)
    node = forms.root(payload.schema(action.event))
    return await _page(visitor, Sheet(action, node, None, {}, 0, uuid.uuid4().hex, {}), fresh=True)


async def begin(visitor: Visitor) -> Response:
    """Begin a case."""
    action = _opening(visitor)
    data = await visitor.request.form(max_files=0, max_fields=MOST_FIELDS)
    node = forms.root(payload.schema(action.event))
    sheet = Sheet(action, node, None, _fields(data), 0, str(data.get("_key", ""))[:64], {})
    if changed := _rows_changed(sheet, data):
        return await _page(visitor, changed)
    name, actor = visitor.request.path_params["workflow"], await visitor.actor()
    sent = forms.to_payload(node, sheet.form)
    asked = Request.of(actor, sheet.key or None, "open", name, actor.organization, action.name, sent)
    try:
        result = await visitor.service.cases.open(name, actor.organization, action.name, sent, actor, asked)
    except Refused as refusal:
        return await _refused(visitor, sheet, refusal)
    return _done(result)


async def action_form(visitor: Visitor) -> Response:
    """Show the form of an action on a case."""
    case, possible = await case_seen(visitor)
    action = _action(visitor, case)
    _check_possible(action, case, possible)
    if action.event is FactCorrected and prefill.corrected_event(case, visitor.query("corrects")) is None:
        raise Unknown(msg("Choose the entry to correct in the history of the case."))
    sheet = _sheet(visitor, case, action, visitor.query("corrects"))
    sheet.form = forms.to_form(sheet.node, prefill.values(action.event, case, visitor.query))
    return await _page(visitor, sheet, fresh=True)


async def act(visitor: Visitor) -> Response:
    """Carry out an action on a case."""
    case, _ = await case_seen(visitor)
    data = await visitor.request.form(max_files=0, max_fields=MOST_FIELDS)
    action = _action(visitor, case)
    sheet = _sheet(visitor, case, action, str(data.get("corrects", "")))
    sheet.form, sheet.key = _fields(data), str(data.get("_key", ""))[:64]
    sheet.version = _version(str(data.get("_version", "")), case)
    if changed := _rows_changed(sheet, data):
        return await _page(visitor, changed)
    actor, sent = await visitor.actor(), forms.to_payload(sheet.node, sheet.form)
    asked = Request.of(actor, sheet.key or None, case.id, action.name, sent)
    try:
        result = await visitor.service.cases.act(case.id, action.name, sent, actor, asked, sheet.version)
    except Refused as refusal:
        return await _refused(visitor, sheet, refusal)
    return _done(result)


def _check_may_begin(visitor: Visitor) -> None:
    if not visitor.may_begin:
        raise NotPermitted(msg("An analysis is begun by an officer or signatory of the organisation whose it is."))


def _opening(visitor: Visitor) -> Action:
    _check_may_begin(visitor)
    kind, name = workflow(visitor.request.path_params["workflow"]), visitor.request.path_params["action"]
    action = actions(kind).get(name)
    if action is None or not action.opens:
        raise Unknown(msg("No case begins with “{action}”.", action=name))
    return action


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
        raise NotPermitted(msg("Somebody else does this: an officer or signatory of the organisation with the right to."))
    raise WrongOrder(action.name, case.state, tuple(a.name for a in possible))


def _sheet(visitor: Visitor, case: Case, action: Action, corrects: str | None) -> Sheet:
    schema, choices = payload.schema(action.event), prefill.choices(action.event, case, visitor.t)
    number = None
    if action.event is FactCorrected and (original := prefill.corrected_event(case, corrects)):
        schema, number = forms.correction(payload.schema(type(original)), schema), original.originator_version
        choices = {f"data.{path}": offered for path, offered in prefill.choices(type(original), case, visitor.t).items()}
    return Sheet(action, forms.root(schema), case, {}, case.version, uuid.uuid4().hex, choices, number)


def _fields(data: FormData) -> dict[str, list[str]]:
    """Give the payload's fields of a submitted form; those of the page itself begin with an underscore."""
    return {name: [str(v) for v in data.getlist(name)] for name in data if not name.startswith("_")}


def _version(text: str, case: Case) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else case.version


def _rows_changed(sheet: Sheet, data: FormData) -> Sheet | None:
    """Add or remove a row if that is what the button asked for."""
    if path := str(data.get("_add", "")):
        rows = forms.row_numbers(sheet.form, path)
        number = rows[-1] + 1 if rows else 0
        name = next((name for name, _ in _table(sheet.node, path).item.properties()), "")
        sheet.form = {**sheet.form, f"{path}.{number}.{name}": [""]}
        return sheet
    if removed := str(data.get("_remove", "")):
        path, _, number = removed.rpartition(".")
        _table(sheet.node, path)
        sheet.form = forms.without_row(sheet.form, path, int(number) if number.isdecimal() else -1)
        return sheet
    return None


def _table(node: Node, path: str) -> Node:
    for step in path.split("."):
        children = dict(node.properties())
        if step not in children:
            raise Unknown(msg("There is no such field."))
        node = children[step]
    if not node.is_table:
        raise Unknown(msg("There is no such field."))
    return node


async def _refused(visitor: Visitor, sheet: Sheet, refusal: Refused) -> Response:
    """Show the form again with what is wrong; a stale one takes the new version, so that it can be sent once more."""
    violations: Sequence[Violation] = ()
    if isinstance(refusal, Invalid):
        violations = refusal.violations
        sheet.form = forms.tidied(sheet.node, sheet.form)
    elif isinstance(refusal, Stale) and sheet.case is not None:
        sheet.case = await visitor.service.cases.get(sheet.case.id)
        sheet.version, sheet.key = sheet.case.version, uuid.uuid4().hex
    return await _page(visitor, sheet, violations=violations, refusal=refusal)


async def _page(
    visitor: Visitor, sheet: Sheet, *, fresh: bool = False, violations: Sequence[Violation] = (), refusal: Refused | None = None
) -> Response:
    fields = Drawing(visitor.t, sheet.form, sheet.choices, fresh).fields(sheet.node)
    if sheet.corrects is not None:
        fields = [field for field in fields if field.name != "corrects"]
    summary = place_errors(fields, violations, visitor.t)
    if sheet.case is not None:
        hints.add(fields, sheet.node, sheet.case, visitor.today, visitor.t)
    organization = sheet.case.organization if sheet.case else visitor.person.organization
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {organization})
    return render(
        visitor,
        "action.html",
        HTTPStatus.OK if refusal is None else problem(refusal).kind.status,
        sheet=sheet,
        fields=fields,
        summary=summary,
        refusal=refusal if not violations else None,
        stale=isinstance(refusal, Stale),
        organization=organization,
        names=names,
        long=_is_long(fields),
    )


def _is_long(fields: Sequence[Field]) -> bool:
    return any(field.control == "table" for top in fields for field in top.walk())


def _done(result: Result) -> Response:
    """Go to the case, which says what was recorded; lists wait for the change."""
    response = RedirectResponse(f"/cases/{result.case.id}?recorded={result.case.version}", HTTPStatus.SEE_OTHER)
    response.set_cookie(SEEN, str(result.position), max_age=60, path="/", httponly=True, samesite="lax")
    return response
