"""Two days side by side: of a case, or of the cases and figures of an organisation, a region, or all."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from starlette.responses import Response

from events.case import DeadlineMissed
from events.reading import Reading
from events.text import Text, msg
from projections import compared as read
from projections.compared import Difference, Differing
from service.comparing import DIFFERENCES, Axis, Figure, Pair, bodies_of, figures_of, on_its_own, pair
from service.comparing_case import two_days
from service.entries import Entry, entries
from service.problems import BadQuery
from service.recall import no_case
from service.web import lookup
from service.web.figure_lists import COUNTED, cases_listed, listed
from service.web.render import render
from service.web.visitor import Visitor
from workflows.regions import REGIONS

PAGE = 25
AXES = {Axis.RECORDED: msg("By what had been recorded"), Axis.HAPPENED: msg("By what had happened, as is known now")}
_SPAN = timedelta(days=30)


async def compare_page(visitor: Visitor) -> Response:
    """Compare the cases and figures of two days."""
    asked_pair, asked = _asked(visitor)
    asked |= {
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "difference": visitor.choice("difference", list(Difference)),
        "counted": visitor.choice("counted", COUNTED),
    }
    await lookup.catch_up(visitor)
    bodies = await bodies_of(visitor.service, visitor.person, asked_pair, asked["organization"], asked["region"])
    pool, between = visitor.service.pool, asked_pair.between
    cleared, cursor = visitor.cleared.unless(asked["counted"]), visitor.query("cursor") or ""
    # two at a time: each takes one of the database's processors, and a connection that others wait for
    counts, page = await asyncio.gather(
        on_its_own(pool, partial(read.differing, between=between, bodies=bodies)),
        on_its_own(
            pool,
            partial(
                read.compared,
                between=between,
                bodies=bodies,
                cleared=cleared,
                difference=asked["difference"],
                cursor=cursor,
                limit=PAGE,
            ),
        ),
    )
    figures = await figures_of(pool, asked_pair, visitor.present.day, bodies)
    async with pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.id, row) for row in page.rows))
    return render(
        visitor,
        "compare.html",
        pair=asked_pair,
        asked=asked,
        axes=AXES,
        differences=DIFFERENCES,
        counts=counts,
        rows=_rows(asked_pair, asked, counts, figures),
        page=page,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted on both days, with the address of each day's list."""

    title: Text
    before: int
    after: int
    before_at: str
    after_at: str


def _rows(asked_pair: Pair, asked: Mapping[str, Any], counts: Differing, figures: Sequence[Figure]) -> list[Row]:
    """Give the cases of both days and what became of deadlines, with lists of these days by the clock by which they are compared."""
    clock = "at" if asked_pair.axis is Axis.RECORDED else "effective_at"
    whose = {name: asked[name] for name in ("organization", "region")}
    days = [{**whose, clock: day} for day in (asked_pair.first, asked_pair.last)]
    rows = [Row(msg("Cases"), counts.before, counts.after, *(cases_listed(**day) for day in days))]
    for one in figures:
        at = (listed(one.name, strength=None, **day) for day in days)
        rows.append(Row(one.title, one.before, one.after, *at))
    return rows


async def compare_case(visitor: Visitor) -> Response:
    """Compare a case as it was on two days."""
    text = visitor.request.path_params["case_id"]
    try:
        case_id = UUID(text)
    except ValueError:
        raise no_case(text) from None
    cases = visitor.service.cases
    case = await cases.get(case_id)
    await visitor.service.gate.admit(visitor.person, cases.workflow_of(case), case, Reading.PAGE)
    asked_pair, asked = _asked(visitor)
    found = await two_days(cases, case_id, asked_pair)
    told = entries(await cases.history(case_id), visitor.t)
    people = await lookup.people(visitor, {entry.event.envelope.actor for entry in told})
    return render(
        visitor,
        "compare_case.html",
        case=case,
        pair=asked_pair,
        asked=asked,
        axes=AXES,
        there=[one is not None for one in (found.before, found.after)],
        lines=found.case_lines(visitor.t),
        deadlines=found.deadline_lines(visitor.t, visitor.present),
        added=_told(told, found.added),
        removed=_told(told, found.removed),
        people=people,
        is_missed=lambda entry: isinstance(entry.event, DeadlineMissed),
    )


def _asked(visitor: Visitor) -> tuple[Pair, dict[str, str | None]]:
    """Take the two days and the axis of the address: the last thirty days, by what was recorded, unless given."""
    today = visitor.present.day
    chosen = visitor.choice("axis", list(Axis))
    axis = Axis(chosen) if chosen in set(Axis) else Axis.RECORDED
    last = _day(visitor, "to", today)
    first = _day(visitor, "from", last - _SPAN)
    asked_pair = pair(first, last, axis, visitor.service.clock.now(), today)
    return asked_pair, {"from": first.isoformat(), "to": last.isoformat(), "axis": axis.value}


def _day(visitor: Visitor, name: str, otherwise: date) -> date:
    text = visitor.query(name)
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise BadQuery(((name, msg("Enter a date as YYYY-MM-DD.")),)) from None


def _told(told: Sequence[Entry], numbers: Collection[int]) -> list[Entry]:
    return [entry for entry in told if entry.number in numbers]
