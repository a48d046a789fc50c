"""The year's plan, body by body: what is owed, and what became of it."""

from dataclasses import dataclass

from events.organization import OrganizationType
from events.text import msg
from projections.page import LARGEST, Page
from service.api.queries import Subtask, Text
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, YearQuery, body_of, page_link, place
from service.exports.reader import Reader
from service.owed import Line, Sought, owed_cases
from service.plan_counts import PlanCount, plan_counts
from service.plans import plan_as_of
from service.problems import OutOfScope
from service.subtasks import subtask_title
from workflows.plan import check_year
from workflows.subtask.period import bounds, year_of

_BODIES = 20  # of which one page tells


class PlanQuery(YearQuery):
    """Whose plan, of which year: of all bodies that the reader oversees, and of this year, unless said."""

    organization: Text | None = None


class OwedQuery(PlanQuery):
    """What of all that is owed."""

    type: OrganizationType | None = None
    subtask: Subtask | None = None


@dataclass(frozen=True, slots=True)
class CountLine:
    """What bodies of a type owe of a subtask in a year."""

    year: int
    counted: PlanCount


def _page_of(line: Line) -> str:
    """Give the page of the case, of one that is not made that of the body's plan."""
    entry = line.entry
    return f"/cases/{entry.case_id}" if entry.made else f"/plans/{year_of(entry.period)}/{line.organization}"


_WHAT = (
    Column("case_id", msg("Id of the case"), lambda line, _: line.entry.case_id, 38),
    *BODY,
    Column("workflow", msg("Kind of work"), lambda line, _: line.entry.workflow, 26, coded="workflow"),
    Column("subtask", msg("Subtask"), lambda line, _: line.entry.subtask, 10),
    Column("title", msg("Title"), lambda line, on: subtask_title(on.t, line.entry.subtask, line.entry.period), 50),
    Column("period", msg("Period"), lambda line, _: line.entry.period, 10),
    Column("first_day", msg("First day"), lambda line, _: bounds(line.entry.period)[0], 12),
    Column("last_day", msg("Last day"), lambda line, _: bounds(line.entry.period)[1], 12),
)
_BECAME = (
    Column("made", msg("Case is made"), lambda line, _: line.entry.made is not None, 10),
    Column("state", msg("State"), lambda line, _: line.entry.made and line.entry.made.state, 24, coded="state"),
    Column("closed", msg("Closed"), lambda line, _: bool(line.entry.made and line.entry.made.closed), 10),
    page_link(_page_of),
)


def _at(asked: Filters) -> str:
    parts = ("/plans", asked.get("year"), asked.get("year") and asked.get("organization"))
    return place("/".join(filter(None, parts)), asked)


def _year(reader: Reader, query: PlanQuery) -> int:
    return query.year or reader.today.day.year


async def _check(reader: Reader, query: PlanQuery) -> None:
    check_year(_year(reader, query), reader.today.day)
    if query.organization is not None and not await reader.service.access.sees(reader.account, query.organization):
        raise OutOfScope(msg("The organisation is outside your scope."))


async def _check_year(reader: Reader, query: YearQuery) -> None:
    check_year(query.year or reader.today.day.year, reader.today.day)


async def _counts(reader: Reader, query: YearQuery, _cursor: str) -> Page[CountLine]:
    year = query.year or reader.today.day.year
    counts = await plan_counts(reader.conn, reader.register, year, reader.scope)
    return Page(tuple(CountLine(year, one) for one in counts), "")


def _count_title(line: CountLine, on: Reader) -> str:
    return subtask_title(on.t, line.counted.subtask, str(line.year))


def _at_country(asked: Filters) -> str:
    return _at({name: value for name, value in asked.items() if name != "organization"})


async def _page(reader: Reader, query: PlanQuery, cursor: str) -> Page[Line]:
    register = reader.register
    seen = [query.organization] if query.organization else register.codes() if reader.scope is None else reader.scope
    bodies = sorted(code for code in seen if code > cursor)
    lines: list[Line] = []
    for code in bodies[:_BODIES]:
        if record := register.organization(code):
            entries = await plan_as_of(reader.conn, record, _year(reader, query))
            lines += [Line(code, entry) for entry in sorted(entries, key=lambda one: (one.subtask, bounds(one.period)))]
    return Page(tuple(lines), bodies[_BODIES - 1] if len(bodies) > _BODIES else "")


async def _owed(reader: Reader, query: OwedQuery, cursor: str) -> Page[Line]:
    sought = Sought(_year(reader, query), query.type, query.subtask, query.organization)
    return await owed_cases(reader.conn, reader.register, sought, reader.scope, cursor, LARGEST)


def _at_owed(asked: Filters) -> str:
    year = asked.get("year")
    return place(f"/owed/{year}", asked, "subtask", "type", "organization") if year else place("/plans", asked)


enter(
    Exported(
        name="plans",
        title=msg("Year's plan"),
        query=PlanQuery,
        path="/plans",
        at=_at,
        page=_page,
        check=_check,
        bodies=body_of,
        columns=(*_WHAT, Column("owed", msg("Owed"), lambda line, _: line.entry.owed, 10), *_BECAME),
    )
)
enter(
    Exported(
        name="owed",
        title=msg("What is owed"),
        query=OwedQuery,
        path="/plans",
        at=_at_owed,
        page=_owed,
        check=_check,
        bodies=body_of,
        columns=(*_WHAT, *_BECAME),
    )
)
enter(
    Exported(
        name="plan-counts",
        title=msg("Plan by subtask and type of organisation"),
        query=YearQuery,
        path="/plans",
        at=_at_country,
        page=_counts,
        check=_check_year,
        columns=(
            Column("subtask", msg("Subtask"), lambda line, _: line.counted.subtask, 10),
            Column("title", msg("Title"), _count_title, 50),
            Column("type", msg("Type"), lambda line, _: line.counted.type, 26, coded="OrganizationType"),
            Column("owed", msg("Owed"), lambda line, _: line.counted.owed, 10),
            Column("made", msg("Case is made"), lambda line, _: line.counted.made, 10),
            Column("closed", msg("Closed"), lambda line, _: line.counted.closed, 10),
        ),
    )
)
