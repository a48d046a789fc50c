"""The trail of everything, for those who oversee."""

from datetime import date, datetime, time, timedelta
from html import escape
from uuid import UUID

from starlette.responses import HTMLResponse, Response

from events.almaty import ALMATY
from events.text import msg
from projections import audit as read
from service import vocabulary
from service.web import lookup
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.refusals import NotPermitted
from workflows.regions import REGIONS

PAGE = 50
DAYS = ("occurred_from", "occurred_to", "recorded_from", "recorded_to")
_SUPERVISORS = msg("The audit trail of all organisations is open to supervisors. A case shows its own history.")
FILTERS = ("actor", "topic", "region", "organization", "case", *DAYS)


async def trail(visitor: Visitor) -> Response:
    """Show events by who, what, where, and by both clocks; the newest first."""
    if not visitor.is_supervisor:
        raise NotPermitted(_SUPERVISORS)
    if (elsewhere := await default_of(visitor, "audit")) is not None:
        return elsewhere
    asked = {name: visitor.query(name) for name in FILTERS}
    actors, asked["actor"] = await lookup.people_filter(visitor, asked["actor"])
    visitor.choice("topic", vocabulary.codes("event"))
    visitor.choice("region", REGIONS)
    await lookup.organization_asked(visitor)
    for text in (asked[name] for name in DAYS):
        if text is not None and _day(text) is None:
            visitor.not_known(text)
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        page = await read.audit(
            conn,
            actor=asked["actor"],
            topic=asked["topic"],
            case_id=_uuid(asked["case"]),
            organization=asked["organization"],
            region=asked["region"],
            occurred_from=_day(asked["occurred_from"]),
            occurred_to=_day(asked["occurred_to"]),
            recorded_from=_midnight(_day(asked["recorded_from"])),
            recorded_before=_midnight(_day(asked["recorded_to"]), days=1),
            cursor=visitor.query("cursor") or "",
            limit=PAGE,
        )
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    return render(
        visitor,
        "audit.html",
        saved=await saved(visitor, "audit"),
        page=page,
        asked=asked,
        names=names,
        actors=actors,
        people=await lookup.people(visitor, {row.actor for row in page.rows}),
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        topics=vocabulary.codes("event"),
    )


async def people_like(visitor: Visitor) -> Response:
    """Give options for whoever writes part of a name or login into the filter."""
    if not visitor.is_supervisor:
        raise NotPermitted(_SUPERVISORS)
    text = visitor.query("actor")
    found = await visitor.service.access.like(text, lookup.SUGGESTED) if text else []
    return HTMLResponse("".join(f'<option value="{escape(one.login)}">{escape(one.name)}</option>' for one in found))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    try:
        return datetime.combine(day + timedelta(days=days), time(), ALMATY) if day else None
    except OverflowError:  # the day after the last that there is: no limit
        return None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)
