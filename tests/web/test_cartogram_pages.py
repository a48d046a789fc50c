"""The cartogram and the schedule on pages and over the API: differences, the map of risks, diagrams."""

import re
from datetime import date
from html import unescape
from typing import Any

import httpx2
import pytest

from events.organization import OrganizationType
from service.organizations import Names
from service.requests import Request
from service.web.timeline import ROWS
from tests.serving import BELOW, BODY, REGION, Served, problem_of, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from tests.workflows.cartogram.life import RISK_MAP
from workflows.actor import SYSTEM, Role
from workflows.consequences import case_id

INSPECTORATE = "agency.almaty"
CARTOGRAM = case_id(REGION, "1.5.1", "2024")
PLANNED = 8
"""Steps of the life beyond its order until the plan is approved."""


async def inspectorate(served: Served) -> None:
    """Register the anti-corruption body with its department in the region, and the akimat's people."""
    for code, kind, parent in (
        ("agency", OrganizationType.AGN, ""),
        (INSPECTORATE, OrganizationType.AGT, "agency"),
    ):
        await served.service.organizations.register(code, kind, "KZ-19", Names(code, code, code), parent, SYSTEM)
    await served.account("inspector", Role.OFFICER, INSPECTORATE, password=PASSWORD)
    await served.account("akimat", Role.OFFICER, REGION, password=PASSWORD)


async def act(client: httpx2.AsyncClient, action: str, data: dict[str, Any]) -> httpx2.Response:
    """Carry out an action on the cartogram as it is now."""
    address = f"/api/v1/cases/{CARTOGRAM}"
    version = (await client.get(address)).headers.get("ETag", '"1"')
    return await client.post(f"{address}/actions/{action}", json=data, headers={"If-Match": version})


async def test_differences_are_on_the_page_and_in_the_api(database_url: str) -> None:
    """What the website lacks and what it has too much of are named to people and given to machines."""
    async with serving(database_url) as served:
        await people(served)
        await inspectorate(served)
        await lived(served, PLANNED)
        akimat = await served.officer(REGION)
        rows = [{"organization": BODY, "title": "Водитель", "unit": "Гараж"}]
        update = {"updated_on": "2024-04-19", "address": "https://example.kz/1", "rows": rows}
        assert (await act(akimat, "update_positions", update)).status_code == 200
        shown = (await akimat.get(f"/api/v1/cases/{CARTOGRAM}")).json()
        section = shown["data"]["positions"]
        assert [row["title"] for row in section["superfluous"]] == ["Водитель"]
        assert [row["organization"] for row in section["missing"]] == [BODY]
        assert (shown["state"], shown["data"]["risks"]["outdated"]) == ("outdated", True)
        assert "differs_from_analysis" in {remark["code"] for remark in shown["remarks"]}
        page = (await (await visitor(served, "akimat")).get(f"/cases/{CARTOGRAM}")).text
        for words in (
            "Картограмма коррупции, 2024",
            "Не хватает на сайте",
            "Водитель, Гараж",
            "Расходится с результатами",
        ):
            assert words in page
        form = (await (await visitor(served, "akimat")).get(f"/cases/{CARTOGRAM}/actions/update_risks")).text
        assert "Приёмка" in form


async def test_section_3_over_http(database_url: str) -> None:
    """The department of the region sees the cartogram that it has a part in and updates section 3; the akimat may not."""
    async with serving(database_url) as served:
        await people(served)
        await inspectorate(served)
        analysis = await lived(served, PLANNED)
        inspector, akimat = await served.officer(INSPECTORATE), await served.officer(REGION)
        data = RISK_MAP | {"updated_on": "2024-04-19"}
        problem_of(await act(akimat, "update_risk_map", data), 403, "not-permitted")
        assert (await act(inspector, "update_risk_map", data)).status_code == 200
        assert (await (await visitor(served, "inspector")).get(f"/cases/{CARTOGRAM}")).status_code == 200
        problem_of(await inspector.get(f"/api/v1/cases/{analysis}"), 403, "out-of-scope")
        below = await served.officer(BELOW)
        problem_of(await below.get(f"/api/v1/cases/{CARTOGRAM}"), 403, "out-of-scope")


