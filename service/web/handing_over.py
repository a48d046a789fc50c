"""The page on which the cases of a leaver, or of somebody absent, are handed over to a colleague."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from events.text import Text
from projections import cases as case_list
from service.alerts.handing_over import HAND_OVER, MOST_AT_ONCE, RESTRICTED, HandingOver, HandOver, Line, not_permitted
from service.alerts.people import of_bodies
from service.runs import Progress
from service.web import lookup
from service.web.plans import run_of
from service.web.received import form_of
from service.web.render import render
from service.web.sheet import fresh_key
from service.web.visitor import Visitor
from workflows.refusals import Invalid

_MOST_FIELDS = 20
_SHOWN = 200
_NOBODY = UUID(int=0)


async def hand_over_form(visitor: Visitor) -> Response:
    """Show who is responsible for what in a body, and of a leaver what would be handed over."""
    return await _form(visitor, visitor.query("leaver") or "", visitor.query("successor") or "", "")


async def hand_over(visitor: Visitor) -> Response:
    """Hand over, at once or for many by a run."""
    async with form_of(visitor.request, most_files=0, most_fields=_MOST_FIELDS) as data:
        leaver, successor, reason, key = (str(data.get(name, "")) for name in ("leaver", "successor", "reason", "_key"))
    asked, key = HandOver(_account(leaver), _account(successor), reason), key[:64] or fresh_key()
    service, account = visitor.service, visitor.person
    work = HandingOver(service.cases, service.access)
    try:
        if len(await work.look(account, asked)) <= MOST_AT_ONCE:
            counts = await work.hand_over(account, asked, key)
            return _back(visitor, {"done": counts["handed_over"], "refused": counts["refused"]})
    except Invalid as refusal:
        return await _form(visitor, leaver, successor, reason, [violation.text for violation in refusal.violations])

    async def run(progress: Progress) -> Mapping[str, int]:
        return await work.hand_over(account, asked, key, progress)

    year, scope = visitor.today.day.year, f"{asked.leaver}:{asked.successor}"
    run_id = await service.runs.start(HAND_OVER, year, str(account.id), run, scope)
    return _back(visitor, {"run": run_id})


async def _form(visitor: Visitor, leaver: str, successor: str, reason: str, wrong: Sequence[Text] = ()) -> Response:
    body, service = await lookup.organization_asked(visitor) or visitor.person.organization, visitor.service
    work = HandingOver(service.cases, service.access)
    if not await work.may(visitor.person, body):
        raise not_permitted()
    await lookup.catch_up(visitor)
    async with service.pool.connection() as conn:
        responsible = await case_list.responsible_of(conn, body)
        names = await lookup.names(conn, visitor.t, {body})
    people = await service.access.names({str(account) for account in responsible})
    lines: Sequence[Line] = ()
    if leaver and successor and not wrong:
        try:
            lines = await work.look(visitor.person, HandOver(_account(leaver), _account(successor), reason or "—"))
        except Invalid as refusal:
            wrong = [violation.text for violation in refusal.violations]
    await service.gate.listed(visitor.person, ((line.case.id, line) for line in lines))
    async with service.pool.connection() as conn:
        officials = await of_bodies(conn, service.access, {body})
    return render(
        visitor,
        "hand_over.html",
        422 if wrong else 200,
        body=body,
        names=names,
        leavers=[(str(one), f"{people.get(str(one), one)} ({number})") for one, number in responsible.items()],
        successors=[(str(one.id), one.name) for one in officials],
        leaver=leaver,
        successor=successor,
        reason=reason,
        lines=lines[:_SHOWN],
        further=max(0, len(lines) - _SHOWN),
        wrong=wrong,
        restricted=RESTRICTED,
        key=fresh_key(),
        run=await run_of(visitor, HAND_OVER),
        done=visitor.query("done"),
        refused=visitor.query("refused"),
    )


def _back(visitor: Visitor, said: Mapping[str, object]) -> Response:
    body = visitor.query("organization")
    asked = {**({"organization": body} if body else {}), **said}
    return RedirectResponse(f"/handover?{urlencode(asked)}", 303)


def _account(text: str) -> UUID:
    """Take an account from a form; what is none is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        return _NOBODY
