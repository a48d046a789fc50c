"""The map of a region by department and by district (l.202): its measures, and what it says where one measures nothing."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx2
import pytest

from events.organization import OrganizationType
from service.organizations import Names
from tests.serving import BODY, REGION, Served, serving
from tests.web.visiting import lived, people, visitor
from workflows.actor import SYSTEM

DISTRICT, OTHERS = f"{REGION}.talgar", f"{REGION}.education"
CELL = re.compile(r'<a class="grid-name" href="/organizations/([^"]+)">[^<]*</a>\s*<strong>([^<]*)</strong>')
NOTICE = re.compile(r'<p class="notice" role="status">([^<]*)</p>')


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A region with two departments and a district."""
    async with serving(database_url) as served:
        await people(served)
        for code, kind in ((DISTRICT, OrganizationType.RAY), (OTHERS, OrganizationType.UPR)):
            await served.service.organizations.register(code, kind, "KZ-19", Names(code, code, code), REGION, SYSTEM)
        await served.projected()
        yield served


async def _map(client: httpx2.AsyncClient, address: str) -> tuple[dict[str, str], str]:
    """Give the cells of a map of a region, and what is said above them."""
    answer = await client.get(f"{address}&lang=en")
    assert answer.status_code == 200
    return dict(CELL.findall(answer.text)), unescape("".join(NOTICE.findall(answer.text)))


async def test_risks_by_department_and_district(served: Served) -> None:
    """Each department and district has the risks that its analyses found; one without results has no number, not none."""
    await lived(served, 8)
    supervisor = await visitor(served, "supervisor")
    cells, said = await _map(supervisor, "/map/KZ-19?measure=risks&year=2024")
    assert (cells, said) == ({BODY: "1", OTHERS: "–", DISTRICT: "–"}, "")
    country = (await supervisor.get("/map?measure=risks&year=2024&lang=en")).text
    assert 'href="/map/KZ-19?measure=risks&amp;year=2024"' in country
    assert NOTICE.findall(country) == []


@pytest.mark.parametrize(
    ("measure", "said"),
    [("risks", "There is no cartogram of this year"), ("in_time", "No binding term has come due in this year")],
)
async def test_a_measure_that_measures_nothing_says_so(served: Served, measure: str, said: str) -> None:
    """Where no cell has a number the map says why, of the country and of a region."""
    supervisor = await visitor(served, "supervisor")
    for place in ("/map", "/map/KZ-19"):
        assert said in (await _map(supervisor, f"{place}?measure={measure}&year=2024"))[1]
    cells, _said = await _map(supervisor, f"/map/KZ-19?measure={measure}&year=2024")
    assert set(cells.values()) == {"–"}
    assert (await _map(supervisor, "/map/KZ-19?measure=overdue&year=2024")) == (
        {BODY: "0", OTHERS: "0", DISTRICT: "0"},
        "",
    )


async def test_results_are_awaited(served: Served) -> None:
    """A cartogram that no analysis has come to results for yet says so."""
    await lived(served, 0)
    supervisor = await visitor(served, "supervisor")
    await served.service.plans.plan(2024, [REGION], SYSTEM)
    await served.projected()
    _cells, said = await _map(supervisor, "/map/KZ-19?measure=risks&year=2024")
    assert said == "No analysis of this year has come to results yet, so there are no risks to count."
