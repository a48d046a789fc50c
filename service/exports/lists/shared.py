"""What several lists have in common."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field

from events.text import msg
from projections.case_row import CaseRow
from projections.figures import Asked
from service.api.queries import AsOfQuery
from service.exports.columns import Column
from service.exports.exported import Filters
from service.exports.reader import Reader
from service.figures import asked_on
from service.subtasks import row_title


class YearQuery(AsOfQuery):
    """Figures of which year: that of the day unless given."""

    year: int | None = Field(None, ge=2000, le=2099)


def figures_asked(reader: Reader, year: int | None = None) -> Asked:
    """Ask for the figures that the pages show a reader, of the day's year unless another one is given."""
    return asked_on(reader.today.day, reader.today.soon, reader.today.calendar, year)


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


COUNTS: Sequence[Column] = (
    Column("met", msg("Done in time"), lambda row, _: row.count.met, 12),
    Column("late", msg("Done out of time, or not at all"), lambda row, _: row.count.late, 12),
    Column("overdue", msg("Overdue"), lambda row, _: row.count.overdue, 12),
    Column("not_yet", msg("Not due yet"), lambda row, _: row.count.not_yet, 12),
    Column("soon", msg("Due soon"), lambda row, _: row.count.soon, 12),
    Column("all", msg("Terms in all"), lambda row, _: row.count.all, 12),
    Column("share", msg("Share done in time"), lambda row, _: row.count.share, 12),
)
"""What became of the binding terms that a row counts (`projections.term_counts.Count`); the share is in per cent of what has come due."""


def place(path: str, asked: Filters, *names: str) -> str:
    """Give the address of a page as of the moment that is asked for, with some of the filters."""
    kept = {name: asked[name] for name in (*names, "at", "effective_at") if asked.get(name)}
    return f"{path}?{urlencode(kept)}" if kept else path


def page_link(of: Any) -> Column:
    """Give the column with the address of the page whose path `of` gives of a row, as of the moment of the file."""
    return Column("address", msg("Address"), lambda row, on: address_of(of(row), on), 30)


def link(of: Any) -> Column:
    """Give the column with the address of the case whose id `of` gives of a row."""
    return page_link(lambda row: f"/cases/{of(row)}")


def address_of(path: str, on: Reader) -> str:
    """Give the address of a page: it shows the moment that the file was asked for, as links of pages do (`service.web.looking_back`)."""
    page, mark, part = path.partition("#")
    moment = on.moment.query()
    beside = f"{'&' if '?' in page else '?'}{urlencode(moment)}" if moment else ""
    return f"{on.service.settings.site}{page}{beside}{mark}{part}"


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
