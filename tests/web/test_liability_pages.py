"""The liability of a superior on pages and over the API: the verdict with its row and paragraph, the three months, the term."""

from datetime import date
from typing import Any

import httpx2
import pytest

from tests.serving import BODY, OTHER, Served, problem_of, serving
from tests.web.visiting import people, visitor
from tests.workflows.liability.test_stories import ACCEPTED, NAMED
from tests.workflows.liability.world import CRIME, without_rows
from workflows.registry import WORKFLOWS


@pytest.fixture(autouse=True)
def _rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rows of Appendix 2 out where nothing keeps them."""
    without_rows(monkeypatch)


async def opened(served: Served, client: httpx2.AsyncClient, workflow: str, action: str, data: dict[str, Any]) -> Any:
    """Open a case over the API."""
    asked = {"workflow": workflow, "organization": BODY, "action": action, "data": data}
    answer = await client.post("/api/v1/cases", json=asked)
    assert answer.status_code == 201, answer.text
    await served.projected()
    return answer.json()


async def test_a_check_on_its_page_and_in_the_api(database_url: str) -> None:
    """From the crime the way leads to the check; there stand the verdict and where the law says it, the arithmetic, the term."""
    async with serving(database_url, date(2024, 5, 23)) as served:
        await people(served)
        officer = await served.officer(BODY)
        crime = await opened(
            served, officer, "conviction", "register_conviction", CRIME | {"not_in_register": "Уволен"}
        )
        followed = (await officer.get(f"/api/v1/cases/{crime['id']}")).json()["data"]["checks"]
        [check] = [one["check"] for one in followed]
        shown = (await officer.get(f"/api/v1/cases/{check}")).json()
        assert (shown["state"], shown["data"]["verdict"]) == ("superior_sought", None)
        browser = await visitor(served, "officer")
        page = (await browser.get(f"/cases/{crime['id']}?lang=en")).text
        assert f'href="/cases/{check}"' in page
        for words in ("What is reported", CRIME["offence"]["offender"], CRIME["outcome"]["judicial_act"]["court"]):
            assert words in page[: page.index('id="history"')]
        listed = (await browser.get("/cases?lang=en")).text
        assert "Crime of a subordinate" in listed[listed.index("<tbody") :]
        assert "Analysis without an order yet" not in listed
        form = (await browser.get(f"/cases/{check}/actions/name_superior?lang=en")).text
        for words in ("Last day of the offence", "Kind of post", "Political civil servant"):
            assert words in form
        named = NAMED | {"subordinate": {"body": "OBL", "kind": "deputy_head", "post_class": "political"}}
        answer = await officer.post(
            f"/api/v1/cases/{check}/actions/name_superior", json=named, headers={"If-Match": '"1"'}
        )
        assert answer.status_code == 200, answer.text
        shown = (await officer.get(f"/api/v1/cases/{check}")).json()
        verdict = {
            name: shown["data"]["verdict"][name] for name in ("ruling", "row", "law", "article", "paragraph", "item")
        }
        assert verdict == {
            "ruling": "resigns",
            "row": "R5",
            "law": "416-V",
            "article": "60",
            "paragraph": "3-1",
            "item": "2",
        }
        assert [due["due"] for due in shown["deadlines"]] == ["2024-05-30"]
        await served.projected()
        page = (await browser.get(f"/cases/{check}?lang=en")).text
        for words in (
            "Is to resign",
            "row R5",
            "Law 416-V",
            "para 3-1",
            "item 2",
            "They had passed.",
            "3 April 2023",
            "30 May 2024",
        ):
            assert words in page, words


async def test_the_form_of_a_check_stands_unfolded(database_url: str) -> None:
    """What the form asks for of the crime, the superior and the orders stands in one table above the history (l.391–419)."""
    async with serving(database_url, date(2024, 6, 15)) as served:
        await people(served)
        officer = await served.officer(BODY)
        post = {"body": "OBL", "kind": "deputy_head", "post_class": "political"}
        by_hand = {"reason": "Письмо", "superior": NAMED["superior"], "subordinate": post}
        check = await opened(served, officer, "liability_check", "open_by_hand", CRIME | by_hand)
        for version, (_, action, data) in enumerate(ACCEPTED[:2], start=2):
            address = f"/api/v1/cases/{check['id']}/actions/{action}"
            answer = await officer.post(address, json=data, headers={"If-Match": f'"{version}"'})
            assert answer.status_code == 200, answer.text
        await served.projected()
        page = (await (await visitor(served, "officer")).get(f"/cases/{check['id']}?lang=en")).text
        form = page[page.index("form-2-3-1") :]
        form = form[: form.index("</table>")]
        assert "<details" not in form
        for words in (
            CRIME["crime_number"],
            CRIME["offence"]["offender"],
            CRIME["offence"]["place"],
            CRIME["outcome"]["judicial_act"]["court"],
            "2 May 2024",
            "20 May 2024",
            NAMED["superior"]["name"],
            ACCEPTED[1][2]["order_no"],
            ACCEPTED[1][2]["signatory"],
        ):
            assert words in form, words


async def test_a_move_over_http(database_url: str) -> None:
    """The example of the API registers a move; its page says where the superior went, and the work is over once it is closed."""
    async with serving(database_url, date(2024, 5, 23)) as served:
        await people(served)
        officer = await served.officer(BODY)
        examples = (await officer.get("/api/v1/openapi.json")).json()["paths"]["/api/v1/cases"]["post"]["requestBody"]
        example = examples["content"]["application/json"]["examples"]["superior_move.register_move"]["value"]
        move = await opened(served, officer, "superior_move", "register_move", example["data"])
        page = (await (await visitor(served, "officer")).get(f"/cases/{move['id']}?lang=en")).text
        assert example["data"]["new_organization"] in page
        closing = {"closed_on": "2024-05-22", "result": "Передано"}
        address = f"/api/v1/cases/{move['id']}/actions/close_move"
        stranger = await served.officer(OTHER)
        problem_of(await stranger.post(address, json=closing, headers={"If-Match": '"1"'}), 403, "out-of-scope")
        answer = await officer.post(address, json=closing, headers={"If-Match": '"1"'})
        assert answer.json()["state"] == "closed"


@pytest.mark.parametrize("name", ["conviction", "liability_check", "superior_move"])
async def test_the_way_is_drawn(database_url: str, name: str) -> None:
    """Each of the kinds has a page with its states and actions."""
    async with serving(database_url) as served:
        text = (await served.anonymous(Origin=served.url).get(f"/workflows/{name}?lang=en")).text
        assert WORKFLOWS[name].TITLE in text
        assert "<svg" in text
