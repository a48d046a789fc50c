"""What a package holds: the work of a project of a body in a year, subtask by subtask, with what proves it and what is missing."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from events.clearance import Clearance
from events.event import CaseEvent
from events.organization import OrganizationType
from events.organization.record import OrganizationRecord
from events.text import Body, msg
from projections import cases as case_rows
from service.forms.titles import named
from service.i18n import Translator
from service.package.coverage import uncovered
from service.package.piece import Piece, Reading
from service.problems import BadQuery, OutOfScope
from workflows.case import Case
from workflows.catalogue import Every, Subtask, in_force
from workflows.documented import Documented, documented, undone
from workflows.fact import row_case
from workflows.forms import forms
from workflows.plan import PER_PERIOD, owed
from workflows.register import Register
from workflows.report import ReportFacts, report_case
from workflows.reporting_row.rows import rows
from workflows.risk_analysis.documents import MONITORING
from workflows.signatories import Paper
from workflows.subtask.period import bounds, periods
from workflows.uploaded import steps, uploading

if TYPE_CHECKING:
    from service.access import Account
    from service.wiring import Service

_TOGETHER = 500
_PUT_ASIDE = frozenset({"not_applicable", "waived", "cancelled", "not_needed"})
"""States in which nothing is owed any more."""

_WORKFLOWS = (
    "analysis_schedule",
    "risk_analysis",
    "cartogram",
    "reconciliation",
    "reporting_row",
    "report",
    PER_PERIOD,
)
"""Whose cases hold papers that go to the Cross-platform; facts go there in the forms that tell them."""


class PackageAsked(BaseModel):
    """Of which body's work the proofs are."""

    model_config = ConfigDict(extra="forbid")

    organization: str = Field(max_length=200, description="code of the body")
    year: int = Field(ge=2024, le=2099, description="year of the work")
    project: Literal["1", "2", "3", "4"] = Field(description="number of the project")
    language: Literal["ru", "kk"] = Field("ru", description="language of folders and lists")


@dataclass(frozen=True, slots=True)
class Section:
    """A subtask in a period: its pieces, and what it lacks; `case_id` and `state` are those of the case that carries it, None and "" for none.

    `steps` are the uploads and returns that the case knows, None where nothing of it is uploaded by itself.
    """

    subtask: Subtask
    work: Documented
    case_id: UUID | None = None
    state: str = ""
    pieces: tuple[Piece, ...] = ()
    steps: tuple[CaseEvent, ...] | None = None

    @property
    def is_owed(self) -> bool:
        """Whether anybody still asks for it."""
        return self.state not in _PUT_ASIDE

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.is_owed or not (self.work.needs or self.work.unsigned)

    @property
    def has_more_apart(self) -> bool:
        """Whether its other proofs are sealed, and never go into a package (C4, C6)."""
        return self.subtask.confidentiality in set(Clearance)


@dataclass(frozen=True, slots=True)
class Contents:
    """The sections of a package in the order of the catalogue and of time."""

    asked: PackageAsked
    register: Register = field(repr=False)
    sections: tuple[Section, ...]

    @property
    def hashes(self) -> list[str]:
        """The papers."""
        return list(dict.fromkeys(piece.sha256 for one in self.sections for piece in one.pieces if piece.sha256))


