"""Reminding and escalating by hand, the log of what was told, and the review of a span of days."""

from collections.abc import Callable, Collection
from dataclasses import fields
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from events.text import msg
from projections.deadline_filters import Standing
from projections.page import LARGEST
from service import vocabulary
from service.alerts import review, told
from service.alerts.asking import Ask, Asked, Asking
from service.alerts.lateness import Lateness
from service.alerts.review import Span
from service.alerts.selection import Selection
from service.alerts.told_of import About, ToldOf
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.body import json_object
from service.api.caller import account_of, check_sees, service_of, speaker
from service.api.commands import idempotency_key
from service.api.lists import asker_of, asking, reading, shown_deadline
from service.api.queries import PageQuery
from service.api.reminding_queries import AskQuery, ReviewQuery, ToldQuery
from service.i18n import Translator
from service.problems import BadQuery, OutOfScope
from service.recall import no_case
from service.requests import Request
from workflows.actor import Role
from workflows.refusals import Invalid, Violation
from workflows.regions import REGIONS

_SAID = tuple(field.name for field in fields(told.Told))
_FIELDS = {"what", "reason", "deadlines", "each", "filter"}
_FILTERS: dict[str, Callable[[], Collection[str]] | None] = {
    "status": lambda: ("overdue", "due_soon", "open", "missed"),
    "organization": None,
    "region": lambda: REGIONS,
    "rule": lambda: vocabulary.codes("rule"),
}
"""What a filter may say, with the codes that there are; whether there is an organisation, the register says."""


async def post_reminders(request: HttpRequest, query: Annotated[AskQuery, Query()]) -> Response:
    """Have people told of awaited deadlines, or say who would be."""
    account, service = await account_of(request), service_of(request)
    body = await json_object(request)
    what, wanted, reason = _wanted(body, dry=query.dry_run)
    asks = Asking(service.pool, service.access, service.clock, service.delivering.hours)
    if query.dry_run:
        done = await asks.look(account, what, wanted)
    else:
        actor = await service.access.actor(account)
        asked = Request.of(actor, idempotency_key(request), "reminders", body)
        done = await asks.ask(account, what, wanted, reason, asked)
    await service.gate.listed(account, ((line.row.case_id, line.row) for line in done.lines))
    return answer(_asked(done, speaker(request), dry=query.dry_run))


async def get_case_notices(request: HttpRequest, query: Annotated[PageQuery, Query()]) -> Response:
    """List what was told about a case."""
    await account_of(request)
    service, text = service_of(request), request.path_params["case_id"]
    try:
        case_id = UUID(text)
    except ValueError:
        raise no_case(text) from None
    await check_sees(request, await service.cases.get(case_id))
    async with service.pool.connection() as conn:
        page = await told.about_case(conn, case_id, cursor=query.cursor, limit=query.limit)
    say = speaker(request)
    return answer(with_next(request, [_told(row, say) for row in page.rows], page.next))


async def get_told(request: HttpRequest, query: Annotated[ToldQuery, Query()]) -> Response:
    """List what the caller was told; for supervisors, what somebody or anybody was."""
    async with asking(request, organization=query.organization) as asker:
        account = asker.account
        until = None if asker.moment.is_now else asker.moment.told_until
        limits: dict[str, Any] = {"until": until, "cursor": query.cursor, "limit": query.limit}
        whose = _whose(query.account, account.id)
        if whose == account.id:
            page = await told.to_account(asker.conn, account.id, cleared=asker.cleared, **limits)
        elif account.role is not Role.SUPERVISOR:
            raise OutOfScope(msg("What others were told is for supervisors."))
        else:
            page = await told.overseen(
                asker.conn, whose, scope=asker.scope, organization=query.organization, cleared=asker.cleared, **limits
            )
    await asker.service.gate.listed(account, ((row.case_id, row) for row in page.rows if row.key))
    return answer(with_next(request, [_told(row, asker.say) for row in page.rows], page.next), asker.headers)


async def get_review(request: HttpRequest, query: Annotated[ReviewQuery, Query()]) -> Response:
    """Give the review of a span of days."""
    if query.first > query.last:
        raise BadQuery((("last", msg("The last day is before the first: {first}.", first=query.first)),))
    who = await asker_of(request, query.at_least, query.organization)
    lateness = Lateness(await who.service.register.as_of(who.moment.at), who.today)
    span = Span(query.first, query.last, query.region, query.organization, query.project, query.rule, query.strength)
    (total, *rules), counted_at = await who.service.review.of(who.moment, span, lateness, who.scope, query.at_least)
    until = who.moment.told_until
    async with reading(who) as asker:
        page = await review.lines(
            asker.conn, span, query.group, asker.today, scope=asker.scope, cleared=asker.cleared, until=until,
            cursor=query.cursor, limit=query.limit,
        )  # fmt: skip
        about = await review.about(asker.conn, page.rows, until)
        readers = await review.told_of(asker.conn, page.rows, until)
    await asker.service.gate.listed(asker.account, ((row.case_id, row) for row in page.rows))
    names = await asker.service.access.names({str(one.account) for found in readers.values() for one in found})
    items = [
        {
            "deadline": shown_deadline(row, asker.say),
            "days_late": lateness.of(row),
            "told": [_reader(one, names) for one in readers.get((row.case_id, row.key), ())],
            "first_act": _first_act(about.get((row.case_id, row.key)), asker.say),
        }
        for row in page.rows
    ]
    body = {"first": span.first, "last": span.last, "counted_at": counted_at, "total": total, "rules": rules}
    return answer(body | with_next(request, items, page.next), asker.headers)


