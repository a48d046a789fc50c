"""A month of deadlines and days off."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from starlette.responses import Response

from events.deadlines import Skipped
from projections import deadline_lists as read
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST
from service.i18n import Translator
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from workflows.calendar import Calendar, Kind, Override, act_title, day_title, packaged_overrides

ONE_DAY = timedelta(days=1)
SHOWN = 4
"""So many deadlines are named in a day; the others are counted."""


@dataclass
class Day:
    """A cell of the month: `off` says why it is no working day, `worked` why it is one though a weekend; else ""."""

    day: date
    within: bool
    off: str
    holiday: bool
    worked: str
    deadlines: list[DeadlineRow] = field(default_factory=list)


async def month(visitor: Visitor) -> Response:
    """Show the month asked for (YYYY-MM), this one if none."""
    first, known_at = _asked(visitor), _known_at(visitor)
    register, body = await visitor.service.register.current(), visitor.person.organization
    calendar = register.calendar(known_at, body) if known_at else visitor.today.calendar
    overrides = [
        *packaged_overrides(),
        *register.changes.overrides(known_at or visitor.today.day, body, register.region_of(body, visitor.today.day)),
    ]
    weeks = _weeks(first, visitor.t, calendar, overrides)
    days = {day.day: day for week in weeks for day in week}
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        page = await read.deadlines(
            conn, today=visitor.today.day, scope=visitor.scope, due_from=min(days), due_to=max(days), limit=LARGEST
        )
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
    for row in page.rows:
        if row.status != "dropped":
            days[row.due].deadlines.append(row)
    return render(
        visitor,
        "calendar.html",
        first=first,
        last=max(day.day for day in days.values() if day.within),
        known_at=known_at,
        weeks=weeks,
        names=names,
        shown=SHOWN,
        cut=bool(page.next),
        before=_month_before(first),
        after=_month_after(first),
    )


def _asked(visitor: Visitor) -> date:
    text, this = visitor.query("month"), visitor.today.day.replace(day=1)
    try:
        first = date.fromisoformat(f"{text}-01") if text else this
    except ValueError:
        visitor.not_known(str(text))
        return this
    return min(max(first, Calendar.first + 31 * ONE_DAY), Calendar.last - 62 * ONE_DAY).replace(day=1)


def _known_at(visitor: Visitor) -> date | None:
    """Give the day by whose knowledge the month is asked for, None for today's."""
    text = visitor.query("known_at")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        visitor.not_known(str(text))
        return None


def _weeks(first: date, t: Translator, calendar: Calendar, overrides: Sequence[Override]) -> list[list[Day]]:
    start = first - first.weekday() * ONE_DAY
    weeks: list[list[Day]] = []
    while start < _month_after(first):
        weeks.append([_day(start + n * ONE_DAY, first, t, calendar, overrides) for n in range(7)])
        start += 7 * ONE_DAY
    return weeks


def _day(day: date, first: date, t: Translator, calendar: Calendar, overrides: Sequence[Override]) -> Day:
    reason = calendar.reason(day)
    off = day_title(Skipped(day, reason.code, reason.name, reason.act), t.language) if reason else ""
    worked = "" if off else _worked(day, t, overrides)
    return Day(day, day.month == first.month, off, bool(reason and reason.code != "weekend"), worked)


def _worked(day: date, t: Translator, overrides: Sequence[Override]) -> str:
    """Say for which day off a day of the weekend is worked, and by which act; "" for other days."""
    swaps = (o for o in overrides if o.kind is Kind.SWAP_WORK and o.day == day and o.week in (5, "all"))
    swap = next(swaps, None)
    if swap is None or swap.pair is None:
        return ""
    return t("Working day instead of {pair}, {act}", pair=t.day(swap.pair), act=act_title(swap.act.code, t.language))


def _month_before(first: date) -> date:
    return (first - ONE_DAY).replace(day=1)


def _month_after(first: date) -> date:
    return (first.replace(day=28) + 4 * ONE_DAY).replace(day=1)
