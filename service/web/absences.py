"""The page of absences: one's own, and for those who say so of others, those of a body."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from events.text import Text, msg
from service.access import Account
from service.alerts.absences import Absences
from service.web import lookup
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Invalid, Unknown, Violation

_FIELDS = ("account", "substitute", "first_day", "last_day")


async def absences_page(visitor: Visitor) -> Response:
    """Show who is absent, and the form that records it."""
    return await _page(visitor, {}, ())


async def record(visitor: Visitor) -> Response:
    """Record an absence."""
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        sent = {name: str(data.get(name, "")).strip() for name in _FIELDS}
    sent["account"] = sent["account"] or str(visitor.person.id)
    try:
        asked = _asked(sent)
        await Absences(visitor.service.access).record(visitor.person, *asked)
    except Invalid as refused:
        return await _page(visitor, sent, refused.violations)
    return RedirectResponse(_address(visitor), HTTPStatus.SEE_OTHER)


async def revoke(visitor: Visitor) -> Response:
    """Revoke an absence."""
    text = visitor.request.path_params["absence_id"]
    try:
        absence_id = UUID(text)
    except ValueError:
        raise Unknown(msg("There is no absence {id}.", id=text)) from None
    await Absences(visitor.service.access).revoke(visitor.person, absence_id)
    return RedirectResponse(_address(visitor), HTTPStatus.SEE_OTHER)


async def _page(visitor: Visitor, sent: dict[str, str], wrong: tuple[Violation, ...]) -> Response:
    body, absences = _body(visitor), Absences(visitor.service.access)
    others = await absences.may_for(visitor.person, body)
    known = await absences.colleagues(body if others else visitor.person.organization)
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {body})
    found = await absences.listed(visitor.person, body)
    return render(
        visitor,
        "absences.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        body=body,
        names=names,
        absences=found,
        others=others,
        colleagues=[(str(one.id), _title(visitor, one)) for one in known],
        people=await visitor.service.access.names({str(one) for a in found for one in (a.account, a.substitute)}),
        sent=sent,
        wrong={str(one.path[0]): one.text for one in wrong},
        here=_address(visitor),
    )


def _body(visitor: Visitor) -> str:
    return visitor.query("organization") or visitor.person.organization


def _address(visitor: Visitor) -> str:
    asked = visitor.query("organization")
    return f"/absences?organization={asked}" if asked else "/absences"


def _title(visitor: Visitor, account: Account) -> str:
    return f"{account.name} ({visitor.t.code('role', account.post or account.role)})"


def _asked(sent: dict[str, str]) -> tuple[UUID, UUID, date, date]:
    """Take the form apart; raises `Invalid` naming everything wrong."""
    who: list[UUID] = []
    when: list[date] = []
    wrong: list[tuple[str, Text]] = []
    for name in _FIELDS[:2]:
        try:
            who.append(UUID(sent[name]))
        except ValueError:
            wrong.append((name, msg("Choose somebody from the list.")))
    for name in _FIELDS[2:]:
        try:
            when.append(date.fromisoformat(sent[name]))
        except ValueError:
            wrong.append((name, msg("Enter a date as YYYY-MM-DD.")))
    if wrong:
        raise Invalid(tuple(Violation((name,), text) for name, text in wrong))
    return who[0], who[1], when[0], when[1]
