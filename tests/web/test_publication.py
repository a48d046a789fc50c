"""The block of a cartogram as a file: on its page, over the API, as of a moment, for whom it is meant."""

from collections.abc import AsyncIterator
from datetime import date

import msgspec
import pytest

from events.almaty import ALMATY
from service.api.shapes import publication as shapes
from tests.serving import BELOW, BODY, REGION, Served, problem_of, serving
from tests.web.test_cartogram_pages import CARTOGRAM, PLANNED, act, inspectorate
from tests.web.visiting import lived, people, visitor

AT = f"/api/v1/cases/{CARTOGRAM}"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A region whose department had its analysis, and whose cartogram waits for an update."""
    async with serving(database_url) as served:
        await people(served)
        await inspectorate(served)
        await lived(served, PLANNED)
        yield served


async def test_the_json_has_its_shape_and_the_rows_of_the_case(served: Served) -> None:
    """The answer is what the description says, and its rows are those that the case wants."""
    akimat = await served.officer(REGION)
    answer = await akimat.get(f"{AT}/block.json?lang=kk")
    block = msgspec.json.decode(answer.content, type=shapes.CartogramBlock)
    wanted = (await akimat.get(AT)).json()["data"]
    assert [(row.body.code, row.title) for row in block.positions.rows] == [
        (row["organization"], row["title"]) for row in wanted["positions"]["wanted"]
    ]
    assert [row.description for row in block.risks.rows] == [row["description"] for row in wanted["risks"]["wanted"]]
    assert (block.language, answer.headers["content-language"]) == ("kk", "kk")
    assert block.check.equal
    assert answer.headers["content-disposition"].startswith('attachment; filename="cartogram-almaty-region-2024-')


async def test_the_block_is_as_of_a_moment(served: Served) -> None:
    """What was recorded later is not in a block of an earlier day; what stands on the website differs from the analyses."""
    akimat = await served.officer(REGION)
    rows = [{"organization": BODY, "title": "Водитель", "unit": "Гараж"}]
    before = served.clock.now().astimezone(ALMATY).isoformat()
    served.clock.travel(date(2024, 5, 2))
    update = {"updated_on": "2024-05-02", "address": "https://example.kz/1", "rows": rows}
    assert (await act(akimat, "update_positions", update)).status_code == 200
    now = (await akimat.get(f"{AT}/block.json?rows=website")).json()
    was = (await akimat.get(f"{AT}/block.json", params={"rows": "website", "at": before})).json()
    assert [row["title"] for row in now["positions"]["rows"]] == ["Водитель"]
    assert [row["title"] for row in now["check"]["positions"]["superfluous"]] == ["Водитель"]
    assert was["positions"]["rows"] == []
    assert (now["check"]["equal"], was["check"]["equal"]) == (False, False)


async def test_the_page_offers_the_files_and_gives_them(served: Served) -> None:
    """The cartogram's page has a link to each file in each language; what comes is a file, not a page of the site."""
    browser = await visitor(served, "akimat")
    shown = (await browser.get(f"/cases/{CARTOGRAM}")).text
    for language in ("ru", "kk", "en"):
        for rows in ("analyses", "website"):
            for form in ("html", "json"):
                address = f"/cases/{CARTOGRAM}/block.{form}?rows={rows}&lang={language}"
                assert address.replace("&", "&amp;") in shown
                answer = await browser.get(address)
                assert answer.status_code == 200
                assert answer.headers["content-disposition"].startswith("attachment")
                assert "sandbox" in answer.headers["content-security-policy"]
    assert f'lang="{language}"' in (await browser.get(f"/cases/{CARTOGRAM}/block.html?lang={language}")).text


async def test_only_readers_of_the_case_have_the_block_and_only_cartograms_have_one(served: Served) -> None:
    """A body below is refused, an analysis has no block, and there are no other formats."""
    below, akimat = await served.officer(BELOW), await served.officer(REGION)
    problem_of(await below.get(f"{AT}/block.json"), 403, "out-of-scope")
    [analysis] = (await akimat.get("/api/v1/cases?workflow=risk_analysis")).json()["items"]
    problem_of(await akimat.get(f"/api/v1/cases/{analysis['id']}/block.html"), 404, "unknown")
    problem_of(await akimat.get(f"{AT}/block.json?rows=else"), 400, "bad-query")
    assert (await (await visitor(served, "akimat")).get(f"/cases/{CARTOGRAM}/block.exe")).status_code == 404
