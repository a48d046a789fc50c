"""What the map shows beside what became of terms: the departments and districts of a region (l.202), and the risks of its cartogram."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.organization import OrganizationType
from projections import cases as case_rows
from projections.case_row import CaseRow
from projections.figures import Asked, Figures, figures
from projections.page import Codes
from projections.part_counts import counts_of_part
from projections.term_counts import Count
from service.moment import Moment
from service.recall import Recall
from workflows.regions import REGIONS
from workflows.register import Register

PARTS = {OrganizationType.UPR: "departments", OrganizationType.RAY: "districts"}
"""The parts of a region on the map of its cartogram, by the type of the bodies in it; nothing crosses them there."""

OTHERS = "others"
"""The part of the bodies of a region that are neither, nor below one: of each is counted what is its own."""


@dataclass(frozen=True, slots=True)
class Risks:
    """The risks that cartograms of a year want shown (section 2): by region, and by the body whose analysis found them.

    A region without a cartogram is not among them, nor is a body without results of an analysis.
    """

    by_region: Mapping[str, int] = field(default_factory=dict)
    by_body: Mapping[str, int] = field(default_factory=dict)

    def below(self, bodies: Iterable[str]) -> int | None:
        """Count those of some bodies; None if none of them has results of an analysis."""
        found = [self.by_body[body] for body in bodies if body in self.by_body]
        return sum(found) if found else None


async def cartograms(
    conn: AsyncConnection[Any], year: int, scope: Codes, region: str | None = None
) -> Sequence[CaseRow]:
    """Give the cartograms of a year, of all regions or one, that somebody may see."""
    page = await case_rows.cases(
        conn, workflow="cartogram", period=str(year), region=region, scope=scope, limit=len(REGIONS) * 2
    )
    return page.rows


async def risks_of(cases: Recall, rows: Sequence[CaseRow], moment: Moment, register: Register, day: date) -> Risks:
    """Count the risks of some cartograms as of a moment; to be called without a connection in hand on pages."""
    ids = [row.id for row in rows]
    known = (
        await cases.at_hand(ids) if moment.is_now else await cases.several_as_of(ids, moment.known_at, moment.true_on)
    )
    by_region, by_body = Counter[str](), Counter[str]()
    for row in rows:
        if case := known.get(row.id):
            wanted = case.facts.risks.wanted
            by_region[register.region_of(row.organization, day)] += len(wanted)
            by_body.update(dict.fromkeys(case.facts.analysed, 0))
            by_body.update(risk.organization for risk in wanted)
    return Risks(by_region, by_body)


def parts(register: Register, scope: Codes, region: str, day: date) -> dict[str, dict[str, list[str]]]:
    """Give the bodies of a region that somebody may see, all for None, by part and by code: each with the bodies of it that it stands for.

    A department and a district stand for what is below them too; every other body stands for itself, so that all of the region is there once.
    """
    found: dict[str, dict[str, list[str]]] = {part: {} for part in (*PARTS.values(), OTHERS)}
    seen = set(register.codes() if scope is None else scope)
    inside = sorted(code for code in seen if register.region_of(code, day) == region)
    there = set(inside)
    for code in inside:
        if (kind := register.type_of(code, day)) in PARTS:
            found[PARTS[kind]][code] = [one for one in bodies_of(register, code, day) if one in there]
    covered = {body for below in found.values() for bodies in below.values() for body in bodies}
    found[OTHERS] = {code: [code] for code in inside if code not in covered}
    return found


def bodies_of(register: Register, code: str, day: date) -> Iterable[str]:
    """Give a body and what stands below it."""
    return register.subtree(code, day) or (code,)


async def counts_of(
    conn: AsyncConnection[Any], asked: Asked, part: str | None, bodies: Iterable[str], counted: Figures | None = None
) -> Mapping[str, Count]:
    """Give what became of the terms of some bodies; of a part of the Instruction alone, if one is asked for.

    Figures that are counted already are not counted again.
    """
    codes = sorted(set(bodies))
    if part is not None:
        return await counts_of_part(conn, asked, part, codes)
    return (counted or await figures(conn, asked, codes)).by_body


def shown(part: str, count: Count, risks: int | None) -> bool:
    """Whether a body has its place on the map of its region: a department and a district always, others if something is counted there."""
    return part != OTHERS or count.all > 0 or risks is not None


def together(bodies: Iterable[str], counted: Mapping[str, Count]) -> Count:
    """Add up what became of the terms of some bodies."""
    count = Count()
    for body in bodies:
        if found := counted.get(body):
            count.add(found)
    return count
