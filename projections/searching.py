"""Finding cases, organisations, people and documents by words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cases import NOTHING_BEYOND, Beyond, in_reach
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import Codes, Page, Where, page, rows
from projections.search_entry import Found

_SQL = load(__package__, "searching.sql")
MOST = 1000
"""So many of a kind are counted and ranked; of more, these are those that the index gives first."""

_ORDER = ("rank", "day", "id", "version")
_TYPES = (int, date, str, int)
_OF_CASES = (Found.CASE, Found.DOCUMENT)


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
        return kind in _OF_CASES if self.project else True


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
    inner, outer = Where(), Where()
    inner.add("words @@ %(query_of_kind)s::tsquery", query_of_kind=f"({sought.query}) & 'kind={kind}'")
    inner.seen_by(cleared)
    in_reach(inner, scope, beyond if kind in _OF_CASES else NOTHING_BEYOND)
    inner.in_region("organization", sought.region)
    inner.add("left(subtask, 1) = %(project)s", project=sought.project)
    inner.add("state = %(state)s", state=sought.state)
    inner.add("closed = %(closed)s", closed=sought.closed)
    outer.after(cursor, _ORDER, _TYPES, descending=True)
    outer.values |= inner.values | {"query": sought.query}
    fitting = inner.of(_SQL["fitting"]) + f" LIMIT {MOST + 1}".encode()
    return await page(
        conn, Hit, _SQL["ranked"].replace(b"/* fitting */", fitting), outer, _ORDER, limit, descending=True
    )


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
