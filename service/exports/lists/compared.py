"""Two days compared: the cases that differ and the figures of an organisation, a region or all; and one case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from events.event import CaseEvent
from events.text import msg
from projections import compared as read
from projections.compared import ComparedCase
from projections.page import Page
from service.api.compare import CompareCaseQuery, CompareQuery
from service.comparing import DIFFERENCES, FIGURES, Figure, Pair, bodies_of, figures_of, pair
from service.comparing_case import Line, TwoDays, two_days
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, body_of, link, page_link, place
from service.exports.reader import Reader
from service.subtasks import row_title

THROUGH = 20_000
"""So many rows are read at a time: for each time all cases are compared."""

_CASES = msg("Cases")

PARTS = {
    "case": msg("The case"),
    "deadline": msg("Deadlines"),
    "added": msg("Entries of the second day that the first has not"),
    "removed": msg("Entries of the first day that the second has not"),
}
"""What of a case can differ."""


class OneCaseQuery(CompareCaseQuery):
    """Which case, on which two days."""

    case: UUID = Field(description="id of the case")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What differs of a case; of an entry (`number`) who recorded it, when it happened, and when it was recorded."""

    case_id: UUID
    organization: str
    part: str
    number: int | None
    line: Line
    happened_on: date | None = None
    recorded_at: datetime | None = None
    actor: str = ""


def _pair(reader: Reader, query: CompareCaseQuery) -> Pair:
    return pair(query.from_, query.to, query.axis, reader.now, reader.service.clock.today())


async def _cases(reader: Reader, query: CompareQuery, cursor: str) -> Page[ComparedCase]:
    asked = _pair(reader, query)
    bodies = await bodies_of(reader.service, reader.account, asked, query.organization, query.region)
    return await read.compared(
        reader.conn, asked.between, bodies=bodies, cleared=reader.cleared.unless(query.counted), difference=query.difference, cursor=cursor,
        limit=THROUGH, most=THROUGH,
    )  # fmt: skip


async def _figures(reader: Reader, query: CompareQuery, _cursor: str) -> Page[Figure]:
    asked = _pair(reader, query)
    bodies = await bodies_of(reader.service, reader.account, asked, query.organization, query.region)
    counts = await read.differing(reader.conn, asked.between, bodies=bodies)
    of_deadlines = await figures_of(reader.service.pool, asked, reader.today.day, bodies)
    return Page((Figure("cases", _CASES, counts.before, counts.after), *of_deadlines), "")


async def _case(reader: Reader, query: OneCaseQuery, _cursor: str) -> Page[CaseLine]:
    cases = reader.service.cases
    case, found = await cases.get(query.case), await two_days(cases, query.case, _pair(reader, query))
    of_case = (case.id, case.organization)
    lines = [CaseLine(*of_case, "case", None, line) for line in found.case_lines(reader.t)]
    lines += [CaseLine(*of_case, "deadline", None, line) for line in found.deadline_lines(reader.t, reader.today)]
    return Page((*lines, *(await _entries(reader, found, of_case))), "")


async def _entries(reader: Reader, found: TwoDays, of_case: tuple[UUID, str]) -> Iterable[CaseLine]:
    """Give the entries that one of the days has alone."""
    numbers = dict.fromkeys(found.added, "added") | dict.fromkeys(found.removed, "removed")
    lines = list[CaseLine]()
    for one in await reader.service.cases.history(of_case[0]):
        event = one.event
        if isinstance(event, CaseEvent) and (part := numbers.get(event.originator_version)):
            title, there = reader.t.code("event", event.TOPIC), reader.t("yes")
            line = Line(title, "—", there) if part == "added" else Line(title, there, "—")
            lines.append(
                CaseLine(
                    *of_case,
                    part,
                    event.originator_version,
                    line,
                    event.occurred_on,
                    one.recorded_at,
                    event.envelope.actor,
                )
            )
    return lines


def _of_one(asked: Filters) -> str:
    return place(f"/cases/{asked.get('case', '')}/compare", asked, "from", "to", "axis")


def _of_page_figures(asked: Filters) -> dict[str, str]:
    """Leave out what narrows the list of cases alone."""
    return {name: value for name, value in asked.items() if name != "difference"}


enter(
    Exported(
        name="compared",
        title=msg("Two days compared"),
        query=CompareQuery,
        path="/compare",
        page=_cases,
        bodies=body_of,
        sealed=lambda row: (row.id, row),
        columns=(
            Column("id", msg("Id"), lambda row, _: row.id, 38),
            Column("case", msg("Case"), lambda row, on: row_title(on.t, row), 40),
            *BODY,
            Column("workflow", msg("Kind of work"), lambda row, _: row.workflow, 26, coded="workflow"),
            Column("subtask", msg("Subtask"), lambda row, _: row.subtask, 10),
            Column("period", msg("Period"), lambda row, _: row.period, 10),
            Column("difference", msg("What differs"), lambda row, _: row.difference, 14, coded=DIFFERENCES),
            Column("state_before", msg("State on the first day"), lambda row, _: row.state_before, 24, coded="state"),
            Column("state_after", msg("State on the second day"), lambda row, _: row.state_after, 24, coded="state"),
            Column("closed_before", msg("Closed on the first day"), lambda row, _: row.closed_before, 10),
            Column("closed_after", msg("Closed on the second day"), lambda row, _: row.closed_after, 10),
            Column("remarks_before", msg("Remarks on the first day"), lambda row, _: row.remarks_before, 10),
            Column("remarks_after", msg("Remarks on the second day"), lambda row, _: row.remarks_after, 10),
            link(lambda row: row.id),
        ),
    )
)  # fmt: skip
enter(
    Exported(
        name="compared-figures",
        title=msg("Figures of two days"),
        query=CompareQuery,
        path="/compare",
        page=_figures,
        of_page=_of_page_figures,
        columns=(
            Column("name", msg("What is counted"), lambda row, _: row.name, 24, coded={"cases": _CASES, **FIGURES}),
            Column("before", msg("First day"), lambda row, _: row.before, 12),
            Column("after", msg("Second day"), lambda row, _: row.after, 12),
            Column("difference", msg("Difference"), lambda row, _: row.after - row.before, 12),
        ),
    )
)
enter(
    Exported(
        name="compared-case",
        title=msg("A case on two days"),
        query=OneCaseQuery,
        path="/compare",
        page=_case,
        at=_of_one,
        bodies=body_of,
        people=lambda row: (row.actor,),
        of_case=lambda query: query.case,
        columns=(
            Column("case_id", msg("Id of the case"), lambda row, _: row.case_id, 38),
            *BODY,
            Column("part", msg("What differs"), lambda row, _: row.part, 30, coded=PARTS),
            Column("entry", msg("Entry"), lambda row, _: row.number, 10),
            Column("what", msg("What"), lambda row, _: row.line.title, 50),
            Column("before", msg("First day"), lambda row, _: row.line.before, 30),
            Column("after", msg("Second day"), lambda row, _: row.line.after, 30),
            Column("happened_on", msg("Happened"), lambda row, _: row.happened_on, 12),
            Column("recorded_at", msg("Recorded"), lambda row, _: row.recorded_at, 20),
            Column("actor", msg("Id of who did it"), lambda row, _: row.actor, 38),
            Column("actor_name", msg("Who"), lambda row, on: on.person(row.actor), 26),
            page_link(lambda row: f"/cases/{row.case_id}" + (f"?entry={row.number}#entry-{row.number}" if row.number else "")),
        ),
    )
)  # fmt: skip
