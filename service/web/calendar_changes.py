"""The page of changes of the calendar, and the part of a change's own page that says which deadlines it moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from events.deadlines import Skipped
from service.calendar_changes import calendar_changes, effects_of
from service.calendar_import import EXAMPLE
from service.recalculation import Effect
from service.web import bodies, lookup
from service.web.acting import openings
from service.web.entries import of_event
from service.web.render import render
from service.web.visitor import Visitor
from workflows.calendar import Calendar, Code, day_title
from workflows.calendar_change import CalendarChangeFacts, CalendarChangeWorkflow
from workflows.case import Case

SHOWN = 100
"""So many of the deadlines that a change moves are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What a change that is to be decided does: deadlines put off, those that keep their date, and how many more there are."""

    effects: Sequence[Effect]
    moved: int
    kept: int
    further: int
    names: lookup.Names


async def change_page(visitor: Visitor, case: Case) -> ChangePage | None:
    """Give what is shown of a change that is to be decided, None for another case."""
    if not isinstance(case.facts, CalendarChangeFacts) or case.facts.tried(case.state, visitor.today.day) is None:
        return None
    register = await visitor.service.register.current()
    cases, today = visitor.service.cases, visitor.today.day
    found = await effects_of(cases, case.id, register, today, visitor.scope, visitor.cleared, SHOWN)
    await visitor.service.gate.listed(visitor.person, ((one.row.case_id, one.row) for one in found.listed))
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {effect.row.organization for effect in found.listed})
    return ChangePage(found.listed, found.moved, found.kept, found.further, names)


async def changes(visitor: Visitor) -> Response:
    """Show every change with where it stands, the days that are only expected, and to those who may propose one the ways to do it."""
    found = await calendar_changes(visitor.service.cases)
    body = await bodies.named(visitor) if visitor.query("organization") else visitor.person.organization
    people = {event.envelope.actor for case in found for event in case.history}
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {body, *(case.organization for case in found)})
    return render(
        visitor,
        "calendar_changes.html",
        changes=[(case, of_event(case.history[0], visitor.t)) for case in found],
        names=names,
        people=await visitor.service.access.names(people),
        propose=await openings(visitor, CalendarChangeWorkflow, body) if body else (),
        body=body,
        example=EXAMPLE,
        asking=bodies.asking(visitor, body),
        expected=_expected(visitor.today.calendar, visitor),
        day_title=lambda day: day_title(day, visitor.t.language),
        sees=[case.id for case in found if await visitor.service.access.sees(visitor.person, case.organization)],
    )


def _expected(calendar: Calendar, visitor: Visitor) -> list[Skipped]:
    """Give the days of this year and the next two that are only expected."""
    year = visitor.today.day.year
    first, last = visitor.today.day.replace(month=1, day=1), visitor.today.day.replace(year=year + 2, month=12, day=31)
    return [
        day for day in calendar.off_between(first, min(last, calendar.last)) if day.reason == Code.ESTIMATED_HOLIDAY
    ]
