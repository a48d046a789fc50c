"""What several lists have in common."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from uuid import UUID

from events.text import msg
from projections.case_row import CaseRow
from service.exports.columns import Column
from service.exports.exported import Filters
from service.exports.reader import Reader
from service.subtasks import row_title


class OfBody(Protocol):
    """A row that belongs to an organisation."""

    organization: str


def body_of(row: OfBody) -> Iterable[str]:
    """Give the organisation of a row."""
    return (row.organization,)


BODY: Sequence[Column] = (
    Column("organization", msg("Code of the organisation"), lambda row, _: row.organization, 26),
    Column("organization_name", msg("Organisation"), lambda row, on: on.body(row.organization), 40),
    Column("region", msg("Region"), lambda row, on: on.region(row.organization), 24),
)
"""Whose a row is."""


def link(of: Any) -> Column:
    """Give the column with the address of the case whose id `of` gives of a row."""

    def address(row: Any, on: Reader) -> str:
        return f"{on.service.settings.site}/cases/{of(row)}"

    return Column("address", msg("Address"), address, 30)


def named(row: CaseRow, on: Reader) -> str:
    """Name a case as lists do."""
    return row_title(on.t, row)


def renamed(names: dict[str, str]) -> Any:
    """Give what takes the parameters of a page under the names of the API; others stay as they are."""

    def of_page(asked: Filters) -> dict[str, str]:
        return {names.get(name, name): value for name, value in asked.items()}

    return of_page


def responsible(account: UUID | str | None, own: UUID) -> UUID | None:
    """Give whose cases are asked for: `me` is whoever asks."""
    return own if account == "me" else UUID(str(account)) if account else None
