"""Pages of lists, and the dashboard."""

from dataclasses import fields
from datetime import date
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
from projections.organizations import Organization
from service.api.shapes.facts import FactContents
from service.api.shapes.shape import Shape


class Dashboard(Shape, frozen=True):
    """Figures: `soon` is the last day of "due soon", `stages` and `outcomes` are by what was asked for, `rules` by rule."""

    today: date
    soon: date
    deadlines: Tiles
    stages: list[Stage]
    outcomes: list[Outcomes]
    rules: list[Outcomes]


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
