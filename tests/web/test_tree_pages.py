"""The tree of organisations and the page of one: every number opens its list, the API says the same, and the past is shown as it was."""

import html
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import pytest
import pytest_asyncio

from service.api import shapes
from tests.serving import REGION, Served, problem_of
from tests.web.demonstrated import demonstrated, rows_of
from tests.web.visiting import visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = re.compile(r'<a href="(/(?:deadlines|organizations|silent)[^"]*)">(\d+)(?: of all years)?</a>')
TILE = re.compile(r'<a class="tile [^"]*" href="([^"]+)"><span class="tile-number">(\d+)</span>')
CHIP = re.compile(
    r'<a class="status status-[a-z]+ chip" href="([^"]+)">(?:<svg.*?</svg>)(?:<strong>(\d+)</strong>)?', re.DOTALL
)
LINE = re.compile(r'<tr class="depth-(\d)" id="row-([^"]*)">')
EDUCATION = "almaty-region.education"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(demonstration_url: str) -> AsyncIterator[Served]:
    """A site with the demonstration; all tests look at the same."""
    async with demonstrated(demonstration_url) as served:
        yield served


async def _page(client: httpx2.AsyncClient, at: str) -> str:
    answer = await client.get(at)
    assert answer.status_code == 200, (at, answer.text)
    return answer.text


async def _listed(client: httpx2.AsyncClient, at: str) -> int:
    """Count the rows behind a number: deadlines, silent bodies, or organisations."""
    if not at.startswith("/organizations"):
        return await rows_of(client, at)
    return len(LINE.findall(await _page(client, at)))


async def _equal(client: httpx2.AsyncClient, at: str, least: int) -> None:
    """Follow every number of a page."""
    page = await _page(client, at)
    found = {html.unescape(link): int(n) for link, n in (*NUMBER.findall(page), *TILE.findall(page))}
    assert len(found) >= least, at
    for link, number in found.items():
        assert await _listed(client, link) == number, (at, link, number)


async def test_every_number_of_the_tree_opens_its_list(served: Served) -> None:
    """Behind every number of the country, its regions and opened branches there are as many rows; on a past day, too."""
    client = await visitor(served, "supervisor")
    await _equal(client, "/organizations?lang=en&open=KZ-19&open=" + REGION, 40)
    await _equal(client, "/organizations?lang=en&at=2024-05-20&open=KZ-19", 10)
    await client.get("/organizations?at=")


async def test_every_number_of_a_body_opens_its_list(served: Served) -> None:
    """So it is on the page of an oblast, for whoever oversees it, for the year that was chosen."""
    client = await visitor(served, "oblast")
    await _equal(client, f"/organizations/{REGION}?lang=en", 20)
    await _equal(client, f"/organizations/{REGION}?lang=en&year=2024", 10)


async def test_a_level_is_opened_and_closed_by_links(served: Served) -> None:
    """Without a script: the link of a branch opens what is below it and keeps the rest open; the same link closes it."""
    client = await visitor(served, "supervisor")
    closed = await _page(client, "/organizations?lang=en&open=")
    assert {depth for depth, _ in LINE.findall(closed)} == {"0", "1"}
    [opens] = re.findall(r'id="opens-KZ-19" href="([^"]+)" aria-expanded="false"', closed)
    region = await _page(client, html.unescape(opens))
    assert ("2", REGION) in LINE.findall(region)
    [further] = re.findall(rf'id="opens-{REGION}" href="([^"]+)" aria-expanded="false"', region)
    body = await _page(client, html.unescape(further))
    assert ("3", EDUCATION) in LINE.findall(body)
    [closes] = re.findall(r'id="opens-KZ-19" href="([^"]+)" aria-expanded="true"', body)
    assert {depth for depth, _ in LINE.findall(await _page(client, html.unescape(closes)))} == {"0", "1"}


