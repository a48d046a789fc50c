"""The board of deadlines, over HTTP and without JavaScript: what it shows, and reminding of several at once."""

import html
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import msgspec
import pytest

from service.api import shapes
from service.requests import Request
from tests.serving import BODY, ELSEWHERE, ORDER, REGION, Served, problem_of, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import SYSTEM, Post, Role
from workflows.organization import Organization

PLANNED = 8
"""Steps of the life beyond its order until the plan is approved."""

ADDRESS = "/api/v1/deadlines"
PICK = re.compile(r'name="pick" value="([^"]+)"')


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """An analysis of a body and one of the oblast's own office, both overdue in June; the oblast has an officer with a password."""
    async with serving(database_url) as served:
        await people(served)
        await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
        await lived(served, 0)
        opening = {"workflow": "risk_analysis", "organization": REGION, "data": ORDER | {"order_no": "18-Ө"}}
        opened = await (await served.signatory(organization=REGION)).post("/api/v1/cases", json=opening)
        assert opened.status_code == 201, opened.text
        served.clock.travel(date(2024, 6, 3))
        await served.sweep()
        await served.projected()
        yield served


async def _client(served: Served, login: str) -> httpx2.AsyncClient:
    return await served.client(await served.service.access.account(login))


async def _items(client: httpx2.AsyncClient, **asked: Any) -> list[dict[str, Any]]:
    answer = await client.get(ADDRESS, params={"limit": 200, **asked})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    msgspec.convert(items, list[shapes.BoardItem])  # type: ignore[valid-type]
    return items


def _places(items: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"case_id": one["case_id"], "key": one["key"]} for one in items]


async def _sent(client: httpx2.AsyncClient, **body: Any) -> httpx2.Response:
    return await client.post(f"{ADDRESS}/reminders", json={"what": "remind", "reason": "Отчёт", **body})


async def test_three_are_reminded_of_and_one_is_refused(served: Served) -> None:
    """Of three deadlines, one of the caller's own body, two are told of and one is refused with the reason; else all are refused."""
    above = await _client(served, "above")
    below = await _items(above, status="overdue", body=BODY)
    own = await _items(above, status="overdue", body=REGION)
    three = _places([*below[:2], own[0]])
    wrong = problem_of(await _sent(above, deadlines=three), 422, "invalid")
    assert [error["pointer"] for error in wrong["errors"]] == ["#/deadlines/2"]
    assert all(one["last_notice"] is None for one in await _items(above))
    done = await _sent(above, deadlines=three, each=True)
    assert done.status_code == 200, done.text
    body = msgspec.convert(done.json(), shapes.Asked)
    assert [(str(one.case_id), one.key) for one in body.refused] == [(own[0]["case_id"], own[0]["key"])]
    assert "own body" in body.refused[0].refusal
    assert {(str(one.case_id), one.key) for one in body.items} == {(one["case_id"], one["key"]) for one in below[:2]}
    assert body.made == sum(len(line.told) for line in body.items) > 0
    told = {one["key"]: one["last_notice"] for one in await _items(above, body=BODY)}
    assert {key for key, notice in told.items() if notice} == {one["key"] for one in below[:2]}
    notice = told[below[0]["key"]]
    assert (notice["kind"], notice["asked_by"], notice["channel"], notice["read_at"]) == ("asked", "Above", "", None)
    problem_of(await _sent(above, deadlines=three, each="yes"), 422, "invalid")


async def test_an_escalation_by_hand_is_told_by_the_page_and_the_api_alike(served: Served) -> None:
    """After somebody had the line above told, both say so, though no step of the policy was reached; a reminder is none."""
    supervisor = await _client(served, "supervisor")
    reminded, escalated = (await _items(supervisor, status="overdue", body=BODY))[:2]
    for what, line in (("remind", reminded), ("escalate", escalated)):
        assert (await _sent(supervisor, what=what, deadlines=_places([line]))).status_code == 200
    told = {one["key"]: one["escalation"] for one in await _items(supervisor, body=BODY)}
    assert told[escalated["key"]] == {"step": 0, "steps": told[escalated["key"]]["steps"], "to": None, "by_hand": True}
    assert told[reminded["key"]] is None
    browser = await visitor(served, "supervisor")
    page = (await browser.get(f"/deadlines?standing=overdue&body={BODY}&lang=en")).text
    assert page.count("Told up the line on request") == sum(one is not None for one in told.values()) == 1


async def test_what_others_own_is_refused_like_what_is_not_there(served: Served) -> None:
    """A deadline out of the caller's reach is refused in the words of one that does not exist."""
    elsewhere = await served.officer(ELSEWHERE)
    foreign = (await _items(await _client(served, "supervisor"), status="overdue", body=BODY))[0]
    absent = {"case_id": str(UUID(int=7)), "key": foreign["key"]}
    refused = (await _sent(elsewhere, deadlines=[*_places([foreign]), absent], each=True)).json()["refused"]
    said = {one["refusal"].replace(one["case_id"], "") for one in refused}
    assert (len(refused), len(said)) == (2, 1)


