"""Searching."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections.page import BadCursor
from projections.search_entry import Found
from projections.searching import Sought
from service.api import shapes
from service.api.answers import answer
from service.api.lists import Asker, asking
from service.api.queries import At, PageQuery, Region, State, Text
from service.api.shapes.search import SearchPiece
from service.problems import BadQuery
from service.search.marked import Marked
from service.search.search import Group, Reader, search
from service.search.shown import KINDS, Shown

_HREFS = {
    Found.CASE: "/api/v1/cases/",
    Found.DOCUMENT: "/api/v1/cases/",
    Found.ORGANIZATION: "/api/v1/organizations/",
    Found.PERSON: "/api/v1/people/",
}


NO_WORD = msg("Write at least one word or number that is not to be left out.")
"""Why nothing can be looked for."""


class SearchQuery(PageQuery):
    """What is looked for."""

    q: Text = Field(
        min_length=1, description="words, “a phrase”, -a word to leave out, a number, a date", examples=["отдел -школа"]
    )
    kind: Found | None = Field(None, description="only of this kind; a cursor goes with it")
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    project: Literal["1", "2", "3", "4"] | None = Field(None, description="cases and documents of this project")
    state: State | None = Field(None, description="cases in this state", examples=["under_way"])
    open: bool | None = Field(None, description="cases on which something is still to be done, or nothing any more")
    limit: int = Field(25, ge=1, le=100, description="most items of a kind")
    at_least: At = 0


async def get_search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
    """Search cases, organisations, people and documents."""
    if query.cursor and query.kind is None:
        raise BadCursor(query.cursor)
    async with asking(request, query.at_least) as asker:
        closed = None if query.open is None else not query.open
        found = await search(
            asker.conn, await _reader(asker), query.q, Sought("", query.region, query.project, query.state, closed),
            tuple(KINDS) if query.kind is None else (query.kind,), cursor=query.cursor, limit=query.limit,
        )  # fmt: skip
    if found is None:
        raise BadQuery((("q", NO_WORD),))
    await asker.service.gate.listed(asker.account, found.cases)
    groups = [_group(request, group, asker) for group in found.groups.values()]
    return answer(shapes.SearchAnswer(found.loose, groups), asker.headers)


async def _reader(asker: Asker) -> Reader:
    register, beyond = await asker.service.register.current(), await asker.service.access.beyond(asker.account)
    return Reader(asker.scope, beyond, asker.cleared, asker.say, register)


def _group(request: Request, group: Group, asker: Asker) -> shapes.SearchGroup:
    following: str | None = None
    if group.next:
        asked = {**request.query_params, "kind": group.kind.value, "cursor": group.next}
        following = f"{request.url.path}?{urlencode(asked)}"
    items = [_hit(one, asker) for one in group.items]
    return shapes.SearchGroup(group.kind, asker.say(KINDS[group.kind]), group.fitting, group.is_more, items, following)


def _hit(one: Shown, asker: Asker) -> shapes.SearchHit:
    hit = one.hit
    return shapes.SearchHit(
        hit.kind, hit.id, hit.version, _pieces(one.heading), _pieces(one.detail), _pieces(one.body), hit.organization, hit.day,
        hit.subtask, hit.period, hit.state, asker.say.code("state", hit.state) if hit.state else "", hit.closed,
        _HREFS[Found(hit.kind)] + hit.id,
    )  # fmt: skip


def _pieces(marked: Marked) -> list[SearchPiece]:
    return [SearchPiece(piece.text, piece.found) for piece in marked]


EXAMPLE: dict[str, Any] = {
    "loose": False,
    "groups": [
        {
            "kind": "organization",
            "title": "Organisations",
            "fitting": 1,
            "more": False,
            "items": [
                {
                    "kind": "organization",
                    "id": "almaty-region.education",
                    "entry": 0,
                    "title": [{"text": "Department of ", "found": False}, {"text": "Education", "found": True}],
                    "detail": [{"text": "Almaty Region · BIN 971240001315", "found": False}],
                    "body": [],
                    "organization": "almaty-region.education",
                    "day": "2023-01-03",
                    "subtask": "",
                    "period": "",
                    "state": "",
                    "state_title": "",
                    "closed": False,
                    "href": "/api/v1/organizations/almaty-region.education",
                }
            ],
            "next": None,
        }
    ],
}
"""An answer, for the description of the API."""
