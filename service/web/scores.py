"""The scores of supervising bodies for the documents of their quasi-state entities (3.2, l.579)."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from events.text import msg
from projections.compliance import ComplianceRow
from service.problems import BadQuery, OutOfScope
from service.requests import Request
from service.scores import Scores
from service.web import lookup
from service.web.received import form_of
from service.web.render import render
from service.web.sheet import fresh_key
from service.web.visitor import SEEN, Visitor, keep
from workflows import catalogue
from workflows.refusals import Unknown
from workflows.scoring import Score

_FIRST, _LAST = 2000, 2099


@dataclass(frozen=True, slots=True)
class Lacking:
    """An entity that lacks a document: its code, where to look, and the state of its case ("" if there is none)."""

    organization: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the nine, its score and the entities that lack it."""

    subtask: str
    title: str
    score: Score
    lacking: list[Lacking]


async def bodies(visitor: Visitor) -> Response:
    """Show the bodies of the visitor's scope that supervise quasi-state entities; a single one at once."""
    register, today = await visitor.register(), visitor.today.day
    seen = register.codes() if visitor.scope is None else visitor.scope
    found = register.supervising(today)
    supervising = [code for code in seen if code in found]
    if len(supervising) == 1:
        return RedirectResponse(f"/scores/{supervising[0]}", HTTPStatus.SEE_OTHER)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, supervising)
    rows = sorted(((code, found[code]) for code in supervising), key=lambda row: (-row[1], names(row[0])))
    return render(visitor, "scoring_bodies.html", rows=rows, names=names)


async def scores_page(visitor: Visitor) -> Response:
    """Show the scores of a body for a year as they stand, and as they were last recorded."""
    code, year = await _asked(visitor)
    await lookup.catch_up(visitor)
    scoring = visitor.service.scoring
    found = await scoring.count(code, year, visitor.moment)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {code, *found.entities})
    rows = list(_rows(found, visitor.t.language))
    points = [row.score.tenths for row in rows if row.score.tenths is not None]
    return render(
        visitor,
        "scores.html",
        code=code,
        year=year,
        names=names,
        scores=found,
        rows=rows,
        total=sum(points) if points else None,
        recorded=await scoring.last(code, year),
        may_record=await scoring.may_record(await visitor.actor(), code),
        key=fresh_key(),
        said=visitor.query("recorded") is not None,
        points=lambda tenths: "—" if tenths is None else visitor.t.decimal(tenths / 10),
    )


async def record(visitor: Visitor) -> Response:
    """Record the scores as they stand."""
    code, year = await _asked(visitor)
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        key = str(data.get("_key", ""))[:64] or fresh_key()
    actor, scoring = await visitor.actor(), visitor.service.scoring
    await scoring.check_may_record(actor, code)
    result = await scoring.record(code, year, actor, Request.of(actor, key, "score", code, year))
    response = RedirectResponse(f"/scores/{code}?year={year}&recorded=yes", HTTPStatus.SEE_OTHER)
    keep(visitor, response, SEEN, str(result.position), seconds=60)
    return response


async def _asked(visitor: Visitor) -> tuple[str, int]:
    """Give the organisation and the year of the address, this one if it names none; raises `Unknown`, `OutOfScope`, `BadQuery`."""
    code: str = visitor.request.path_params["organization"]
    if not await visitor.service.access.registered(code):
        raise Unknown(msg("There is no organisation {code}.", code=code))
    if not await visitor.service.access.sees(visitor.person, code):
        raise OutOfScope(msg("The organisation is outside your scope."))
    year = visitor.query("year") or str(visitor.today.day.year)
    if not (year.isascii() and year.isdecimal() and _FIRST <= int(year[:5]) <= _LAST):
        raise BadQuery((("year", msg("A year from {first} to {last}.", first=_FIRST, last=_LAST)),))
    return code, int(year)


def _rows(found: Scores, language: str) -> Iterator[Row]:
    edition = catalogue.in_force(found.year)
    known: dict[tuple[str, str], ComplianceRow] = {(row.organization, row.subtask): row for row in found.rows}
    for subtask, score in found.by_subtask.items():
        lacking = [_lacking(code, known.get((code, subtask))) for code in score.missing]
        yield Row(subtask, edition.subtask(subtask).name(language), score, lacking)


def _lacking(code: str, row: ComplianceRow | None) -> Lacking:
    return Lacking(code, f"/cases/{row.id}", row.state) if row else Lacking(code, f"/cases?organization={code}", "")
