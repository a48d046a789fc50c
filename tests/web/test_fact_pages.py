"""Checks of candidates and facts of broken restrictions, as a browser without JavaScript meets them."""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import httpx2
import pytest

from events.hiring_check import CandidateAnswer, HiringCandidate, LookupAnswer, LookupRegister
from service.requests import Request
from tests.serving import BODY, Served, serving
from tests.web.visiting import PASSWORD, visitor
from tests.workflows.hired_offender.test_hired import FOUND
from tests.workflows.hiring_check.test_check import BEGUN, DECIDED, LOOKUP
from tests.workflows.restriction_fact.life import FOUND as FOUND_ON
from tests.workflows.restriction_fact.life import OPENINGS
from workflows.actor import SYSTEM, Post, Role
from workflows.hired_offender import HiredOffenderWorkflow
from workflows.restriction_fact import RestrictionFactWorkflow

OPEN_TO_ALL = [opening for row, opening in OPENINGS.items() if row != "2.5.5"]
SEALED = OPENINGS["2.5.5"]


async def enter(served: Served, workflow: str, data: dict[str, Any], login: str, **asked: Any) -> httpx2.Response:
    """Begin a case over the API as the owner of an account."""
    account = next(one for one in await served.service.access.accounts() if one.login == login)
    client = await served.client(account)
    body = {"workflow": workflow, "organization": BODY, "data": data, **asked}
    return await client.post("/api/v1/cases", json=body)


