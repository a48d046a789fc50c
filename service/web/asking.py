"""The page on which a supervisor, or a body above, has people told of awaited deadlines; and the log of what people were told."""

from uuid import UUID

from starlette.responses import Response

from events.text import Text, msg
from projections import cases as case_rows
from projections.deadline_filters import Standing
from service import vocabulary
from service.alerts import told
from service.alerts.asking import Ask, Asked, Asking
from service.alerts.selection import Selection
from service.requests import Request
from service.web import lookup
from service.web.deadlines import STANDINGS
from service.web.received import form_of
from service.web.render import render
from service.web.sheet import fresh_key
from service.web.visitor import Visitor, local_path
from workflows.refusals import Invalid
from workflows.regions import REGIONS

SHOWN = 200
"""So many deadlines are listed to choose from; with more, all that fit the filter can still be told of."""

MOST_FIELDS = 1_000
PAGE = 50
ASKS = {Ask.REMIND: msg("Remind those who are to act"), Ask.ESCALATE: msg("Tell the line above them")}
_STANDINGS = {code: STANDINGS[code] for code in ("overdue", "due_soon", "open")}


async def ask_form(visitor: Visitor) -> Response:
    """Show who would be told of what."""
    return await _form(visitor)


async def ask(visitor: Visitor) -> Response:
    """Tell them."""
    async with form_of(visitor.request, most_files=0, most_fields=MOST_FIELDS) as data:
        what, reason, key = (str(data.get(name, "")) for name in ("what", "reason", "_key"))
        everything = data.get("everything") == "true"
        picks = [one for one in data.getlist("pick") if isinstance(one, str)]
        back = local_path(str(data.get("back", "")) or "/deadlines")
    places = _picked(picks)
    selection = await _selection(visitor) if everything else Selection(picked=places, each=True)
    kind = Ask(what) if what in set(Ask) else Ask.REMIND
    if not everything and not places:
        return await _form(visitor, kind, reason, [msg("Tick at least one deadline.")], back=back)
    actor = await visitor.actor()
    request = Request.of(actor, key[:64] or fresh_key(), "reminders", kind, reason, sorted(picks), everything)
    try:
        done = await _asking(visitor).ask(visitor.person, kind, selection, reason, request)
    except Invalid as refusal:
        wrong = [violation.text for violation in refusal.violations]
        return await _form(visitor, kind, reason, wrong, None if everything else selection, back)
    return await _result(visitor, kind, done, back)


async def _result(visitor: Visitor, kind: Ask, done: Asked, back: str) -> Response:
    """Say what was done for which deadline, and refused for which."""
    told, untold = [line for line in done.lines if line.told], [line for line in done.lines if not line.told]
    ids = {line.row.case_id for line in done.lines} | {case_id for case_id, _ in done.refused}
    async with visitor.looking() as conn:
        found = await case_rows.by_ids(conn, list(ids), visitor.cleared)
        cases = {case_id: row for case_id, row in found.items() if _sees(visitor, row.organization)}
        names = await lookup.names(conn, visitor.t, {row.organization for row in cases.values()})
    await visitor.service.gate.listed(visitor.person, cases.items())
    return render(
        visitor, "asked.html", asks=ASKS, what=kind, done=done, told=told[:SHOWN], untold=untold[:SHOWN], refused=done.refused,
        cases=cases, names=names, back=back,
    )  # fmt: skip


def _sees(visitor: Visitor, organization: str) -> bool:
    return visitor.scope is None or organization in visitor.scope


async def told_log(visitor: Visitor) -> Response:
    """Show what the visitor was told; supervisors may look at others."""
    asked = {"account": visitor.query("account")}
    account, until = visitor.person.id, None if visitor.moment.is_now else visitor.moment.told_until
    async with visitor.looking() as conn:
        cursor = visitor.query("cursor") or ""
        if visitor.is_supervisor and asked["account"] is not None:
            page = await told.overseen(
                conn, _uuid(asked["account"]), scope=visitor.scope, cleared=visitor.cleared, until=until, cursor=cursor,
                limit=PAGE,
            )  # fmt: skip
        else:
            page = await told.to_account(conn, account, cleared=visitor.cleared, until=until, cursor=cursor, limit=PAGE)
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
    await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows if row.key))
    return render(visitor, "told.html", page=page, asked=asked, names=names)


async def _form(
    visitor: Visitor,
    kind: Ask | None = None,
    reason: str = "",
    wrong: list[Text] | None = None,
    picked: Selection | None = None,
    back: str = "/deadlines",
) -> Response:
    """Show who would be told of what the filter of the address chooses, or of what is `picked`."""
    what = kind or (Ask.ESCALATE if visitor.query("what") == Ask.ESCALATE else Ask.REMIND)
    chosen, done = await _selection(visitor), Asked((), 0)
    try:
        done = await _asking(visitor).look(visitor.person, what, picked or chosen)
    except Invalid as refusal:
        wrong = [*(wrong or ()), *(violation.text for violation in refusal.violations)]
    lines = done.lines[:SHOWN]
    async with visitor.looking() as conn:
        cases = await case_rows.by_ids(conn, list({line.row.case_id for line in lines}), visitor.cleared)
        names = await lookup.names(conn, visitor.t, {line.row.organization for line in lines})
        organizations = await lookup.organization_filter(conn, visitor, chosen.organization)
    await visitor.service.gate.listed(visitor.person, ((line.row.case_id, line.row) for line in lines))
    asked = {
        "what": what.value,
        "standing": chosen.standing.value,
        "region": chosen.region,
        "organization": chosen.organization,
        "rule": chosen.rule,
    }
    return render(
        visitor,
        "ask.html",
        422 if wrong else 200,
        asked=asked,
        asks=ASKS,
        standings=_STANDINGS,
        done=done,
        lines=lines,
        reason=reason,
        wrong=wrong or [],
        key=fresh_key(),
        back=back,
        cases=cases,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        rules=vocabulary.codes("rule"),
    )


def _asking(visitor: Visitor) -> Asking:
    service = visitor.service
    return Asking(service.pool, service.access, service.clock, service.delivering.hours)


async def _selection(visitor: Visitor) -> Selection:
    """Take the filter of the address, which is that of the board of deadlines."""
    standing = visitor.query("standing")
    return Selection(
        None,
        Standing(standing if standing in _STANDINGS else "overdue"),
        await lookup.organization_asked(visitor),
        visitor.choice("region", REGIONS),
        visitor.choice("rule", vocabulary.codes("rule")),
    )


def _picked(picks: list[str]) -> list[tuple[UUID, str]]:
    """Take the boxes that were ticked, each a case and a key."""
    pairs = (pick.partition(" ") for pick in picks)
    return [(found, key) for case_id, _, key in pairs if (found := _uuid(case_id))]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