async def test_a_small_tree_opens_by_itself(served: Served) -> None:
    """Whoever oversees one oblast sees at once what stands directly below it."""
    client = await visitor(served, "oblast")
    assert {"0", "1"} <= {depth for depth, _ in LINE.findall(await _page(client, "/organizations"))}


async def test_cells_of_a_year_lead_to_cases(served: Served) -> None:
    """Each cell of a body's year leads to its case, or to as many terms as it says; what is not made says so without a link."""
    client = await visitor(served, "supervisor")
    cells = 0
    for code, year in ((EDUCATION, 2024), ("almaty-region.procurement", 2024), (REGION, 2026)):
        page = await _page(client, f"/organizations/{code}?lang=en&year={year}")
        for link, number in CHIP.findall(page):
            address = html.unescape(link)
            if address.startswith("/cases/"):
                answer = await client.get(address)
                assert answer.status_code in {200, 303}, address
            else:
                assert await rows_of(client, address) == int(number), (code, address)
            cells += 1
        assert "Not made yet" in page
    assert cells > 10


async def test_the_year_is_the_same_by_the_api(served: Served) -> None:
    """The API gives the cells of the page, and the terms of all of them are those of the body in the year's figures."""
    api = await served.client(await _account(served, "supervisor"))
    for code in (EDUCATION, "almaty-region.procurement"):
        answer = await api.get(f"/api/v1/organizations/{code}/plan/2024")
        year = msgspec.convert(answer.json(), shapes.BodyYear)
        marks = [mark for row in year.rows for mark in row.marks if mark.month]
        tree = (await api.get(f"/api/v1/organizations/{code}/tree?year=2024")).json()
        below = [one["terms"] for one in tree["below"]]
        own = {name: n - sum(one[name] for one in below) for name, n in tree["organization"]["terms"].items()}
        for became in ("met", "late", "overdue", "not_yet"):
            assert sum(mark.terms for mark in marks if mark.became == became) == own[became], (code, became)
        assert {mark.became for mark in marks} & {"not_made", "not_applicable", "no_date"}


async def test_the_hierarchy_by_the_api(served: Served) -> None:
    """The whole is what the dashboard counts, regions are its regions, and each level adds up with what bodies have themselves."""
    api = await served.client(await _account(served, "supervisor"))
    hierarchy = msgspec.convert((await api.get("/api/v1/hierarchy")).json(), shapes.Hierarchy)
    overview = (await api.get("/api/v1/dashboard")).json()["overview"]
    assert msgspec.to_builtins(hierarchy.whole.terms) == overview["total"]
    assert hierarchy.whole.silent == overview["silent"]
    counted = {one.code: msgspec.to_builtins(one.terms) for one in hierarchy.regions if one.terms.all}
    assert counted == overview["by_region"]
    down = msgspec.convert((await api.get(f"/api/v1/organizations/{REGION}/tree")).json(), shapes.OrganizationTree)
    assert down.organization in hierarchy.tops
    assert down.organization.bodies == sum(one.exists + one.bodies for one in down.below)
    then = (await api.get(f"/api/v1/organizations/{REGION}/tree?at=2024-05-20")).json()
    assert (then["year"], then["today"]) == (2024, "2024-05-20")
    own = await served.client(await _account(served, "oblast"))
    problem_of(await own.get("/api/v1/organizations/agency/tree"), 403, "out-of-scope")
    problem_of(await own.get("/api/v1/organizations/agency/plan/2024"), 403, "out-of-scope")
    problem_of(await own.get("/api/v1/organizations/nowhere/tree"), 404, "unknown")
    problem_of(await own.get(f"/api/v1/organizations/{REGION}/plan/1999"), 422, "invalid")