@pytest.fixture
async def served(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A body in the summer of 2024 with somebody on its list of access, and a clerk who is not on it.

    What facts do to the rows of Appendix 2 is tested with these rows, not here.
    """
    for kind in (RestrictionFactWorkflow, HiredOffenderWorkflow):
        monkeypatch.setattr(kind, "CONSEQUENCES", {})
    async with serving(empty_url, date(2024, 1, 15)) as served:
        organizations = served.service.organizations
        for code in ("p-hr", "p-clerk"):
            data = {"code": code, "name_ru": "Ахметова Айгуль Кайратовна"}
            await organizations.enter_person(data, BODY, SYSTEM, Request.of(SYSTEM, None))
        await served.account("head", Role.SIGNATORY, BODY, Post.FIRST_HEAD, PASSWORD)
        for login in ("hr", "clerk"):
            await served.account(login, Role.OFFICER, BODY, password=PASSWORD)
            await served.service.access.link(login, f"p-{login}")
        head = next(one for one in await served.service.access.accounts() if one.login == "head")
        actor = await served.service.access.actor(head)
        approved = {"clearance": "C6", "since": "2024-01-15", "order_no": "1", "people": ["p-hr"]}
        await organizations.act(BODY, "approve_access", approved, actor, Request.of(actor, None), 1)
        served.clock.travel(date(2024, 6, 3))
        yield served


def fields(page: str) -> dict[str, str]:
    """The values of the text fields of a form that hold any."""
    found = re.findall(r'<input class="form-control" id="[^"]+" name="([^"]+)"[^>]* value="([^"]+)"', page)
    return dict(found)


def chosen(page: str) -> set[str]:
    """The options that are on, in lists and groups of buttons."""
    return set(re.findall(r'value="([^"]+)" (?:selected|checked)', page))


async def test_from_the_check_to_the_hiring(served: Served) -> None:
    """The form of a look-up names the candidates and says that answers are entered by hand; who was hired comes from the check."""
    opened = await enter(served, "hiring_check", BEGUN, "hr")
    assert opened.status_code == 201, opened.text
    case = f"/cases/{opened.json()['id']}"
    browser = await visitor(served, "hr")
    form = (
        await browser.get(f"{case}/actions/record_lookup", params={"register": "special_records", "lang": "en"})
    ).text
    assert "Special records of the КПСиСУ (answers are entered by hand)" in form
    assert "C2. Ахметов Асан Кайратович" in form
    assert {"special_records", "C1", "C2"} <= chosen(form)
    assert "clean" not in chosen(form)
    assert fields(form)["person"] == "p-hr"
    sent = {
        "_version": "1", "_key": "one", "looked_up_on": "2024-05-14", "looked_in": "special_records", "person": "p-hr",
        "answers.0.candidate": "C1", "answers.0.answer": "clean", "answers.1.candidate": "C2",
        "answers.1.answer": "convicted", "answers.1.offence": "Ст. 366 УК",
    }  # fmt: skip
    assert (await browser.post(f"{case}/actions/record_lookup", data=sent)).status_code == 303
    page = (await browser.get(case, params={"lang": "en"})).text
    assert "Convicted — Ст. 366 УК" in page
    assert "answers are entered by hand" in page
    hiring = re.search(r"/cases/new/hired_offender/register_hired_offender\?check=[^&]+&amp;candidate=C2", page)
    assert hiring
    assert "Ахметов" not in hiring[0]
    form = (await browser.get(hiring[0].replace("&amp;", "&"))).text
    told = fields(form)
    assert (told["name"], told["position"]) == ("Ахметов Асан Кайратович", "Главный специалист")
    assert (told["checker"], told["checked_on"]) == ("Ахметова Айгуль Кайратовна", "2024-05-14")
    assert told["check"] in case


class Automatic:
    """A register that answers by itself: it knows of one conviction."""

    kind = LookupRegister.SPECIAL_RECORDS
    answers_itself = True

    async def ask(self, candidates: Sequence[HiringCandidate]) -> Sequence[CandidateAnswer]:
        """Say of the second candidate what is recorded, of others nothing."""
        return [CandidateAnswer(candidates[1].code, LookupAnswer.CONVICTED, "Ст. 367 УК")]


async def test_a_register_that_answers_takes_the_place_of_a_person(served: Served) -> None:
    """Another adapter behind the port proposes its answers in the form, which says so; nothing is recorded by itself."""
    served.service.registers = {LookupRegister.SPECIAL_RECORDS: Automatic()}
    opened = await enter(served, "hiring_check", BEGUN, "hr")
    case, browser = f"/cases/{opened.json()['id']}", await visitor(served, "hr")
    asked = {"register": "special_records", "lang": "en"}
    form = (await browser.get(f"{case}/actions/record_lookup", params=asked)).text
    assert "Special records of the КПСиСУ (it answers by itself)" in form
    assert "convicted" in chosen(form)
    assert "Ст. 367 УК" in form
    page = (await browser.get(case, params={"lang": "en"})).text
    assert page.count("no answer yet") == 2
    assert "Request to the КПСиСУ" not in page


async def test_a_check_of_others_is_not_told(served: Served) -> None:
    """A form takes nothing from a check that its reader may not see, from one that is none, or about nobody."""
    opened = await enter(served, "hiring_check", BEGUN, "hr")
    stranger = await served.account("stranger", Role.OFFICER, "akmola-region", password=PASSWORD)
    assert stranger.organization == "akmola-region"
    for login, check, candidate in (
        ("stranger", opened.json()["id"], "C1"),
        ("hr", opened.json()["id"], "C9"),
        ("hr", "nonsense", "C1"),
    ):
        asked = {"check": check, "candidate": candidate}
        page = await (await visitor(served, login)).get(
            "/cases/new/hired_offender/register_hired_offender", params=asked
        )
        assert (page.status_code, "Сериков Ерлан Болатович" in str(fields(page.text))) == (200, False)


async def test_a_check_shows_how_it_stands(served: Served) -> None:
    """The page of a check tells the two days, the answers and the decision, in every language."""
    opened = await enter(served, "hiring_check", BEGUN, "hr")
    client = await served.client(next(a for a in await served.service.access.accounts() if a.login == "hr"))
    address = f"/api/v1/cases/{opened.json()['id']}/actions"
    for number, (action, data) in enumerate((("record_lookup", LOOKUP), ("decide_admission", DECIDED)), 1):
        answer = await client.post(f"{address}/{action}", json=data, headers={"If-Match": f'"{number}"'})
        assert answer.status_code == 200, answer.text
    browser = await visitor(served, "hr")
    for language in ("ru", "kk", "en"):
        page = await browser.get(f"/cases/{opened.json()['id']}", params={"lang": language})
        assert page.status_code == 200
    assert "not admitted" in page.text
    assert "Decide who is admitted to the interview" in page.text


@pytest.mark.parametrize("opening", OPEN_TO_ALL, ids=lambda opening: opening.action)
async def test_each_fact_has_its_form_and_page(served: Served, opening: Any) -> None:
    """Each row is registered by its own form, and its page says what is reported and which law reminds."""
    browser = await visitor(served, "hr")
    form = await browser.get(f"/cases/new/restriction_fact/{opening.action}")
    assert form.status_code == 200
    data = {"found_on": FOUND_ON} | opening.data
    opened = await enter(served, "restriction_fact", data, "hr", action=opening.action)
    assert opened.status_code == 201, opened.text
    for language in ("ru", "kk", "en"):
        page = await browser.get(f"/cases/{opened.json()['id']}", params={"lang": language})
        assert page.status_code == 200
    assert "Broken restriction" in page.text
    assert "Сериков Ерлан Болатович" in page.text
    assert ("Law 410-V, art." in page.text) is (
        opening.action not in {"register_insider_use", "register_conflict_of_interest"}
    )
    assert "No measures of the management are recorded yet." in page.text


async def test_a_hiring_has_its_page(served: Served) -> None:
    """What the form of Appendix 2 asks for stands on the page of a hiring."""
    opened = await enter(served, "hired_offender", FOUND, "hr")
    assert opened.status_code == 201, opened.text
    page = (await (await visitor(served, "hr")).get(f"/cases/{opened.json()['id']}", params={"lang": "en"})).text
    assert "After the ban" in page
    assert "Hired before or after the ban" in page


async def test_accounts_are_offered_to_the_list_alone(served: Served) -> None:
    """Who is not on the list sees no way to register an account: no link, no form, no command."""
    address = f"/cases/new/restriction_fact/{SEALED.action}"
    data = {"found_on": FOUND_ON} | SEALED.data
    for login, offered in (("hr", True), ("clerk", False), ("head", False)):
        browser = await visitor(served, login)
        beginnings = (await browser.get("/cases/new")).text
        assert (address in beginnings, OPEN_TO_ALL[0].action in beginnings) == (offered, True)
        assert (await browser.get(address)).status_code == (200 if offered else 403)
        opened = await enter(served, "restriction_fact", data, login, action=SEALED.action)
        assert opened.status_code == (201 if offered else 403)


@pytest.mark.parametrize("name", ["hiring_check", "hired_offender", "restriction_fact"])
async def test_workflows_are_described_and_drawn(served: Served, name: str) -> None:
    """Each has its page and its diagram in every language."""
    client = served.anonymous()
    for language in ("ru", "kk", "en"):
        page = await client.get(f"/workflows/{name}", params={"lang": language})
        assert (page.status_code, "<svg" in page.text) == (200, True)
