"""The Instruction as a table, and the dates by which the Карта wants its evidence uploaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from events.organization import OrganizationType
from events.text import msg
from projections.page import Page
from service.api.queries import NoQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import page_link, place
from service.exports.reader import Reader
from workflows.catalogue import Catalogue, Subtask, edition, editions, in_force
from workflows.refusals import Unknown


class CatalogueQuery(NoQuery):
    """Which edition, the newest unless said; what a type of organisation owes of it."""

    year: int | None = Field(None, ge=2000, le=2099)
    type: OrganizationType | None = None


class CardQuery(NoQuery):
    """The dates of which year: this one unless said."""

    year: int | None = Field(None, ge=2000, le=2099)


@dataclass(frozen=True, slots=True)
class SubtaskLine:
    """A subtask of an edition."""

    catalogue: Catalogue
    subtask: Subtask

    def rules(self, language: str) -> Sequence[str]:
        """Say what its evidence is."""
        return [rule.title.of(language) for rule in self.subtask.evidence]


@dataclass(frozen=True, slots=True)
class DateLine:
    """By when a subtask's evidence is to be uploaded, for a period or ("") for each; no day where none is set."""

    year: int
    subtask: Subtask
    period: str
    upload_by: date | None


async def _catalogue(_reader: Reader, query: CatalogueQuery, _cursor: str) -> Page[SubtaskLine]:
    year = query.year or editions()[-1]
    if year not in editions():
        raise Unknown(msg("There is no catalogue of {year}.", year=str(year)))
    catalogue = edition(year)
    found = (one for one in catalogue.subtasks if query.type is None or one.applies(query.type))
    return Page(tuple(SubtaskLine(catalogue, one) for one in found), "")


async def _card(reader: Reader, query: CardQuery, _cursor: str) -> Page[DateLine]:
    year = query.year or reader.today.day.year
    card, lines = await reader.service.plans.cards.of(year), list[DateLine]()
    for one in in_force(year).subtasks:
        dates = card.of(one.code)
        lines += [DateLine(year, one, period or "", day) for period, day in dates.items()] or [
            DateLine(year, one, "", None)
        ]
    return Page(tuple(lines), "")


def _performers(line: SubtaskLine, on: Reader) -> Sequence[str]:
    return [words.of(on.t.language) for words in line.catalogue.named(line.subtask.applies_to)]


def _responsible(line: SubtaskLine, on: Reader) -> Sequence[str]:
    return [line.catalogue.roles[duty.role].of(on.t.language) for duty in line.subtask.responsible]


def _at_card(asked: Filters) -> str:
    return place("/".join(filter(None, ("/card", asked.get("year")))), asked)


enter(
    Exported(
        name="catalogue",
        title=msg("Catalogue"),
        query=CatalogueQuery,
        path="/catalogue",
        page=_catalogue,
        columns=(
            Column("code", msg("Code"), lambda line, _: line.subtask.code, 10),
            Column("title", msg("Subtask"), lambda line, on: line.subtask.name(on.t.language), 60),
            Column("performers", msg("Who performs"), _performers, 40),
            Column("responsible", msg("Responsible"), _responsible, 40),
            Column("evidence", msg("Evidence"), lambda line, on: line.rules(on.t.language), 60),
            Column("every", msg("When"), lambda line, _: line.subtask.recurrence.every, 16, coded="Every"),
            page_link(lambda line: f"/catalogue/{line.subtask.code}?year={line.catalogue.year}"),
        ),
    )
)
enter(
    Exported(
        name="card",
        title=msg("Upload dates of the Карта"),
        query=CardQuery,
        path="/card",
        at=_at_card,
        page=_card,
        columns=(
            Column("year", msg("Year"), lambda line, _: line.year, 8),
            Column("subtask", msg("Subtask"), lambda line, _: line.subtask.code, 10),
            Column("title", msg("Title"), lambda line, on: line.subtask.name(on.t.language), 60),
            Column("period", msg("Period"), lambda line, _: line.period, 10),
            Column("upload_by", msg("Upload by"), lambda line, _: line.upload_by, 12),
        ),
    )
)
