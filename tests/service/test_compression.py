"""Answers in less room, for those who take it so."""

import gzip
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.datastructures import Headers

from service.compression import takes_gzip
from tests.serving import Served, serving
from tests.web.visiting import people, visitor


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _bytes(browser: httpx2.AsyncClient, address: str, taken: str) -> tuple[httpx2.Response, bytes]:
    async with browser.stream("GET", address, headers={"Accept-Encoding": taken}) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


@pytest.mark.parametrize("address", ["/catalogue", "/api/v1/openapi.json", "/static/tbn4.css"])
async def test_text_is_packed_for_those_who_take_it(served: Served, address: str) -> None:
    """Pages, answers of the API and static text come packed to who takes gzip, as they are to who does not; caches keep both apart."""
    browser = await visitor(served, "officer")
    plain, whole = await _bytes(browser, address, "identity")
    packed, less = await _bytes(browser, address, "br, gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert len(less) == int(packed.headers["content-length"]) < len(whole) / 3
    assert gzip.decompress(less)[:500] == whole[:500]


async def test_what_another_site_leads_to_is_not_packed(served: Served) -> None:
    """A page that another site has somebody open tells nothing by its length of what it holds beside the words of its address."""
    browser = await visitor(served, "officer")
    for site, is_packed in (("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)):
        answer = await browser.get("/catalogue", headers={"Accept-Encoding": "gzip", "Sec-Fetch-Site": site})
        assert ("content-encoding" in answer.headers) == is_packed, site


async def test_what_is_small_or_streams_is_left_alone(served: Served) -> None:
    """A short answer and a stream come as they are."""
    browser = await visitor(served, "officer")
    answer, _ = await _bytes(browser, "/livez", "gzip")
    assert "content-encoding" not in answer.headers
    async with browser.stream("GET", "/inbox/events", headers={"Accept-Encoding": "gzip"}) as stream:
        assert "content-encoding" not in stream.headers
        assert (await anext(stream.aiter_raw())).startswith(b"retry:")


async def test_static_files_are_asked_for_again_by_their_tag(served: Served) -> None:
    """A packed file that has not changed is not sent again, and a part of one is never packed."""
    browser = served.anonymous()
    first, _ = await _bytes(browser, "/static/tbn4.js", "gzip")
    again = await browser.get("/static/tbn4.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    part = await browser.get("/static/tbn4.js", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.content)) == (206, 10)
    assert "content-encoding" not in part.headers


@pytest.mark.parametrize(
    ("header", "takes"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("GZIP", True), ("gzip;q=0", False), ("gzip; q=0.000", False), ("br", False), ("", False)],
)  # fmt: skip
def test_who_takes_gzip(header: str, takes: bool) -> None:
    """Gzip is taken by who names it, unless with a weight of nothing."""
    assert takes_gzip(Headers({"accept-encoding": header})) is takes
