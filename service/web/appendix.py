"""The pages of Appendix 2: what a body and those below it report in each row for a quarter (l.707–736)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from psycopg import AsyncConnection
from starlette.responses import Response

from events.event import CaseEvent
from events.fact import FactRegistered, quarter
from events.text import Body, msg
from projections import facts as read
from projections.facts import Cleared
from projections.resembling import resembling
from service import sealed
from service.appendix import Appendix2, Cell, Row, RowStatus, appendix_2, cleared
from service.problems import BadQuery, OutOfScope
from service.told_facts import told_facts
from service.web import bodies, lookup
from service.web.acting import openings
from service.web.entries import Shown, of_event
from service.web.render import render
from service.web.row_forms import quarters
from service.web.visitor import Visitor
from workflows.machine import actions
from workflows.refusals import Unknown
from workflows.registry import WORKFLOWS

PAGE = 25
_NIL = ("reporting_row", "declare_no_facts")
_COUNTED = (RowStatus.NIL, RowStatus.NOT_REPORTED, RowStatus.RESTRICTED)
_QUARTER = re.compile(r"20\d\dQ[1-4]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """What a body reports: its cell in each row that concerns it, and in how many rows it says what."""

    body: str
    rows: list[tuple[Row, Cell]]

    @property
    def counts(self) -> list[tuple[RowStatus, int]]:
        """Count the rows by what is said in them, without what is said in none."""
        said = Counter(cell.status for _, cell in self.rows)
        return [(status, said[status]) for status in (RowStatus.FACTS, *_COUNTED) if said[status]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a fact says: its fields, and each measure with its day and fields."""

    shown: list[Shown]
    measures: list[tuple[str, date, list[Shown]]]


async def whole(visitor: Visitor) -> Response:
    """Show the form of a body and all below it; whoever belongs to none chooses one first."""
    code, period = await _organization(visitor), _period(visitor)
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        found = await _appendix(conn, visitor, code, period) if code else None
        origins = (
            {origin.organization for row in found.rows for fact in row.facts for origin in fact.origins}
            if found
            else ()
        )
        names = await lookup.names(conn, visitor.t, {*(found.bodies if found else ()), *origins, code} - {""})
        organizations = await lookup.organization_filter(conn, visitor, code)
    told = await _told(visitor, found.registrations) if found else {}
    if found:
        await visitor.service.gate.listed(visitor.person, (case for row in found.rows for case in row.cases))
    return render(
        visitor,
        "appendix_2.html",
        code=code,
        period=period,
        found=found,
        told=told,
        names=names,
        organizations=organizations,
        periods=[(one, visitor.t.period(one)) for one in quarters(visitor.today.day.year)],
        lines=[_line(found, n) for n in range(len(found.bodies))] if found else [],
        statuses=_COUNTED,
        FACTS=RowStatus.FACTS,
        RESTRICTED=RowStatus.RESTRICTED,
    )


async def one_row(visitor: Visitor) -> Response:
    """Show a row of one body: its facts, or what is said instead, and what the visitor may do about it."""
    code, period = await _organization(visitor), _period(visitor)
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        found = await _appendix(conn, visitor, code, period, only=code)
        row = next((one for one in found.rows if one.subtask.code == visitor.request.path_params["row"]), None)
        if row is None or not row.cells:
            raise Unknown(msg("There is no such row of this body."))
        [cell] = row.cells
        if cell.status is RowStatus.RESTRICTED:
            raise OutOfScope(
                msg("Only people on the approved list of {organization} work with this.", organization=Body(code))
            )
        page = await read.facts(
            conn,
            scope=[code],
            cleared=await _cleared(visitor),
            row=row.subtask.code,
            period=period,
            cursor=visitor.query("cursor") or "",
            limit=PAGE,
        )
        alike = await resembling(
            conn, [fact.id for fact in page.rows], scope=visitor.scope, cleared=await _cleared(visitor)
        )
        names = await lookup.names(
            conn, visitor.t, {code, *(o.organization for found in alike.values() for o in found)}
        )
    told = await _told(visitor, ((fact.id, fact) for fact in page.rows))
    others = ((other.id, other) for found in alike.values() for other in found)
    await visitor.service.gate.listed(visitor.person, (*row.cases, *((fact.id, fact) for fact in page.rows), *others))
    return render(
        visitor,
        "appendix_2_row.html",
        code=code,
        period=period,
        row=row,
        cell=cell,
        page=page,
        alike=alike,
        told=told,
        names=names,
        asked={"organization": code, "period": period},
        registering=await _registering(visitor, code, row.subtask.code),
        nil=await _nil(visitor, code, row.subtask.code, period, cell.case_id)
        if cell.status is not RowStatus.FACTS
        else "",
    )