async def test_what_the_api_says_of_a_deadline(served: Served) -> None:
    """It says who is responsible and who signs, the working days late, the last notice, the step up the line, and what is missing."""
    supervisor, above = await _client(served, "supervisor"), await _client(served, "above")
    [line] = [one for one in await _items(supervisor, status="overdue", body=BODY) if one["key"] == "D04"]
    late = (await served.service.register.current()).calendar(date(2024, 6, 3), BODY)
    assert line["days_left"] == -late.working_days_between(date.fromisoformat(line["due"]), date(2024, 6, 3))
    assert (line["responsible"], line["escalation"], line["last_notice"]) == (None, None, None)
    assert line["signatories"] == []
    [report] = [one for one in await _items(supervisor, body=BODY) if one["key"] == "D07"]
    assert [(one["post"], one["name"]) for one in report["signatories"]][:1] == [("first_head", "")]
    assert line["lacks"]["action"] == "announce_start"
    assert line["lacks"]["body"] == BODY
    head = (await served.service.access.account("head")).id
    case = line["case_id"]
    version = (await served.service.cases.get(UUID(case))).version
    officer = await served.officer()
    named = await officer.post(
        f"/api/v1/cases/{case}/actions/name_responsible",
        json={"account": str(head)},
        headers={"If-Match": f'"{version}"'},
    )
    assert named.status_code == 200, named.text
    await served.projected()
    [line] = [one for one in await _items(supervisor, responsible=str(head)) if one["key"] == "D04"]
    assert line["responsible"] == {"account": str(head), "name": "Head"}
    assert {one["organization"] for one in await _items(supervisor, responsible="nobody")} == {REGION}
    assert await _items(above, responsible="me") == []
    problem_of(await above.get(f"{ADDRESS}?responsible=somebody"), 400, "bad-query")
    problem_of(await above.get(f"{ADDRESS}?sort=nosuch"), 400, "bad-query")


async def test_numbers_over_http(served: Served) -> None:
    """The numbers are those of the lists; the heat map holds the bodies of the next level down, and the caller's own."""
    above, elsewhere = (
        await _client(served, "above"),
        await served.officer(ELSEWHERE),
    )
    body = (await above.get(f"{ADDRESS}/numbers")).json()
    found = msgspec.convert(body, shapes.DeadlineNumbers)
    for group in ("overdue", "due_soon", "open", "missed", "met", "met_late"):
        assert found.groups.of(group) == len(await _items(above, status=group)), group
    assert found.groups.overdue > 0
    assert (found.parent, {one.organization for one in found.quarters}) == (REGION, {REGION, BODY})
    assert sum(one.overdue for one in found.quarters) == len(await _items(above, status="overdue", strength="hard"))
    narrowed = (await above.get(f"{ADDRESS}/numbers?rule=D04&body={BODY}")).json()
    assert narrowed["groups"]["open"] == 1
    assert (await above.get(f"{ADDRESS}/numbers?year=2023")).json()["quarters"] == []
    assert (await elsewhere.get(f"{ADDRESS}/numbers")).json()["quarters"] == []
    problem_of(await above.get(f"{ADDRESS}/numbers?organization=nosuch"), 400, "bad-query")


async def test_the_board_without_a_script(served: Served) -> None:
    """Boxes stand where the visitor may ask; all are ticked by a link; a reason is needed and nothing is lost; the result says all."""
    above = await visitor(served, "above")
    page = (await above.get("/deadlines?lang=en")).text
    picks = PICK.findall(page)
    assert len(picks) == page.count("nobody was told yet") // 2 > 1
    ticked = re.search(r'data-tick="pick" href="([^"]+)"', page)
    assert ticked
    assert (await above.get("/deadlines" + html.unescape(ticked[1]))).text.count(" checked>") == len(picks)
    own = (await _items(await _client(served, "above"), status="overdue", body=REGION))[0]
    sent = {"what": "escalate", "_key": "k", "back": "/deadlines?standing=overdue", "pick": picks[:2]}
    refused = await above.post("/deadlines/ask?lang=en", data=sent | {"reason": " "})
    assert refused.status_code == 422
    assert PICK.findall(refused.text) == picks[:2]
    assert (
        "Tick at least one"
        in (await above.post("/deadlines/ask?lang=en", data=sent | {"pick": [], "reason": "x"})).text
    )
    await served.account("akim", Role.SIGNATORY, REGION, Post.FIRST_HEAD)
    three = [*picks[:2], f"{own['case_id']} {own['key']}"]
    done = await above.post("/deadlines/ask?lang=en", data=sent | {"pick": three, "reason": "Отчёт"})
    assert done.status_code == 200, done.text
    assert "Deadlines told of: 2; refused: 1." in done.text
    assert "own body" in done.text
    assert 'href="/deadlines?standing=overdue"' in done.text
    assert "asked for by Above" in (await above.get("/deadlines?lang=en")).text


