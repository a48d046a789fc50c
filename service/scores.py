"""Counting the scores of supervising bodies from the documents of their entities (3.2, l.579)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.score import ScoreCalculated, SubtaskScore
from events.text import msg
from projections.compliance import PUBLICATION, ComplianceRow, documents
from service.cases import Cases
from service.clock import Clock
from service.conflicts import Stale
from service.moment import NOW, Moment, looking
from service.recall import Result
from service.register import FreshRegister
from service.requests import Request
from workflows import catalogue
from workflows.actor import SYSTEM, Actor, Role
from workflows.compliance_score import case_of
from workflows.compliance_score.case import TASK
from workflows.refusals import NotPermitted, Unknown
from workflows.register import Register
from workflows.scoring import Score, score

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a body for a year as of a day: by subtask, and of the full set of nine; `fulfilling` are the rows that count."""

    organization: str
    year: int
    as_of: date
    entities: tuple[str, ...]
    by_subtask: dict[str, Score]
    full_set: Score
    rows: tuple[ComplianceRow, ...]
    fulfilling: frozenset[UUID]


@dataclass
class Scoring:
    """Counts, and records what was counted."""

    cases: Cases
    pool: AsyncConnectionPool
    clock: Clock
    register: FreshRegister

    async def count(self, organization: str, year: int, moment: Moment = NOW) -> Scores:
        """Count the scores as the read model has them as of a moment; the entities are those of that day, or of the year's last day.

        A document that is maintained and was confirmed in an earlier year counts while it is in force.
        """
        register = await self.register.as_of(moment.at)
        async with looking(self.pool, moment) as conn:
            return await self.count_of(conn, register, organization, year, moment.day(self.clock.today()))

    async def count_of(
        self, conn: AsyncConnection[Any], register: Register, organization: str, year: int, day: date
    ) -> Scores:
        """Count the scores on a day as a connection shows the read model, and by a register."""
        as_of = min(day, date(year, 12, 31))
        entities = register.supervised(organization, as_of)
        rows = _counted(await documents(conn, entities, year, _maintained(year)), as_of)
        subtasks = [subtask.code for subtask in _subtasks(year)]
        counting = _fulfilling(rows, as_of, set(subtasks) - {PUBLICATION})
        fulfilling: dict[str, set[str]] = defaultdict(set)
        for row in counting:
            fulfilling[row.subtask].add(row.organization)
        full = set(entities).intersection(*(fulfilling[code] for code in subtasks))
        by_subtask = {code: score(fulfilling[code], entities) for code in subtasks}
        return Scores(
            organization,
            year,
            as_of,
            entities,
            by_subtask,
            score(full, entities),
            rows,
            frozenset(row.id for row in counting),
        )

    async def may_record(self, actor: Actor, organization: str) -> bool:
        """Whether somebody is of the body itself or of one above it, or a supervisor."""
        above = (await self.cases.registry.current()).ancestors(organization, self.clock.today())
        return actor.role is Role.SUPERVISOR or actor.organization in {organization, *above}

    async def check_may_record(self, actor: Actor, organization: str) -> None:
        """Refuse those who may not record scores; raises `NotPermitted`."""
        if not await self.may_record(actor, organization):
            raise NotPermitted(msg("Scores are recorded by the body itself, by those above it, or by a supervisor."))

    async def record(self, organization: str, year: int, actor: Actor, request: Request) -> Result:
        """Record the scores as they are now, for whoever asks; raises `Refused`."""
        counter = Actor(SYSTEM.id, Role.SYSTEM, on_behalf_of=actor.id)
        for _ in range(_ATTEMPTS):
            data = _data(await self.count(organization, year))
            case_id = case_of(organization, year)
            try:
                case = await self.cases.get(case_id)
            except Unknown:
                opened = self.cases.open("compliance_score", organization, "calculate", data, counter, request, case_id)
                try:
                    return await opened
                except Stale:
                    continue
            return await self.cases.act(case_id, "calculate", data, counter, request, case.version)
        raise Stale(await self.cases.version(case_of(organization, year)))

    async def last(self, organization: str, year: int) -> ScoreCalculated | None:
        """Give the scores as they were last recorded, None if they never were."""
        try:
            case = await self.cases.get(case_of(organization, year))
        except Unknown:
            return None
        recorded: ScoreCalculated | None = case.facts.last
        return recorded


def _subtasks(year: int) -> Iterator[catalogue.Subtask]:
    return (subtask for subtask in catalogue.in_force(year).subtasks if subtask.task == TASK)


def _maintained(year: int) -> list[str]:
    every = catalogue.Every.MAINTAINED
    return [subtask.code for subtask in _subtasks(year) if subtask.recurrence.every is every]


def _counted(rows: Iterable[ComplianceRow], as_of: date) -> tuple[ComplianceRow, ...]:
    """Give a row for each entity and subtask: the newest that fulfils it, else the newest there is."""
    found: dict[tuple[str, str], ComplianceRow] = {}
    for row in rows:
        known = found.get((row.organization, row.subtask))
        if known is None or row.fulfilled(as_of) or not known.fulfilled(as_of):
            found[row.organization, row.subtask] = row
    return tuple(found.values())


def _fulfilling(rows: Iterable[ComplianceRow], as_of: date, whole: Set[str]) -> list[ComplianceRow]:
    """Give the rows that count; a familiarisation only with all documents that the employees are to know (l.577, A-40).

    Published documents are named one by one with their links. What a familiarisation was with, only the documents themselves
    show: while one is missing, returned or out of force, the employees cannot have been made familiar with "these documents".
    """
    found = [row for row in rows if row.fulfilled(as_of)]
    there: dict[str, set[str]] = defaultdict(set)
    for row in found:
        there[row.organization].add(row.subtask)
    return [row for row in found if not row.by_familiarisation(as_of) or whole <= there[row.organization]]


def _data(scores: Scores) -> dict[str, Any]:
    rows = [
        SubtaskScore(code, found.fulfilled, found.missing, found.tenths, found.other_reading)
        for code, found in scores.by_subtask.items()
    ]
    data: dict[str, Any] = msgspec.to_builtins(
        {
            "year": scores.year,
            "as_of": scores.as_of,
            "policy": scores.full_set.policy,
            "entities": scores.entities,
            "scores": rows,
            "full_set": scores.full_set.fulfilled,
        }
    )
    return data
