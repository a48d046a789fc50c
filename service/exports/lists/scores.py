"""The scores of supervising bodies for the documents of their quasi-state entities (3.2, l.579)."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.text import msg
from projections.page import Page
from service.api.queries import Text
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, YearQuery, body_of, place
from service.exports.reader import Reader
from service.problems import OutOfScope
from service.subtasks import subtask_title
from workflows.scoring import Score

_BODIES = 20  # of which one page tells


class ScoresQuery(YearQuery):
    """Whose scores, of which year: all that the reader oversees, and this year, unless said."""

    organization: Text | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The score of a body for a subtask, "3.2" being the full set."""

    organization: str
    year: int
    subtask: str
    score: Score


def _at(asked: Filters) -> str:
    return (
        place(f"/scores/{asked['organization']}", asked, "year")
        if asked.get("organization")
        else place("/scores", asked)
    )


async def _check(reader: Reader, query: ScoresQuery) -> None:
    if query.organization is not None and not await reader.service.access.sees(reader.account, query.organization):
        raise OutOfScope(msg("The organisation is outside your scope."))


async def _page(reader: Reader, query: ScoresQuery, cursor: str) -> Page[Line]:
    year, bodies = query.year or reader.today.day.year, [one for one in await _bodies(reader, query) if one > cursor]
    register, lines = reader.register, list[Line]()
    for code in bodies[:_BODIES]:
        found = await reader.service.scoring.count_of(reader.conn, register, code, year, reader.today.day)
        lines += [Line(code, year, subtask, score) for subtask, score in found.by_subtask.items()]
        lines.append(Line(code, year, "3.2", found.full_set))
    return Page(tuple(lines), bodies[_BODIES - 1] if len(bodies) > _BODIES else "")


async def _bodies(reader: Reader, query: ScoresQuery) -> list[str]:
    """Give the bodies that supervise quasi-state entities, by code."""
    if query.organization is not None:
        return [query.organization]
    register = reader.register
    seen: Iterable[str] = register.codes() if reader.scope is None else reader.scope
    return sorted(set(seen) & register.supervising(reader.today.day).keys())


def _title(line: Line, on: Reader) -> str:
    return on.t("The full set") if line.subtask == "3.2" else subtask_title(on.t, line.subtask, str(line.year))


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


enter(
    Exported(
        name="scores",
        title=msg("Scores"),
        query=ScoresQuery,
        path="/scores",
        at=_at,
        page=_page,
        check=_check,
        bodies=body_of,
        columns=(
            *BODY,
            Column("year", msg("Year"), lambda line, _: line.year, 8),
            Column("subtask", msg("Subtask"), lambda line, _: line.subtask, 10),
            Column("title", msg("Title"), _title, 50),
            Column("fulfilled", msg("Have it"), lambda line, _: line.score.fulfilled, 10),
            Column("total", msg("Entities"), lambda line, _: line.score.total, 10),
            Column("points", msg("Points"), lambda line, _: _points(line.score.tenths), 10),
            Column("missing", msg("Lack it"), lambda line, _: line.score.missing, 60),
        ),
    )
)
