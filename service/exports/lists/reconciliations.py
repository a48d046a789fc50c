"""What the comparison of a body's list of offences with the registry's shows: the pairs, and what differs (2.2.1)."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import Field

from events.reconciliation import OwnRow, RegistryRow
from events.text import msg
from projections.page import Page
from service.api.queries import AsOfQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, body_of, place
from service.exports.reader import Reader
from service.reconciliation.upload import check_kind
from workflows.case import Case
from workflows.reconciliation.differences import Difference
from workflows.reconciliation.pairs import pairs
from workflows.reconciliation.stages import MatchRule


class OfCaseQuery(AsOfQuery):
    """Of which reconciliation."""

    case: UUID = Field(description="id of the case")


class PairsQuery(OfCaseQuery):
    """Which pairs of a reconciliation."""

    rule: MatchRule | None = Field(None, description="the rule by which they are paired")


class DifferencesQuery(OfCaseQuery):
    """Which differences of a reconciliation."""

    open: bool | None = Field(None, description="whether they are still to be settled")


@dataclass(frozen=True, slots=True)
class Line:
    """Two rows that are taken for one fact by a rule, or one that has no other; what differs between them, if anything does."""

    case_id: UUID
    organization: str
    rule: MatchRule | None
    own: OwnRow | None
    registry: RegistryRow | None
    difference: Difference | None

    @property
    def settled(self) -> Any:
        """How the difference was settled, None while it is open or there is none."""
        return self.difference.resolution if self.difference else None


async def _check(reader: Reader, query: OfCaseQuery) -> None:
    """Refuse a case that is no reconciliation; whether somebody may see it is settled before."""
    check_kind(await reader.service.cases.get(query.case))


async def _seen(reader: Reader, query: OfCaseQuery) -> Case:
    cases, moment = reader.service.cases, reader.moment
    if moment.is_now:
        return await cases.get(query.case)
    return await cases.as_of(query.case, moment.known_at, moment.true_on)


async def _pairs(reader: Reader, query: PairsQuery, _cursor: str) -> Page[Line]:
    case = await _seen(reader, query)
    lists = case.facts.lists
    found = await asyncio.to_thread(lambda: list(pairs(case.facts)))  # thousands of rows take a second
    lines = (
        Line(
            case.id,
            case.organization,
            one.pair.rule,
            lists.own[one.pair.own.code],
            lists.registry[one.pair.registry.code],
            one.difference,
        )
        for one in found
        if query.rule in {None, one.pair.rule}
    )
    return Page(tuple(lines), "")


async def _differences(reader: Reader, query: DifferencesQuery, _cursor: str) -> Page[Line]:
    case = await _seen(reader, query)
    lists = case.facts.lists
    found = await asyncio.to_thread(lambda: case.facts.differences)
    lines = (
        Line(
            case.id, case.organization, one.rule, lists.own[one.own] if one.own else None,
            lists.registry[one.registry] if one.registry else None, one,
        )
        for one in found
        if query.open is None or (one.resolution is None) is query.open
    )  # fmt: skip
    return Page(tuple(lines), "")


def _at_pairs(asked: Filters) -> str:
    return place(f"/cases/{asked.get('case', '')}/pairs", asked, "rule")


def _at_case(asked: Filters) -> str:
    return place(f"/cases/{asked.get('case', '')}", asked)


def _own(name: str) -> Callable[[Line, Reader], Any]:
    return lambda line, _: getattr(line.own, name) if line.own else None


def _offence(name: str) -> Callable[[Line, Reader], Any]:
    return lambda line, _: getattr(line.own.offence, name) if line.own else None


def _registry(name: str) -> Callable[[Line, Reader], Any]:
    return lambda line, _: getattr(line.registry, name) if line.registry else None


def _fields(line: Line, on: Reader) -> Sequence[str]:
    return [on.t.code("differing", name) for name in line.difference.fields] if line.difference else []


def _side(prefix: str, title: Any, own: Any, row: Any) -> Sequence[Column]:
    """Give the columns of a row of one of the lists."""
    return (
        Column(f"{prefix}_code", title, row("code"), 14),
        Column(f"{prefix}_offender", msg("Offender"), own("offender"), 30),
        Column(f"{prefix}_category", msg("Category"), own("category"), 18, coded="OffenceCategory"),
        Column(f"{prefix}_counts_on", msg("Entered into force"), row("counts_on"), 12),
        Column(f"{prefix}_happened_on", msg("Happened"), own("happened_on"), 12),
        Column(f"{prefix}_act_no", msg("Number of the act"), row("act_no"), 16),
        Column(f"{prefix}_crime_no", msg("Number of the crime"), row("crime_no"), 16),
    )


_COLUMNS: Sequence[Column] = (
    Column("case_id", msg("Id of the case"), lambda line, _: line.case_id, 38),
    *BODY,
    Column("rule", msg("Why it is one fact"), lambda line, _: line.rule, 30, coded="MatchRule"),
    *_side("own", msg("Row of the body's list"), _offence, _own),
    *_side("registry", msg("Row of the registry's list"), _registry, _registry),
    Column("key", msg("Key"), lambda line, _: line.difference.key if line.difference else "", 16),
    Column("kind", msg("Difference"), lambda line, _: line.difference.kind if line.difference else None, 26, coded="DifferenceKind"),
    Column("fields", msg("What differs"), _fields, 30),
    Column("resolution", msg("What is right"), lambda line, _: line.settled.resolution if line.settled else None, 26, coded="Resolution"),
    Column("resolved_on", msg("Settled on"), lambda line, _: line.settled.resolved_on if line.settled else None, 12),
    Column("explanation", msg("Why"), lambda line, _: line.settled.explanation if line.settled else "", 40),
)  # fmt: skip
enter(
    Exported(
        name="pairs",
        title=msg("Pairs"),
        query=PairsQuery,
        path="/cases",
        at=_at_pairs,
        page=_pairs,
        check=_check,
        bodies=body_of,
        of_case=lambda query: query.case,
        columns=_COLUMNS,
    )
)
enter(
    Exported(
        name="differences",
        title=msg("Differences"),
        query=DifferencesQuery,
        path="/cases",
        at=_at_case,
        page=_differences,
        check=_check,
        bodies=body_of,
        of_case=lambda query: query.case,
        columns=_COLUMNS,
    )
)