async def test_the_department_finds_the_cartograms_of_its_region(database_url: str) -> None:
    """Its lists show the cartograms of the region beside its own cases, and nothing else of other bodies; ended ones, too."""
    async with serving(database_url) as served:
        await people(served)
        await inspectorate(served)
        await lived(served, PLANNED)
        await served.projected()
        inspector = await served.officer(INSPECTORATE)
        listed = (await inspector.get("/api/v1/cases")).json()["items"]
        assert [(row["workflow"], row["id"]) for row in listed] == [("cartogram", str(CARTOGRAM))]
        page = (await (await visitor(served, "inspector")).get("/cases")).text
        assert f"/cases/{CARTOGRAM}" in page
        below = await served.officer(BELOW)
        assert (await below.get("/api/v1/cases")).json()["items"] == []
        cancelled = {"cancelled_on": "2024-04-19", "basis_no": "1", "reason": "x"}
        cases = served.service.cases
        version = await cases.version(CARTOGRAM)
        await cases.act(CARTOGRAM, "cancel_cartogram", cancelled, SYSTEM, Request.of(SYSTEM, None), version)
        assert (await inspector.get(f"/api/v1/cases/{CARTOGRAM}")).status_code == 200


async def test_a_schedule_over_http(database_url: str) -> None:
    """An akim's schedule shows its objects, and opens the analysis of each."""
    async with serving(database_url, date(2024, 2, 12)) as served:
        await inspectorate(served)
        akim = await served.signatory(organization=REGION)
        objects = [{"organization": BODY, "starts_on": "2024-03-04", "ends_on": "2024-03-28"}]
        data = {
            "year": 2024,
            "approved_on": "2024-02-12",
            "schedule_no": "3-г",
            "breakdown": "local",
            "objects": objects,
        }
        asked = {"workflow": "analysis_schedule", "organization": REGION, "action": "approve_schedule", "data": data}
        opened = await akim.post("/api/v1/cases", json=asked)
        assert opened.status_code == 201, opened.text
        analysis = (await akim.get(f"/api/v1/cases/{case_id(BODY, '1.1.2', '2024')}")).json()
        assert (analysis["state"], analysis["data"]["scheduled"]["starts_on"]) == ("scheduled", "2024-03-04")
        await served.projected()
        browser = await visitor(served, "akimat")
        page = (await browser.get(f"/cases/{opened.json()['id']}")).text
        assert "Объекты графика" in page
        english = (await browser.get(f"/cases/{opened.json()['id']}?lang=en")).text
        assert "Not uploaded without the signed paper" in english
        assert BODY in page
        for address in ("/cases", f"/cases/{analysis['id']}"):
            assert (await browser.get(address)).status_code == 200


@pytest.mark.parametrize("name", ["analysis_schedule", "cartogram", "risk_analysis"])
async def test_workflows_are_described_and_drawn(database_url: str, name: str) -> None:
    """Each has its page and its diagram in every language."""
    async with serving(database_url) as served:
        client = served.anonymous()
        for language in ("ru", "kk", "en"):
            page = await client.get(f"/workflows/{name}", params={"lang": language})
            assert page.status_code == 200
            assert "<svg" in page.text
        drawn = await client.get(f"/api/v1/workflows/{name}/diagram.svg")
        assert drawn.headers["content-type"].startswith("image/svg+xml")


async def test_an_entry_with_a_long_table_is_shown_in_part_and_opened_whole(database_url: str) -> None:
    """A page of the history stays small; all rows are one link away."""
    async with serving(database_url) as served:
        await people(served)
        await inspectorate(served)
        await lived(served, PLANNED)
        akimat = await served.officer(REGION)
        rows = [{"organization": BODY, "title": f"Водитель {number}.", "unit": "Гараж"} for number in range(ROWS + 7)]
        update = {"updated_on": "2024-04-19", "address": "https://example.kz/1", "rows": rows}
        done = await act(akimat, "update_positions", update)
        number = done.json()["version"]
        page = await visitor(served, "akimat")
        [entry] = history(await page.get(f"/cases/{CARTOGRAM}"), number)
        assert [f"Водитель {n}." in entry for n in (0, ROWS - 1, ROWS, ROWS + 6)] == [True, True, False, False]
        assert "и ещё 7 строк" in entry
        [address] = re.findall(r'href="([^"]+)">Показать больше строк', entry)
        [whole] = history(await page.get(unescape(address)), number)
        assert f"Водитель {ROWS + 6}." in whole
        assert "и ещё" not in whole
        assert "<details open>" in whole


def history(answer: httpx2.Response, number: int) -> list[str]:
    """Give what the page says of an entry of the history."""
    assert answer.status_code == 200
    return re.findall(rf'<li class="entry[^>]*id="entry-{number}">(.*?)</li>', answer.text, re.DOTALL)
