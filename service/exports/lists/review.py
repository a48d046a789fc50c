"""The list behind a number of the review of a span: what was due, what became of it, who was told, what they did."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from events.text import msg
from projections.page import LARGEST, Page
from service.alerts import review as read
from service.alerts.lateness import Lateness
from service.alerts.review import Span, bounds
from service.alerts.told_of import About
from service.api.reminding_queries import ReviewQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.deadlines import COLUMNS, Line, people_of, sealed_of, with_cases
from service.exports.reader import Reader

_QUARTER = re.compile(r"20\d\dQ[1-4]", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReviewLine(Line):
    """A deadline with what was told of it."""

    said: About
    late: int | None


async def _page(reader: Reader, query: ReviewQuery, cursor: str) -> Page[ReviewLine]:
    span = Span(query.first, query.last, query.region, query.organization, query.project, query.rule, query.strength)
    until = reader.moment.told_until
    found = await read.lines(
        reader.conn, span, query.group, reader.today.day, scope=reader.scope, cleared=reader.cleared, until=until,
        cursor=cursor, limit=LARGEST,
    )  # fmt: skip
    about = await read.about(reader.conn, found.rows, until)
    with_case = await with_cases(reader, found)
    lateness = Lateness(reader.register, reader.today.day)
    lines = (
        ReviewLine(
            line.row,
            line.case,
            about.get((line.row.case_id, line.row.key)) or _nothing(line),
            lateness.of(line.row),
        )
        for line in with_case.rows
    )
    return Page(tuple(lines), found.next, found.asked)


def _nothing(line: Line) -> About:
    return About(line.row.case_id, line.row.key, 0, 0, 0, None, None, "", "", None, None)


def _of_page(asked: Filters) -> dict[str, str]:
    """Take a quarter as its days."""
    found = {name: value for name, value in asked.items() if name != "quarter"}
    quarter = asked.get("quarter", "")
    if _QUARTER.fullmatch(quarter) and not ({"first", "last"} & found.keys()):
        first, last = bounds(quarter)
        found |= {"first": first.isoformat(), "last": last.isoformat()}
    return found


def _people(line: ReviewLine) -> Sequence[str]:
    return (*people_of(line), line.said.act_actor)


def _said(name: str) -> Any:
    return lambda line, _: getattr(line.said, name)


enter(
    Exported(
        name="review",
        title=msg("Review of deadlines"),
        query=ReviewQuery,
        path="/deadlines/review",
        page=_page,
        of_page=_of_page,
        bodies=lambda line: (line.organization,),
        people=_people,
        sealed=sealed_of,
        columns=(
            *COLUMNS,
            Column("missed_due", msg("Missed before it was extended"), lambda line, _: line.row.missed_due, 14),
            Column("days_late", msg("Working days late"), lambda line, _: line.late, 10),
            Column("notices", msg("Notices"), _said("notices"), 10),
            Column("people", msg("People told"), _said("people"), 10),
            Column("read_by", msg("Read by"), _said("read_by"), 10),
            Column("first_told_at", msg("First told"), _said("first_told_at"), 20),
            Column("first_read_at", msg("First read"), _said("first_read_at"), 20),
            Column("act_topic", msg("What was done then"), _said("act_topic"), 34, coded="event"),
            Column("act_at", msg("Entered at"), _said("act_at"), 20),
            Column("act_actor", msg("Entered by"), lambda line, on: on.person(line.said.act_actor), 26),
        ),
    )
)
