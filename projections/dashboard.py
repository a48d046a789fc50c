"""The dashboard: cases by stage, deadlines by what became of them, for the country, regions and organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.page import Codes, rows

_SQL = load(__package__, "dashboard.sql")


class By(StrEnum):
    """What a figure is for."""

    COUNTRY = "country"
    REGION = "region"
    ORGANIZATION = "organization"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Stage:
    """How many cases of a workflow are in a state; `key` is the region's or organisation's code, empty for the country."""

    key: str
    workflow: str
    state: str
    cases: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of deadlines: each is counted once, as it stands; `key` is a region's, organisation's or rule's code."""

    key: str
    met: int
    met_late: int
    early: int
    missed: int
    not_done: int
    open: int


@dataclass(frozen=True, slots=True)
class Tiles:
    """Deadlines that are awaited (`open`), and of these overdue and due soon; of the overdue, recommended ones remind only."""

    overdue: int
    due_soon: int
    open: int
    overdue_recommended: int = 0


async def stages(
    conn: AsyncConnection[Any],
    by: By = By.COUNTRY,
    *,
    scope: Codes = None,
    region: str | None = None,
    workflow: str | None = None,
) -> list[Stage]:
    """Count cases by state for the country, each region or each organisation; `scope` are those the caller may see."""
    values = {"by": by.value, "scope": _listed(scope), "region": region, "workflow": workflow}
    return await rows(conn, Stage, _SQL["stages"], values)


async def outcomes(
    conn: AsyncConnection[Any],
    by: By = By.COUNTRY,
    *,
    scope: Codes = None,
    region: str | None = None,
    workflow: str | None = None,
    rule: str | None = None,
) -> list[Outcomes]:
    """Count deadlines by what became of them, for all or for each region, organisation or rule."""
    values = {"by": by.value, "scope": _listed(scope), "region": region, "workflow": workflow, "rule": rule}
    return await rows(conn, Outcomes, _SQL["outcomes"], values)


async def tiles(
    conn: AsyncConnection[Any], today: date, soon: date, *, scope: Codes = None, region: str | None = None
) -> Tiles:
    """Count what is awaited; `soon` is the last day (inclusive) of "due soon"."""
    values = {"today": today, "soon": soon, "scope": _listed(scope), "region": region}
    [found] = await rows(conn, Tiles, _SQL["tiles"], values)
    return found


def _listed(scope: Codes) -> Sequence[str] | None:
    return None if scope is None else list(scope)
