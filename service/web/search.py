"""The search: what fits, of all kinds at first, of one kind page by page."""

from starlette.responses import Response

from projections.search_entry import Found
from projections.searching import Sought
from service import vocabulary
from service.search.search import FIRST, Reader, Results, search
from service.search.shown import KINDS
from service.web import lookup
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.regions import REGIONS

PAGE = 25
PROJECTS = ("1", "2", "3", "4")
_CLOSED = {"open": False, "closed": True}


async def search_page(visitor: Visitor) -> Response:
    """Show what fits what somebody wrote, with numbers for each kind that lead to all of it."""
    if (elsewhere := await default_of(visitor, "search")) is not None:
        return elsewhere
    asked = {
        "q": visitor.query("q"),
        "kind": visitor.choice("kind", set(Found)),
        "region": visitor.choice("region", REGIONS),
        "project": visitor.choice("project", PROJECTS),
        "state": visitor.choice("state", vocabulary.codes("state")),
        "open": visitor.choice("open", _CLOSED),
    }
    results = await _results(visitor, asked) if asked["q"] else None
    return render(
        visitor,
        "search.html",
        asked=asked,
        results=results,
        kinds=KINDS,
        regions=lookup.regions(visitor.t),
        projects=[(number, visitor.t("Project {n}", n=number)) for number in PROJECTS],
        states=vocabulary.codes("state"),
        saved=await saved(visitor, "search"),
    )


async def _results(visitor: Visitor, asked: dict[str, str | None]) -> Results | None:
    filters = Sought("", asked["region"], asked["project"], asked["state"], _CLOSED.get(asked["open"] or ""))
    kinds = [kind for kind in KINDS if asked["kind"] in (None, kind)]
    service = visitor.service
    beyond, register = await service.access.beyond(visitor.person), await service.register.current()
    reader = Reader(visitor.scope, beyond, visitor.cleared, visitor.t, register)
    await lookup.catch_up(visitor)
    async with service.pool.connection() as conn:
        results = await search(
            conn, reader, asked["q"] or "", filters, kinds,
            cursor=(visitor.query("cursor") or "") if asked["kind"] else "", limit=PAGE if asked["kind"] else FIRST,
        )  # fmt: skip
    if results is not None:
        await service.gate.listed(visitor.person, results.cases)
    return results