def _whose(text: str, me: UUID) -> UUID | None:
    """Give the account whose notices are asked for, None for anybody's; raises `BadQuery`."""
    if text in {"me", "anybody"}:
        return me if text == "me" else None
    try:
        return UUID(text)
    except ValueError:
        raise BadQuery((("account", msg("Write `me`, `anybody`, or the id of an account.")),)) from None


def _wanted(body: dict[str, Any], *, dry: bool) -> tuple[Ask, Selection, str]:
    """Take a request to tell apart; raises `Invalid`."""
    wrong = [Violation((name,), msg("There is no such field.")) for name in body.keys() - _FIELDS]
    what, reason, chosen, limits = (body.get(name) for name in ("what", "reason", "deadlines", "filter"))
    each = body.get("each", False)
    if what not in list(Ask):
        wrong.append(Violation(("what",), msg("Choose one of: {expected}.", expected=tuple(Ask))))
    if not dry and not isinstance(reason, str):
        wrong.append(Violation(("reason",), msg("This field is required.")))
    if (chosen is None) == (limits is None):
        wrong.append(Violation(("deadlines",), msg("Name the deadlines, or a filter: one of the two.")))
    if not isinstance(each, bool):
        wrong.append(Violation(("each",), msg("This does not have the expected form.")))
    selection = Selection()
    if chosen is not None:
        picked = _picked(chosen)
        selection = Selection(picked, each=each is True)
        if picked is None:
            wrong.append(Violation(("deadlines",), msg("This does not have the expected form.")))
    elif limits is not None:
        wrong_filter = _wrong_filter(limits)
        wrong += wrong_filter
        if not wrong_filter:
            selection = Selection(
                None, Standing(limits.get("status", "overdue")), limits.get("organization"), limits.get("region"),
                limits.get("rule"),
            )  # fmt: skip
    if wrong:
        raise Invalid(tuple(wrong))
    return Ask(str(what)), selection, reason if isinstance(reason, str) else ""


def _picked(chosen: Any) -> list[tuple[UUID, str]] | None:
    if not isinstance(chosen, list):
        return None
    try:
        return [(UUID(one["case_id"]), str(one["key"])) for one in chosen if one.keys() == {"case_id", "key"}]
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _wrong_filter(limits: Any) -> list[Violation]:
    """Say what is wrong with a filter, each at its place."""
    if not isinstance(limits, dict):
        return [Violation(("filter",), msg("This does not have the expected form."))]
    wrong = [Violation(("filter", name), msg("There is no such field.")) for name in limits.keys() - _FILTERS.keys()]
    for name, known in _FILTERS.items():
        if name not in limits:
            continue
        value, codes = limits[name], known() if known else None
        if not isinstance(value, str):
            wrong.append(Violation(("filter", name), msg("This does not have the expected form.")))
        elif codes is not None and value not in codes:
            wrong.append(Violation(("filter", name), msg("Choose one of: {expected}.", expected=tuple(codes))))
    return wrong


def _asked(done: Asked, say: Translator, *, dry: bool) -> shapes.Asked:
    return shapes.Asked(
        dry,
        len(done.lines),
        done.people,
        done.untold,
        done.made,
        [
            shapes.AskedLine(
                line.row.case_id, line.row.key, line.row.organization, line.row.due,
                [shapes.Recipient(one.account, one.name, one.capacity) for one in line.told],
            )
            for line in done.lines[:LARGEST]
        ],
        [shapes.RefusedLine(case_id, key, say(why)) for (case_id, key), why in done.refused.items()],
    )  # fmt: skip


def _told(row: told.Told, say: Translator) -> dict[str, Any]:
    titles = {"title": say.code("rule", row.rule) if row.rule else "", "href": f"/api/v1/cases/{row.case_id}"}
    return {name: getattr(row, name) for name in _SAID} | titles


def _reader(one: ToldOf, names: dict[str, str]) -> shapes.Reader:
    return shapes.Reader(one.account, names.get(str(one.account), ""), one.told_at, one.read_at, one.notices)


def _first_act(found: About | None, say: Translator) -> shapes.FirstAct | None:
    if found is None or found.act_on is None or found.act_at is None:
        return None
    title = say.code("event", found.act_topic)
    return shapes.FirstAct(found.act_topic, title, found.act_actor, found.act_on, found.act_at)