async def test_the_register_is_searched(served: Served) -> None:
    """Bodies are found by BIN, without an account, without a head, silent ones; the API finds the same."""
    client, api = await visitor(served, "supervisor"), await served.client(await _account(served, "supervisor"))
    listed = await _all(api, "/api/v1/organizations?active=true")
    described = {"region": "KZ-19", "bin": "971240001315", "account": True, "since": "2026-11-20"}
    await _enter(api, EDUCATION, "describe", described)
    await served.projected()
    assert [code for _, code in LINE.findall(await _page(client, "/organizations?text=9712400013"))] == [EDUCATION]
    for asked, same in (
        ("without=account", "without=account"), ("without=head", "without=head"), ("silent=yes", "silent=true"),
        (f"within={REGION}&without=head", f"within={REGION}&without=head"), (f"parent={REGION}", f"parent={REGION}"),
    ):  # fmt: skip
        by_api = {one["code"] for one in await _all(api, f"/api/v1/organizations?active=true&{same}")}
        by_page, at = set[str](), f"/organizations?{asked}"
        while at:
            page = await _page(client, at)
            by_page |= {code for _, code in LINE.findall(page)}
            further = re.search(r'rel="next" href="([^"]+)"', page)
            at = "/organizations" + html.unescape(further[1]) if further else ""
        assert by_page == by_api, asked
        assert by_api, asked
    without = {one["code"] for one in listed if not one["account"]}
    assert without == {one["code"] for one in await _all(api, "/api/v1/organizations?active=true&without=account")}


async def test_people_stand_by_their_part(served: Served) -> None:
    """The page names the head, who else signs and who is responsible, each with the immediate superior; the way down begins at the country."""
    client = await visitor(served, "supervisor")
    page = await _page(client, f"/organizations/{REGION}?lang=en")
    parts = re.findall(r'<th scope="rowgroup" colspan="4">([^<]+)</th>', page)
    assert parts == ["Head", "Others who sign", "Responsible people"]
    crumbs = re.findall(r'<li><a href="([^"]+)">', page.partition('class="crumbs"')[2].partition("</nav>")[0])
    assert crumbs == ["/organizations", "/organizations?region=KZ-19"]


async def test_names_are_those_of_the_day(served: Served) -> None:
    """A body that was renamed has its old name on pages, in the API and in exports of a day before."""
    api = await served.client(await _account(served, "supervisor"))
    was = (await api.get(f"/api/v1/organizations/{EDUCATION}")).json()["name_en"]
    named = {"name_ru": "Просвещение", "name_kk": "Ағарту", "name_en": "Enlightenment", "since": "2026-11-20"}
    await _enter(api, EDUCATION, "rename", named)
    await served.projected()
    client = await visitor(served, "supervisor")
    tree = f"/organizations?lang=en&open=KZ-19&open={REGION}"
    assert "Enlightenment" in await _page(client, tree)
    past = await _page(client, f"{tree}&at=2026-11-19")
    assert (was in past, "Enlightenment" in past) == (True, False)
    exported = (await client.get("/exports/officials.csv?effective_at=2026-11-19")).text
    assert "Enlightenment" not in exported
    narrowed = (await client.get("/organizations?region=KZ-11&lang=en&all=1")).text
    assert "/exports/officials.csv?region=KZ-11" in narrowed
    assert "almaty-region" not in (await client.get("/exports/officials.csv?region=KZ-11&at=")).text
    await client.get("/organizations?at=")


async def _enter(api: httpx2.AsyncClient, code: str, action: str, data: dict[str, Any]) -> None:
    """Carry out an action on the record of a body."""
    address = f"/api/v1/organizations/{code}"
    seen = (await api.get(address)).headers["ETag"]
    done = await api.post(f"{address}/actions/{action}", json=data, headers={"If-Match": seen})
    assert done.status_code == 200, done.text


async def _account(served: Served, login: str) -> Any:
    return await served.service.access.account(login)


async def _all(api: httpx2.AsyncClient, at: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while at:
        page = (await api.get(at)).json()
        found += page["items"]
        at = page["next"]
    return found
