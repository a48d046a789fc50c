"""The map of a region by department and by district (l.202): its measures, and what it says where one measures nothing."""

import re
from collections.abc import AsyncIterator
from datetime import date
from html import unescape

import httpx2
import pytest

from events.organization import OrganizationType
from service.organizations import Names
from tests.service.exports.reading import rows_of
from tests.serving import BODY, REGION, Served, serving
from tests.web.visiting import lived, people, visitor
from workflows.actor import SYSTEM

DISTRICT, OTHERS, DIRECT = f"{REGION}.talgar", f"{REGION}.education", f"{REGION}.spk"
CELL = re.compile(r'<a class="grid-name" href="/organizations/([^"]+)">[^<]*</a>\s*<strong>(?:<a [^>]*>)?([^<]*)<')
NOTICE = re.compile(r'<p class="notice" role="status">([^<]*)</p>')


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A region with two departments, a district, and a quasi-state entity that is below neither."""
    async with serving(database_url) as served:
        await people(served)
        for code, kind in (
            (DISTRICT, OrganizationType.RAY),
            (OTHERS, OrganizationType.UPR),
            (DIRECT, OrganizationType.KGS),
        ):
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


async def test_a_part_of_the_instruction_alone(served: Served) -> None:
    """Narrowed to a subtask the cells count its terms alone, each leads to its list, and the file has the same numbers."""
    await lived(served, 0)
    served.clock.travel(date(2024, 6, 3))
    await served.sweep()
    await served.projected()
    supervisor = await visitor(served, "supervisor")
    told = {}
    for part in ("", "1.1.3", "1.2", "3"):
        page = (await supervisor.get(f"/map/KZ-19?measure=breaches&year=2024&lang=en&part={part}")).text
        told[part] = int(dict(CELL.findall(page))[BODY])
        [link] = [unescape(one) for one in re.findall(r'href="(/exports/map-region.json[^"]*)"', page)]
        [row] = [one for one in rows_of((await supervisor.get(link)).content, "json") if one["organization"] == BODY]
        assert row["late"] + row["overdue"] == told[part]
        if told[part]:
            [at] = [unescape(one) for one in re.findall(r'<strong><a href="([^"]+)"', page)]
            assert (f"subtask={part}" in at) is bool(part)
            assert (await supervisor.get(at)).text.count('<td data-label="Requirement">') == told[part]
    assert told[""] == told["1.1.3"] + told["1.2"] > told["1.1.3"] == 1
    assert "There is no such thing" not in page


async def test_the_region_adds_up_to_the_map(served: Served) -> None:
    """All of a region stands on its page once: its akimat for itself, a body that is below no department or district too."""
    await lived(served, 0)
    await served.service.plans.plan(2024, [REGION, DIRECT], SYSTEM)
    served.clock.travel(date(2025, 2, 3))
    await served.sweep()
    await served.projected()
    supervisor = await visitor(served, "supervisor")
    for measure in ("breaches", "overdue", "due"):
        country = (await supervisor.get(f"/map?measure={measure}&year=2024&lang=en")).text
        [total] = re.findall(r'href="/map/KZ-19[^"]*" aria-label="19 (\d+) ', country)
        page = (await supervisor.get(f"/map/KZ-19?measure={measure}&year=2024&lang=en")).text
        cells = dict(CELL.findall(page))
        assert cells.keys() == {BODY, OTHERS, DISTRICT, REGION, DIRECT}
        assert sum(map(int, cells.values())) == int(total) > int(cells[BODY])
        twin = page.partition("<details>")[2]
        assert sum(map(int, re.findall(r'<td class="num strong"[^>]*>(?:<a [^>]*>)?(\d+)', twin))) == int(total)
        [at] = {unescape(one) for one in re.findall(r'<strong><a href="([^"]+)"', page) if f"body={REGION}&" in one}
        assert (await supervisor.get(at)).text.count('<td data-label="Requirement">') == min(int(cells[REGION]), 25)
    [link] = [unescape(one) for one in re.findall(r'href="(/exports/map-region.json[^"]*)"', page)]
    rows = rows_of((await supervisor.get(link)).content, "json")
    assert sum(row["all"] for row in rows) == int(total)
    assert {row["organization"] for row in rows if row["itself"]} == {REGION, DIRECT}


async def test_results_are_awaited(served: Served) -> None:
    """A cartogram that no analysis has come to results for yet says so."""
    await lived(served, 0)
    supervisor = await visitor(served, "supervisor")
    await served.service.plans.plan(2024, [REGION], SYSTEM)
    await served.projected()
    _cells, said = await _map(supervisor, "/map/KZ-19?measure=risks&year=2024")
    assert said == "No analysis of this year has come to results yet, so there are no risks to count."
