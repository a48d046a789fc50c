"""Deadlines, and those of them that are overdue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from events.text import msg
from projections import cases as case_rows
from projections import deadline_lists as read
from projections.case_row import CaseRow
from projections.deadline_filters import Sought, Standing
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST, Page
from service.alerts.asking import days_left
from service.api.board import named as named_responsible
from service.api.deadline_queries import DeadlinesQuery
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import BODY, link, named, renamed
from service.exports.reader import Reader
from service.health import soon
from workflows.calendar import act_title


@dataclass(frozen=True, slots=True)
class Line:
    """A deadline, and the case that it is of, if the reader may see that."""

    row: DeadlineRow
    case: CaseRow | None

    @property
    def organization(self) -> str:
        """Whose it is."""
        return self.row.organization


async def with_cases(reader: Reader, found: Page[DeadlineRow]) -> Page[Line]:
    """Put the cases of some deadlines beside them."""
    cases = await case_rows.by_ids(reader.conn, list({row.case_id for row in found.rows}), reader.cleared)
    return Page(tuple(Line(row, cases.get(row.case_id)) for row in found.rows), found.next, found.asked)


async def _page(reader: Reader, query: DeadlinesQuery, cursor: str) -> Page[Line]:
    sought = Sought(
        today=reader.today.day, soon=soon(reader.today.day, reader.register), standing=query.status,
        organization=query.organization, body=query.body, subtask=query.subtask, scope=reader.scope, cleared=reader.cleared.unless(query.counted),
        region=query.region, rule=query.rule, workflow=query.workflow, strength=query.strength, case_id=query.case,
        responsible=named_responsible(query.responsible, reader.account), due_from=query.due_from, due_to=query.due_to,
    )  # fmt: skip
    found = await read.listed(reader.conn, sought, query.sort, cursor=cursor, limit=LARGEST)
    return await with_cases(reader, found)


async def _overdue(reader: Reader, query: DeadlinesQuery, cursor: str) -> Page[Line]:
    return await _page(reader, query.model_copy(update={"status": Standing.OVERDUE}), cursor)


def _case(line: Line, on: Reader) -> str:
    return named(line.case, on) if line.case else ""


def _act(line: Line, on: Reader) -> str:
    return act_title(line.row.act, on.t.language) if line.row.act else ""


def _status(line: Line, on: Reader) -> str:
    row = line.row
    return on.today.status(row.status, row.bound, row.due, row.rule).value


def _late(line: Line, on: Reader) -> int | None:
    """Count the working days by which an act was late, or is by now, by the calendar of its body."""
    row = line.row
    if row.margin is not None:
        return max(0, -row.margin)
    is_awaited = row.status in {"open", "missed"} and row.bound == "not_later" and row.due < on.today.day
    return -days_left(row.organization, row.due, on.register, on.today.day) if is_awaited else None


def sealed_of(line: Line) -> tuple[UUID, DeadlineRow]:
    """Give the case of a line."""
    return line.row.case_id, line.row


def people_of(line: Line) -> Sequence[str]:
    """Give who is responsible for the case of a line."""
    return (str(line.case.responsible),) if line.case and line.case.responsible else ()


def _responsible(line: Line, on: Reader) -> str:
    return on.person(str(line.case.responsible)) if line.case and line.case.responsible else ""


COLUMNS: Sequence[Column] = (
    Column("case_id", msg("Id of the case"), lambda line, _: line.row.case_id, 38),
    Column("key", msg("Key"), lambda line, _: line.row.key, 12),
    Column("rule", msg("Requirement"), lambda line, _: line.row.rule, 44, coded="rule"),
    Column("subject", msg("About"), lambda line, on: on.t.period(line.row.subject), 18),
    Column("case", msg("Case"), _case, 36),
    *BODY,
    Column("workflow", msg("Kind of work"), lambda line, _: line.row.workflow, 26, coded="workflow"),
    Column("subtask", msg("Subtask"), lambda line, _: line.row.subtask, 10),
    Column("due", msg("Due"), lambda line, _: line.row.due, 12),
    Column("extended_from", msg("Extended from"), lambda line, _: line.row.extended_from, 14),
    Column("act", msg("Document"), _act, 30),
    Column("done_on", msg("Done"), lambda line, _: line.row.done_on, 12),
    Column("margin", msg("Working days to spare"), lambda line, _: line.row.margin, 12),
    Column("days_late", msg("Working days late"), _late, 12),
    Column("status", msg("Status"), _status, 20, coded="status"),
    Column("recorded_status", msg("Recorded as"), lambda line, _: line.row.status, 22, coded="Standing"),
    Column("strength", msg("Force"), lambda line, _: line.row.strength, 16, coded="strength"),
    Column("missed_on", msg("Recorded as passed"), lambda line, _: line.row.missed_on, 14),
    Column("basis", msg("Line of the Instruction"), lambda line, _: line.row.basis, 12, coded="basis"),
    Column("responsible", msg("Responsible"), _responsible, 26),
    link(lambda line: line.row.case_id),
)
"""What is shown of a deadline."""

_DEADLINES = Exported(
    name="deadlines",
    title=msg("Deadlines"),
    query=DeadlinesQuery,
    path="/deadlines",
    page=_page,
    of_page=renamed({"standing": "status"}),
    bodies=lambda line: (line.organization,),
    people=people_of,
    sealed=sealed_of,
    columns=COLUMNS,
)
enter(_DEADLINES)
enter(replace(_DEADLINES, name="overdue", title=msg("Overdue"), page=_overdue))
