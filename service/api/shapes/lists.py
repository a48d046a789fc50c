"""Pages of lists, and the dashboard."""

from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Struct

from projections.audit import AuditEntry
from projections.case_row import CaseRow
from projections.dashboard import Outcomes, Stage, Tiles
from projections.deadline_row import DeadlineRow
from projections.facts import Fact
from projections.figures import Documents, Stay
from projections.organizations import Organization
from projections.term_counts import Count
from service.api.shapes.facts import FactContents
from service.api.shapes.shape import Shape


class Overview(Shape, frozen=True):
    """The figures of the overview, of binding terms: what became of those due in a year, by project, task, month, region and body.

    They were counted at `counted_at`: of much, they are kept for up to a minute. `of_all_years` counts what is awaited of other
    years, too; `of_quarter` what is due in the quarter `quarter_first` to `quarter_last`; `bodies` are those with most overdue.
    `silent` of the `owing` bodies have recorded nothing since `silent_since`; `quota_reached` of `quota_owed` bodies sent enough
    servants to training; `stays` are working days that the middle case spent in a stage it left.
    """

    counted_at: datetime
    year: int
    quarter_first: date
    quarter_last: date
    silent_since: datetime
    total: Count
    of_all_years: Count
    of_quarter: Count
    by_project: dict[str, Count]
    by_task: dict[str, Count]
    by_month: dict[str, Count]
    by_region: dict[str, Count]
    bodies: dict[str, Count]
    recommended_overdue: int
    silent: int
    owing: int
    quota_reached: int
    quota_owed: int
    stays: list[Stay]
    documents: list[Documents]


class Dashboard(Shape, frozen=True):
    """Figures: `soon` is the last day of "due soon", `stages` and `outcomes` are by what was asked for, `rules` by rule.

    They were counted at `counted_at`: of much, they are kept for up to a minute. `overview` is of all that the caller may see,
    whatever else is asked for.
    """

    today: date
    soon: date
    counted_at: datetime
    deadlines: Tiles
    stages: list[Stage]
    outcomes: list[Outcomes]
    rules: list[Outcomes]
    overview: Overview


def row_of(name: str, source: type[Any], /, **more: Any) -> type[Struct]:
    """Give the shape of a read model's row with what the API adds."""
    hints = get_type_hints(source)
    members = [*((f.name, hints[f.name]) for f in fields(source)), *more.items()]
    return msgspec.defstruct(
        name, members, frozen=True, forbid_unknown_fields=True, namespace={"__doc__": source.__doc__}
    )


CaseItem = row_of("CaseItem", CaseRow, title=str, state_title=str, href=str)
DeadlineItem = row_of("DeadlineItem", DeadlineRow, title=str, explanation=str, href=str)
OrganizationItem = row_of("OrganizationItem", Organization, name=str, type_title=str, href=str)
FactItem = row_of(
    "FactItem",
    Fact,
    counts_with=list[UUID],
    looks_like=list[UUID],
    title=str,
    state_title=str,
    href=str,
    told=FactContents | None,
)
AuditItem = row_of("AuditItem", AuditEntry, title=str)


@cache
def page_of(item: type[Struct]) -> type[Struct]:
    """Give the shape of a page: items, and the address of the next page or null."""
    members: list[tuple[str, Any]] = [("items", list[item]), ("next", str | None)]  # type: ignore[valid-type]
    return msgspec.defstruct(f"{item.__name__}Page", members, frozen=True, forbid_unknown_fields=True)
