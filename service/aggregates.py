"""How many corruption offences were reported (2.1.1), for the anti-corruption body: so that no figure points at anybody.

The Agency sums such reports up only as far as those who reported come to no harm (l.366). Figures are made from one table,
regions by categories. A cell under `FEWEST` is hidden there, and every other figure is summed from the cells that are shown,
never from the hidden ones: so whatever is asked for, and however answers are subtracted from each other, of a hidden cell
nothing can be learned but that it is under `FEWEST`.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from events.offence import OffenceCategory
from events.organization import OrganizationType
from events.text import msg
from projections.report_counts import Report, reports
from service.access import Account
from service.problems import OutOfScope
from service.wiring import Service
from workflows.actor import Role
from workflows.regions import REGIONS

FEWEST = 5
"""The smallest count that is told."""

CATEGORIES = (OffenceCategory.ADMINISTRATIVE.value, OffenceCategory.CRIMINAL.value)
"""What is reported under 2.1.1 (l.362)."""

Cell = tuple[str, str]
"""A region and a category."""

_AGENCY = {OrganizationType.AGN, OrganizationType.AGT}


class GroupedBy(StrEnum):
    """What each figure is of."""

    REGION = "region"
    CATEGORY = "category"
    REGION_CATEGORY = "region_category"


@dataclass(frozen=True, slots=True)
class Figure:
    """The reports of a region, a category or both ("" for all): those of its shown cells, and how many of its cells are hidden."""

    region: str
    category: str
    reports: int
    hidden: int


async def may_see(service: Service, account: Account) -> bool:
    """Whether the figures are for an account: that of a supervisor, or of the anti-corruption body or one of its departments."""
    actor = await service.access.actor(account)
    return actor.role is Role.SUPERVISOR or actor.organization_type in _AGENCY


async def corruption_reports(service: Service, account: Account, year: int, by: GroupedBy) -> list[Figure]:
    """Give the figures of a year; raises `OutOfScope`."""
    if not await may_see(service, account):
        raise OutOfScope(msg("These figures are for the anti-corruption body."))
    async with service.pool.connection() as conn:
        counted = count(await reports(conn, year))
    return published(counted, by)


@dataclass(slots=True)
class _Fact:
    """One and the same fact: where it was reported first, and all that it is known by (digests, cases)."""

    cell: Cell
    names: list[Hashable] = field(default_factory=list)


def count(found: Iterable[Report]) -> Counter[Cell]:
    """Count facts by region and category: each once, where it was reported first, however many bodies reported it."""
    known: dict[Hashable, _Fact] = {}
    for report in found:
        names: list[Hashable] = [report.case_id, *([report.same_as] if report.same_as else [])]
        if not report.own:
            names.append(report.identity)
        same = list({id(known[name]): known[name] for name in names if name in known}.values())
        fact = same[0] if same else _Fact((report.region, report.category))
        fact.names += [*names, *(name for other in same[1:] for name in other.names)]
        known |= dict.fromkeys(fact.names, fact)
    return Counter(fact.cell for fact in {id(fact): fact for fact in known.values()}.values())


def published(counted: Mapping[Cell, int], by: GroupedBy, regions: Sequence[str] = tuple(REGIONS)) -> list[Figure]:
    """Give the figures that may be told, for every region and category there is, whether anything was reported there or not."""
    shown = {
        (region, category): n if (n := counted.get((region, category), 0)) >= FEWEST else None
        for region in regions
        for category in CATEGORIES
    }
    match by:
        case GroupedBy.REGION:
            return [_figure(shown, region, "") for region in regions]
        case GroupedBy.CATEGORY:
            return [_figure(shown, "", category) for category in CATEGORIES]
        case GroupedBy.REGION_CATEGORY:
            return [_figure(shown, *cell) for cell in shown]


def _figure(shown: Mapping[Cell, int | None], region: str, category: str) -> Figure:
    """Sum the shown cells of a region and a category, "" for all of them."""
    cells = [n for (at, of), n in shown.items() if region in {"", at} and category in {"", of}]
    return Figure(region, category, sum(n for n in cells if n is not None), cells.count(None))