async def check(service: "Service", account: "Account", asked: PackageAsked) -> None:
    """Refuse what there is no package of; raises `BadQuery`, `OutOfScope`."""
    if not await service.access.registered(asked.organization):
        text = msg("There is no organisation {code}.", code=asked.organization)
        raise BadQuery((("organization", text),))
    if not await service.access.sees(account, asked.organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    register = await service.cases.registry.current()
    kind = register.type_of(asked.organization, bounds(str(asked.year))[1])
    if kind is None or not has_work(kind, asked.year, asked.project):
        text = msg("{organization} has no work of this project.", organization=Body(asked.organization))
        raise BadQuery((("project", text),))


def has_work(kind: OrganizationType, year: int, project: str) -> bool:
    """Whether bodies of a type have work of a project in a year."""
    return any(one.allows(kind) for one in _of_project(year, project))


async def contents(service: "Service", asked: PackageAsked, t: Translator) -> Contents:
    """Gather what a package holds, of cases that are not sealed; `t` speaks the language of the package."""
    register = await service.cases.registry.current()
    reading, kept = Reading(register, t), {one.code: one for one in _of_project(asked.year, asked.project)}
    sections: list[Section] = []
    async for period, case in _cases(service, asked):
        for work in documented(case, period):
            if subtask := kept.get(work.subtask):
                pieces = (*reading.pieces(case.id, work), *_made(case, t))
                is_uploaded = uploading(service.cases.workflow_of(case), case) is not None
                told = tuple(steps(case, work.subtask, work.period)) if is_uploaded else None
                sections.append(Section(subtask, work, case.id, case.state, pieces, told))
    sections += [
        Section(kept[work.subtask], work) for work in _lacking(register, asked, sections) if work.subtask in kept
    ]
    places = {code: place for place, code in enumerate(kept)}
    ordered = sorted(
        sections, key=lambda one: (places[one.subtask.code], bounds(one.work.period), str(one.case_id or ""))
    )
    return Contents(asked, register, tuple(ordered))


def _of_project(year: int, code: str) -> list[Subtask]:
    """Give the subtasks of the project, and the rows of its forms, in the order of the catalogue."""
    project = next(one for one in in_force(year).projects if one.code == code)
    return [*project.subtasks, *project.rows]


async def _cases(service: "Service", asked: PackageAsked) -> AsyncIterator[tuple[str, Case]]:
    """Give the cases of the year that are not sealed, each with its period."""
    known = await _periods(service, asked) | dict(_reported(asked))
    ids = list(known)
    for start in range(0, len(ids), _TOGETHER):
        found = await service.cases.several(ids[start : start + _TOGETHER])
        for case_id in ids[start : start + _TOGETHER]:
            if (case := found.get(case_id)) and not case.facts.clearance:
                yield known[case_id], case


async def _periods(service: "Service", asked: PackageAsked) -> dict[UUID, str]:
    """Give the ids of the cases of the year, with their periods."""
    found: dict[UUID, str] = {}
    async with service.pool.connection() as conn:
        for workflow in _WORKFLOWS:
            cursor = ""
            while True:
                page = await case_rows.cases(
                    conn, workflow=workflow, scope=[asked.organization], cursor=cursor, limit=_TOGETHER
                )
                found |= {row.id: row.period for row in page.rows if row.period.startswith(str(asked.year))}
                if not (cursor := page.next):
                    break
    return found


def _reported(asked: PackageAsked) -> Iterator[tuple[UUID, str]]:
    """Give the ids that reports on the forms, and declarations that a row of Appendix 2 is empty, have if there are any."""
    for form in forms().values():
        for period in form.every_period(asked.year):
            for consolidated in (False, True):
                yield report_case(asked.organization, form.appendix, period, consolidated=consolidated), period
    for one in rows(asked.year):
        for period in periods(Every.QUARTER, asked.year):
            yield row_case(asked.organization, one.code, period), period


def _made(case: Case, t: Translator) -> Iterator[Piece]:
    """Give the form itself, where nobody signs it: it is the paper, as the service makes it of what was frozen (SG-10)."""
    facts = case.facts
    if isinstance(facts, ReportFacts) and facts.form and facts.form.paper is Paper.UNSIGNED_FORM and facts.checked:
        on = facts.checked.checked_on
        yield Piece(case.id, facts.versions[-1].originator_version, named(facts.form, t), document_on=on, made=True)


def _lacking(register: Register, asked: PackageAsked, sections: Iterable[Section]) -> Iterator[Documented]:
    """Give the work that is owed and has no case yet, and the periods for which no form tells the work."""
    record = register.organization(asked.organization)
    if record is None:
        return
    works = [one.work for one in sections]
    there = {(work.subtask, work.period) for work in works}
    yield from (undone(*one) for one in _owed(record, asked.year) if one not in there)
    kind = register.type_of(asked.organization, bounds(str(asked.year))[1])
    yield from uncovered(kind, asked.year, works)


def _owed(record: OrganizationRecord, year: int) -> Iterator[tuple[str, str]]:
    """Give the subtasks and periods that the plan of the year names; the monitoring is owed once something is to be monitored."""
    for one in owed(record, year):
        if one.slot.workflow == PER_PERIOD:
            yield one.slot.subtask, one.slot.period
            continue
        kind = record.types.at(bounds(one.slot.period)[1])
        for subtask in in_force(year).assigned_to(kind) if kind else ():
            if subtask.workflow == one.slot.workflow and subtask.code != MONITORING:
                yield subtask.code, one.slot.period
