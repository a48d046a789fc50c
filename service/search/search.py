"""The search as pages and the API ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from projections.cases import Beyond
from projections.cleared import Cleared
from projections.page import Codes, Page
from projections.search_entry import Found
from projections.searching import MOST, Hit, Sought, found, stems
from service.i18n import Translator
from service.search.query import Query
from service.search.shown import KINDS, Shown, shown
from service.search.titles import SubtaskTitles
from service.search.words import terms
from workflows.register import Register

FIRST = 5
"""So many of each kind are shown while all kinds are."""

_TITLES = SubtaskTitles()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: what they may see, and in which language they read."""

    scope: Codes
    beyond: Beyond
    cleared: Cleared
    say: Translator
    register: Register


@dataclass(frozen=True, slots=True)
class Group:
    """What fits of a kind: `fitting` in all (`is_more`: more than can be counted), some of it, and the cursor of the rest."""

    kind: Found
    fitting: int
    is_more: bool
    items: list[Shown]
    next: str


@dataclass(frozen=True, slots=True)
class Results:
    """What fits, by kind; `loose` if nothing has the words that were asked for, and these are things with words that begin so."""

    groups: Mapping[Found, Group]
    loose: bool

    @property
    def fitting(self) -> int:
        """How many things fit, as far as they were counted."""
        return sum(group.fitting for group in self.groups.values())

    @property
    def cases(self) -> list[tuple[UUID, Hit]]:
        """Give the cases among what is shown, by id: reading of sealed ones is recorded."""
        items = self.groups[Found.CASE].items if Found.CASE in self.groups else ()
        return [(UUID(one.hit.id), one.hit) for one in items]


async def search(
    conn: AsyncConnection[Any],
    reader: Reader,
    text: str,
    filters: Sought,
    kinds: Sequence[Found] = tuple(KINDS),
    *,
    cursor: str = "",
    limit: int = FIRST,
) -> Results | None:
    """Look for what somebody wrote, among some kinds; None if there is no word in it to look for. Raises `BadCursor`.

    `filters` holds what is asked for besides; its query is made here.
    """
    asked = terms(text)
    known = await stems(conn, sorted({word for term in asked for word in term.words}))
    await _TITLES.load(conn)
    results = None
    for loose in (False, True):
        asking = Query(known, _TITLES, reader.say.language, loose=loose)
        if not (query := asking.of(asked, Found.ORGANIZATION)):
            return None
        pages = {
            kind: await _page(conn, reader, replace(filters, query=asking.of(asked, kind)), kind, cursor, limit)
            for kind in kinds
        }
        results = Results(await _groups(conn, reader, query, pages), loose)
        if results.fitting:
            break
    return results


async def _page(
    conn: AsyncConnection[Any], reader: Reader, sought: Sought, kind: Found, cursor: str, limit: int
) -> Page[Hit]:
    return await found(
        conn, sought, kind, scope=reader.scope, beyond=reader.beyond, cleared=reader.cleared, cursor=cursor, limit=limit
    )


async def _groups(
    conn: AsyncConnection[Any], reader: Reader, query: str, pages: Mapping[Found, Page[Hit]]
) -> dict[Found, Group]:
    hits = [hit for page in pages.values() for hit in page.rows]
    items = iter(await shown(conn, hits, query, reader.say, reader.register))
    return {
        kind: Group(
            kind,
            min(page.rows[0].fitting, MOST) if page.rows else 0,
            bool(page.rows) and page.rows[0].fitting > MOST,
            [next(items) for _ in page.rows],
            page.next,
        )
        for kind, page in pages.items()
    }
