"""Finding cases, organisations, people and documents by words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cases import NOTHING_BEYOND, Beyond, in_reach
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import Codes, Page, Where, page, rows
from projections.search_entry import OF_CASES, Found

_SQL = load(__package__, "searching.sql")
MOST = 1000
"""So many of a kind, the newest, are counted and ranked."""

_LOOKED_AT, _RARE = 1500, 20
"""Of so many of the newest less than one in 20 fits where the index of words is quick."""

_FEW_BODIES, _MANY_BODIES = 40, 3000
"""Looking through what is of so many bodies is quick in any case, or slow in any case."""

_ORDER = ("rank", "day", "id", "version")
_TYPES = (int, date, str, int)


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found; see `search_entry.Entry`. `fitting` is how many fit of its kind: one more than `MOST` for all above."""

    log: str
    kind: str
    id: str
    version: int
    organization: str
    day: date
    workflow: str
    subtask: str
    period: str
    about: str
    state: str
    closed: bool
    clearance: str
    topic: str
    number: str
    names: list[str]
    rank: int
    fitting: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: `query` in the language of PostgreSQL's full text search (`tsquery`), and the filters.

    `region` is that of the body, `project` the number of the Instruction's project; these, `state` and `closed` are of cases, and leave
    out what is of none.
    """

    query: str
    region: str | None = None
    project: str | None = None
    state: str | None = None
    closed: bool | None = None

    def fits(self, kind: Found) -> bool:
        """Whether something of a kind can be found at all."""
        if self.state or self.closed is not None:
            return kind is Found.CASE
        return kind in OF_CASES if self.project else True


async def found(
    conn: AsyncConnection[Any],
    sought: Sought,
    kind: Found,
    *,
    scope: Codes = None,
    beyond: Beyond = NOTHING_BEYOND,
    cleared: Cleared = NOTHING_SEALED,
    cursor: str = "",
    limit: int = 25,
) -> Page[Hit]:
    """List what fits of a kind, what fits best first; `scope` are the organisations whose cases and people the caller may see.

    Sealed cases are found by those who are `cleared` for them alone. Raises `BadCursor`.
    """
    if not sought.fits(kind):
        return Page((), "")
    bodies = await _bodies(conn, scope, sought.region)
    way = await _way(conn, sought, kind, bodies)
    inner, outer = _narrowed(sought), Where()
    inner.seen_by(cleared)
    in_reach(inner, scope, beyond if kind in OF_CASES else NOTHING_BEYOND)
    if sought.region is not None:
        inner.among("s.organization", bodies)
    outer.after(cursor, _ORDER, _TYPES, descending=True)
    outer.values |= inner.values | {"query": sought.query}
    # the kind is said in the statement, so that a plan of it may use the index of the kind
    source = f"(SELECT * FROM read.search WHERE kind = '{kind}' AND {way.condition}{way.barrier}) AS s"  # noqa: S608 - our words
    fitting = inner.of(_SQL["fitting"] + source.encode()) + f" ORDER BY {way.order} LIMIT {MOST + 1}".encode()
    ranked = _SQL["ranked"].replace(b"/* fitting */", fitting)
    return await page(conn, Hit, ranked, outer, _ORDER, limit, descending=True)


def _narrowed(sought: Sought) -> Where:
    """Ask for what the filters of cases leave."""
    where = Where()
    where.add("left(subtask, 1) = %(project)s", project=sought.project)
    where.add("state = %(state)s", state=sought.state)
    where.add("closed = %(closed)s", closed=sought.closed)
    return where


async def _bodies(conn: AsyncConnection[Any], scope: Codes, region: str | None) -> Codes:
    """Give the bodies of a region that the caller may see the cases of; of no region, all of these."""
    if region is None:
        return scope
    seen = None if scope is None else set(scope)
    found = await (await conn.execute(_SQL["bodies"], {"region": region})).fetchall()
    return [code for (code,) in found if seen is None or code in seen]


@dataclass(frozen=True, slots=True)
class _Way:
    """How the rows are found that fit: by a condition, the newest first; both are written so that the planner has one choice of index.

    `barrier` keeps the planner from looking at other conditions before.
    """

    condition: str
    order: str
    barrier: str = ""


_FITS = "ts_match_vq(words, %(query)s::tsquery)"

_BY_WORDS = _Way("words @@ %(query)s::tsquery", "day - DATE '2000-01-01' DESC, id DESC", " OFFSET 0")
"""By the index of words: for what few things have."""

_BY_DAY = _Way(_FITS, "day DESC, id DESC")
"""Through the newest, until there are enough: for what many of them have."""

_BY_ID = _Way(_FITS, "id, version")
"""Through all in no order, until there are enough: for what many things have, but few of the newest."""

_BY_BODY = _Way(_FITS, "day - DATE '2000-01-01' DESC, id DESC")
"""Through what is of the bodies that the caller may see."""


async def _way(conn: AsyncConnection[Any], sought: Sought, kind: Found, bodies: Codes) -> _Way:
    if bodies is not None and len(bodies) <= _FEW_BODIES:
        return _BY_BODY
    for way in (_BY_DAY, _BY_ID):
        where = _narrowed(sought)
        where.add(_FITS, query=sought.query)
        some = f"(SELECT * FROM read.search WHERE kind = '{kind}' ORDER BY {way.order} LIMIT {_LOOKED_AT}) AS s"  # noqa: S608
        counted = where.of(_SQL["density"] + some.encode())
        [fitting] = await (await conn.execute(counted, where.values)).fetchone() or (0,)
        if fitting * _RARE >= _LOOKED_AT:
            return way if bodies is None or len(bodies) > _MANY_BODIES else _BY_BODY
    return _BY_WORDS


@dataclass(frozen=True, slots=True)
class Stem:
    """A word as the Russian dictionary (for Latin letters the English one) cuts it; one without stems is too common to be looked for."""

    word: str
    stems: list[str]


async def stems(conn: AsyncConnection[Any], words: list[str]) -> dict[str, list[str]]:
    """Give the stems of words."""
    return {one.word: one.stems for one in await rows(conn, Stem, _SQL["stems"], {"words": words})}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word of a text as it is searched, `cut` or whole: `text` is the number of the text, `positions` where the word stands in it."""

    text: int
    cut: bool
    lexeme: str
    positions: list[int]


async def lexemes(conn: AsyncConnection[Any], texts: list[str]) -> list[Lexeme]:
    """Give the words of texts, cut and whole, as the table of what is searched has them."""
    return await rows(conn, Lexeme, _SQL["lexemes"], {"texts": texts})


async def headlines(conn: AsyncConnection[Any], query: str, texts: list[str], *, cut: bool) -> list[str]:
    """Give texts with what a query finds in them between the characters U+0001 and U+0002."""
    values = {"query": query, "texts": texts, "config": "russian" if cut else "simple"}
    return [row[0] for row in await (await conn.execute(_SQL["headlines"], values)).fetchall()]
