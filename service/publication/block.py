"""What stands in the block: three sections, and the check of two of them against the internal analyses (l.333–342; RU-10).

Sections 1 and 2 are drawn from the analyses, for the website to be brought up to date by them, or from what the akimat recorded
last as standing there. Rows of bodies that had no analysis this year nobody can compare: they stay where they are. What an analysis
found and its body withheld from publication (1.3.2, l.155) is not drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from events.cartogram import PublishedPosition, PublishedRisk
from events.organization import OrganizationType
from events.text import Body
from service.api.shapes import publication as shapes
from service.harmless import harmless
from service.moment import Moment
from service.named import Named
from workflows.cartogram.comparison import Row, Section, Update, compared
from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case


class Rows(StrEnum):
    """From what sections 1 and 2 are drawn."""

    ANALYSES = "analyses"
    WEBSITE = "website"


class Group(StrEnum):
    """How the block divides the bodies of a region (l.202: by department, by district)."""

    DEPARTMENT = "department"
    DISTRICT = "district"
    OTHER = "other"


_GROUPS = {
    OrganizationType.UPR: Group.DEPARTMENT,
    OrganizationType.RAY: Group.DISTRICT,
    OrganizationType.OTD: Group.DISTRICT,
}
_ORDER = list(Group)

BlockRow = TypeVar("BlockRow", shapes.BlockPosition, shapes.BlockRisk)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws the block of a cartogram, with the names that bodies had at a moment; `withheld` are analyses whose results may not be published."""

    case: Case
    moment: Moment
    as_of: datetime
    named: Named
    withheld: frozenset[UUID] = frozenset()

    @property
    def facts(self) -> CartogramFacts:
        """What is known of the cartogram, without the results that may not be published."""
        facts: CartogramFacts = self.case.facts
        return replace(facts, results={one: found for one, found in facts.results.items() if one not in self.withheld})

    def block(self, rows: Rows) -> shapes.CartogramBlock:
        """Give the block."""
        facts = self.facts
        positions, risks = (self._held(section, rows) for section in (facts.positions, facts.risks))
        return shapes.CartogramBlock(
            case=str(self.case.id),
            organization=self._body(self.case.organization),
            year=facts.year,
            rows=rows.value,
            language=self.named.language,
            as_of=self.as_of,
            effective_at=self.moment.effective_at,
            positions=shapes.PositionsBlock(
                updated_on=_day(facts.positions),
                address=_address(facts.positions),
                rows=self._positions(_rows(positions)),
            ),
            risks=shapes.RisksBlock(
                updated_on=_day(facts.risks), address=_address(facts.risks), rows=self._risks(_rows(risks))
            ),
            risk_map=_risk_map(facts),
            check=self._check(positions, risks),
        )

    def groups(self, rows: Iterable[BlockRow]) -> list[tuple[Group, list[tuple[str, list[BlockRow]]]]]:
        """Divide rows, which are in order, by kind of body and by body."""
        return [
            (group, [(body.name, list(of_body)) for body, of_body in groupby(of_group, lambda row: row.body)])
            for group, of_group in groupby(rows, lambda row: self._group(row.body.code))
        ]

    def _held(self, section: Section, rows: Rows) -> Section:
        """Hold what the block says against the analyses."""
        if rows is Rows.WEBSITE:
            return section
        drawn = Update(0, self.as_of.date(), "", (*section.wanted, *section.unverified))
        return compared(drawn, section.wanted, self.facts.analysed)

    def _positions(self, rows: Iterable[Row]) -> list[shapes.BlockPosition]:
        return self._sorted(
            shapes.BlockPosition(body=self._body(row.organization), title=harmless(row.title), unit=harmless(row.unit))
            for row in rows
            if isinstance(row, PublishedPosition)
        )

    def _risks(self, rows: Iterable[Row]) -> list[shapes.BlockRisk]:
        return self._sorted(
            shapes.BlockRisk(
                body=self._body(row.organization), description=harmless(row.description), measures=row.measures
            )
            for row in rows
            if isinstance(row, PublishedRisk)
        )

    def _sorted(self, rows: Iterable[BlockRow]) -> list[BlockRow]:
        """Order rows by kind of body, name and code; those of a body stay in their order."""
        return sorted(rows, key=lambda row: (_ORDER.index(self._group(row.body.code)), row.body.name, row.body.code))

    def _check(self, positions: Section, risks: Section) -> shapes.BlockCheck:
        return shapes.BlockCheck(
            equal=not (positions.outdated or risks.outdated),
            withheld=len(self.withheld),
            positions=shapes.PositionsCheck(
                equal=not positions.outdated,
                missing=self._positions(positions.missing),
                superfluous=self._positions(positions.superfluous),
                unverified=self._positions(positions.unverified),
            ),
            risks=shapes.RisksCheck(
                equal=not risks.outdated,
                missing=self._risks(risks.missing),
                superfluous=self._risks(risks.superfluous),
                unverified=self._risks(risks.unverified),
            ),
        )

    def _body(self, code: str) -> shapes.NamedBody:
        return shapes.NamedBody(code, harmless(self.named(Body(code)) or code))

    def _group(self, code: str) -> Group:
        kind = self.named.register.type_of(code, self.named.on)
        return _GROUPS.get(kind, Group.OTHER) if kind else Group.OTHER


def _rows(section: Section) -> tuple[Row, ...]:
    return section.update.rows if section.update else ()


def _day(section: Section) -> date | None:
    return section.update.updated_on if section.update else None


def _address(section: Section) -> str | None:
    return section.update.address if section.update else None


def _risk_map(facts: CartogramFacts) -> shapes.RiskMapBlock:
    known = facts.risk_map
    return shapes.RiskMapBlock(
        updated_on=known.updated_on if known else None,
        address=known.address if known else None,
        risks=[harmless(risk) for risk in known.risks] if known else [],
        sources=list(known.sources) if known else [],
    )
