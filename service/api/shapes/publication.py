"""The block of a cartogram for a website (1.5.1, l.183–342)."""

from datetime import date, datetime

from events.cartogram import RiskSource
from service.api.shapes.shape import Shape


class NamedBody(Shape, frozen=True):
    """A body by its code, with its name in the language of the answer."""

    code: str
    name: str


class BlockPosition(Shape, frozen=True, kw_only=True):
    """A row of section 1: a position exposed to corruption risks (l.333–334)."""

    body: NamedBody
    title: str
    unit: str


class BlockRisk(Shape, frozen=True, kw_only=True):
    """A row of section 2: a risk, and how many measures of the approved plan answer it (l.336)."""

    body: NamedBody
    description: str
    measures: int


class PositionsBlock(Shape, frozen=True, kw_only=True):
    """Section 1; when and where it was last brought up to date, null before."""

    updated_on: date | None
    address: str | None
    rows: list[BlockPosition]


class RisksBlock(Shape, frozen=True, kw_only=True):
    """Section 2; when and where it was last brought up to date, null before."""

    updated_on: date | None
    address: str | None
    rows: list[BlockRisk]


class RiskMapBlock(Shape, frozen=True, kw_only=True):
    """Section 3, kept by the anti-corruption body (l.338, l.342)."""

    updated_on: date | None
    address: str | None
    risks: list[str]
    sources: list[RiskSource]


class PositionsCheck(Shape, frozen=True, kw_only=True):
    """Section 1 held against the analyses: what they found and it lacks, what it has beyond them, what nobody can compare."""

    equal: bool
    missing: list[BlockPosition]
    superfluous: list[BlockPosition]
    unverified: list[BlockPosition]


class RisksCheck(Shape, frozen=True, kw_only=True):
    """Section 2 held against the analyses: what they found and it lacks, what it has beyond them, what nobody can compare."""

    equal: bool
    missing: list[BlockRisk]
    superfluous: list[BlockRisk]
    unverified: list[BlockRisk]


class BlockCheck(Shape, frozen=True, kw_only=True):
    """Whether sections 1 and 2 equal the results of the internal analyses (l.340; RU-10), of which `withheld` may not be published (l.155)."""

    equal: bool
    withheld: int
    positions: PositionsCheck
    risks: RisksCheck


class CartogramBlock(Shape, frozen=True, kw_only=True):
    """The three sections as of a moment, and how they agree with the analyses; `rows` says from what sections 1 and 2 are drawn."""

    case: str
    organization: NamedBody
    year: int
    rows: str
    language: str
    as_of: datetime
    effective_at: date | None
    positions: PositionsBlock
    risks: RisksBlock
    risk_map: RiskMapBlock
    check: BlockCheck