async def test_the_board_says_that_the_line_above_was_told(served: Served) -> None:
    """After somebody had the line above told by hand the row says so; the others, and the row as of the day before, do not."""
    await served.account("akim", Role.SIGNATORY, REGION, Post.FIRST_HEAD)
    above = await visitor(served, "above")
    picks = PICK.findall((await above.get("/deadlines?lang=en")).text)
    sent = {"what": "escalate", "_key": "k", "back": "/deadlines", "reason": "Отчёт", "pick": picks[:1]}
    assert (await above.post("/deadlines/ask", data=sent)).status_code == 200
    page = (await above.get("/deadlines?lang=en")).text
    assert page.count("Told up the line on request") == 1
    assert "Told up the line on request" not in (await above.get("/deadlines?at=2024-06-02&lang=en")).text


async def test_whose_post_makes_them_responsible(served: Served) -> None:
    """While nobody was named, the board shows who is responsible in the body by the register, as such; and how the rows are sorted."""
    register = served.service.organizations
    person = {"code": "p-1", "name_ru": "Ахметова А. К."}
    await register.enter_person(person, BODY, SYSTEM, Request.of(SYSTEM, None))
    post = {"post": "ethics", "kind": "ethics_officer", "title_ru": "Уполномоченный", "post_class": "corps_b"}
    for action, data in (
        ("establish_post", post | {"since": "2024-06-03"}),
        ("appoint", {"post": "ethics", "person": "p-1", "order_no": "2", "since": "2024-06-03"}),
    ):
        version = await served.service.cases.version(Organization.id_of(BODY))
        await register.act(BODY, action, data, SYSTEM, Request.of(SYSTEM, None), version)
    page = (await (await visitor(served, "above")).get(f"/deadlines?body={BODY}&lang=en")).text
    assert "by post: Ахметова А. К., " in page
    assert "Sort by" in page


async def test_what_a_quarter_awaits_is_named(served: Served) -> None:
    """Beside the information on a quarter that is overdue stands that it is to be sent, not the stage that its case comes to next."""
    case_id = await lived(served, PLANNED)
    served.clock.travel(date(2024, 8, 1))
    await served.sweep()
    await served.projected()
    items = await _items(await _client(served, "supervisor"), status="overdue", case=str(case_id))
    awaited = {one["rule"]: one["lacks"]["action"] for one in items}
    assert awaited["D11"] == "report_progress"


async def test_a_past_day_offers_no_acts(served: Served) -> None:
    """On the board of a past day what was awaited then is shown, with nothing to tick and nothing told since."""
    supervisor = await visitor(served, "supervisor")
    assert PICK.search((await supervisor.get("/deadlines?standing=open&lang=en")).text)
    was = (await supervisor.get("/deadlines?standing=open&at=2024-02-12&lang=en")).text
    assert "past-banner" in was
    assert BODY in was
    assert not PICK.search(was)
    assert "/deadlines/ask" not in was


async def test_the_api_of_a_past_day(served: Served) -> None:
    """As of the day of the order a deadline is awaited, days are counted from then, and nothing was told, whatever was since."""
    above = await _client(served, "above")
    places = _places(await _items(above, status="overdue", body=BODY))
    assert (await _sent(above, deadlines=places)).status_code == 200
    assert all(one["last_notice"] for one in await _items(above, status="overdue", body=BODY))
    was = {one["key"]: one for one in await _items(above, body=BODY, at="2024-02-12")}
    assert all(one["last_notice"] is None for one in was.values())
    assert was["D04"]["days_left"] == 5
    assert was["D04"]["lacks"]["action"] == "announce_start"
    assert (await above.get(f"{ADDRESS}/numbers?at=2024-02-12")).json()["groups"]["overdue"] == 0


async def test_what_the_page_shows_is_exported_and_kept(served: Served) -> None:
    """The filters and the order of the page are those of its export, and of a saved view."""
    supervisor = await visitor(served, "supervisor")
    asked = f"standing=overdue&responsible=nobody&sort=late&subtask=1&body={BODY}"
    page = (await supervisor.get(f"/deadlines?lang=en&{asked}")).text
    rows = page.partition('id="heat"')[0].count('name="pick"')
    exported = (await supervisor.get(f"/exports/deadlines.json?{asked}")).json()
    assert len(exported["rows"]) == rows > 0
    api = {
        one["key"]: one["days_left"]
        for one in await _items(await _client(served, "supervisor"), status="overdue", body=BODY)
    }
    assert {one["key"]: -one["days_late"] for one in exported["rows"]}.items() <= api.items()
    sent = {"page": "deadlines", "name": "Без ответственного", "wish": "save", "back": "/deadlines?all=1"}
    fields = dict(pair.split("=") for pair in asked.split("&"))
    kept = await supervisor.post("/views", data=sent | {f"q.{name}": value for name, value in fields.items()})
    assert kept.status_code == 303
    shown = (await supervisor.get("/deadlines?all=1&lang=en")).text
    assert "responsible=nobody" in shown
    assert "does not fit any more" not in shown
