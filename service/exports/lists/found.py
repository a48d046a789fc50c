"""What a search finds, kind after kind, what fits best first: as many of a kind as are ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from events.text import msg
from projections.page import LARGEST, Page
from projections.search_entry import Found
from projections.searching import Hit, Sought
from service.api.search import NO_WORD, SearchQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, page_link
from service.exports.reader import Reader
from service.problems import BadQuery
from service.search.marked import Marked
from service.search.search import Group, search
from service.search.search import Reader as Searcher
from service.search.shown import KINDS, Shown

_OPEN = {"open": "true", "closed": "false"}


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was found, and what is said of all of its kind."""

    shown: Shown
    group: Group

    @property
    def hit(self) -> Hit:
        """What it is."""
        return self.shown.hit

    @property
    def organization(self) -> str:
        """Whose it is."""
        return self.hit.organization


async def _page(reader: Reader, query: SearchQuery, _cursor: str) -> Page[Line]:
    closed = None if query.open is None else not query.open
    sought = Sought("", query.region, query.project, query.state, closed)
    beyond = await reader.service.access.beyond(reader.account)
    looking = Searcher(reader.scope, beyond, reader.cleared, reader.t, reader.register)
    kinds: Sequence[Found] = tuple(KINDS) if query.kind is None else (query.kind,)
    first = await search(reader.conn, looking, query.q, sought, kinds, limit=LARGEST)
    if first is None:
        raise BadQuery((("q", NO_WORD),))
    lines: list[Line] = []
    for kind, group in first.groups.items():
        lines += [Line(one, group) for one in group.items]
        following = group.next
        while following:
            further = await search(reader.conn, looking, query.q, sought, (kind,), cursor=following, limit=LARGEST)
            if further is None:
                break
            lines += [Line(one, group) for one in further.groups[kind].items]
            following = further.groups[kind].next
    return Page(tuple(lines), "")


def _of_page(asked: Filters) -> dict[str, str]:
    return {name: _OPEN.get(value, value) if name == "open" else value for name, value in asked.items()}


def _plain(marked: Marked) -> str:
    return "".join(piece.text for piece in marked)


enter(
    Exported(
        name="search",
        title=msg("Search"),
        query=SearchQuery,
        path="/search",
        page=_page,
        of_page=_of_page,
        bodies=lambda line: (line.organization,),
        sealed=lambda line: (UUID(line.hit.id), line.hit) if line.group.kind is Found.CASE else None,
        columns=(
            Column("kind", msg("What it is"), lambda line, _: line.hit.kind, 14, coded=KINDS),
            Column("id", msg("Id"), lambda line, _: line.hit.id, 38),
            Column("entry", msg("Entry"), lambda line, _: line.hit.version or None, 10),
            Column("title", msg("Title"), lambda line, _: _plain(line.shown.heading), 44),
            Column("detail", msg("Details"), lambda line, _: _plain(line.shown.detail), 50),
            *BODY,
            Column("subtask", msg("Subtask"), lambda line, _: line.hit.subtask, 10),
            Column("period", msg("Period"), lambda line, _: line.hit.period, 10),
            Column("state", msg("State"), lambda line, _: line.hit.state, 24, coded="state"),
            Column("closed", msg("Closed"), lambda line, _: line.hit.closed, 10),
            Column("day", msg("Day"), lambda line, _: line.hit.day, 12),
            Column("fitting", msg("Fits of this kind"), lambda line, _: line.group.fitting, 12),
            Column("more", msg("More fit than are ranked"), lambda line, _: line.group.is_more, 12),
            page_link(lambda line: line.shown.href),
        ),
    )
)