async def _told(visitor: Visitor, rows: Iterable[tuple[UUID, sealed.Row]]) -> dict[UUID, Contents]:
    """Give what facts say, as people read it."""
    found = await told_facts(visitor.service.cases, rows)
    return {
        case_id: Contents(
            _without_day(of_event(fact.registered, visitor.t), fact.registered),
            [(one.TOPIC, one.occurred_on, _without_day(of_event(one, visitor.t), one)) for one in fact.measures],
        )
        for case_id, fact in found.items()
    }


def _without_day(shown: list[Shown], event: CaseEvent) -> list[Shown]:
    """Leave out the day, which stands beside it, and files, which are got from the case."""
    return [one for one in shown if one.name != event.HAPPENED and not one.files]


def _line(found: Appendix2, place: int) -> Line:
    cells = ((row, row.cells[place]) for row in found.rows)
    return Line(found.bodies[place], [(row, cell) for row, cell in cells if cell.status is not RowStatus.NOT_OWED])


async def _appendix(
    conn: AsyncConnection[object], visitor: Visitor, code: str, period: str, only: str | None = None
) -> Appendix2:
    register = await visitor.service.cases.registry.current()
    scope = visitor.scope if only is None else [only]
    return await appendix_2(conn, register, code, period, scope=scope, seen=await _cleared(visitor))


async def _cleared(visitor: Visitor) -> Cleared:
    register = await visitor.service.cases.registry.current()
    return cleared(register, visitor.person.person, visitor.present.day)


async def _organization(visitor: Visitor) -> str:
    """Give the body that the address names, else the visitor's own, if they have one; raises `Unknown`, `OutOfScope`."""
    code = visitor.query("organization") or visitor.person.organization
    if code and not await visitor.service.access.registered(code):
        raise Unknown(msg("There is no organisation {code}.", code=code))
    if code and not await visitor.service.access.sees(visitor.person, code):
        raise OutOfScope(msg("The organisation is outside your scope."))
    return code


def _period(visitor: Visitor) -> str:
    """Give the quarter that the address names, this one if it names none; raises `BadQuery`."""
    asked = visitor.query("period") or quarter(visitor.today.day)
    if _QUARTER.fullmatch(asked):
        return asked
    raise BadQuery((("period", msg("A quarter, like 2024Q2.")),))


async def _registering(visitor: Visitor, code: str, row: str) -> list[tuple[str, str]]:
    """Give the forms, with their titles, by which the visitor may register a fact of a row of a body that they act for."""
    if not await _acts_for(visitor, code):
        return []
    asked = f"?{urlencode(query)}" if (query := bodies.asking(visitor, code)) else ""
    return [
        (f"/cases/new/{kind.WORKFLOW}/{action.name}{asked}", action.title)
        for kind in WORKFLOWS.values()
        for action in actions(kind).values()
        if action.opens and issubclass(action.event, FactRegistered) and row == action.event.ROW
        if await _may(visitor, code, kind.WORKFLOW, action.name)
    ]


async def _nil(visitor: Visitor, code: str, row: str, period: str, case_id: UUID | None) -> str:
    """Give the form by which the visitor may declare that there are no facts, or the case where one did; else nothing."""
    if case_id is not None:
        return f"/cases/{case_id}"
    may = await _acts_for(visitor, code) and await _may(visitor, code, *_NIL)
    asked = urlencode({"row": row, "period": period, **bodies.asking(visitor, code)})
    return f"/cases/new/{'/'.join(_NIL)}?{asked}" if may else ""


async def _acts_for(visitor: Visitor, code: str) -> bool:
    register = await visitor.service.cases.registry.current()
    own = visitor.person.organization
    return visitor.may_begin and code in bodies.served(register, own, visitor.today.day)


async def _may(visitor: Visitor, code: str, workflow: str, action: str) -> bool:
    return action in {one.name for one in await openings(visitor, WORKFLOWS[workflow], code)}
