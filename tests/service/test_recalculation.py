"""A change of the calendar puts off what is awaited, once, by however many replicas, and brings nothing forward."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from events.case import DeadlinePostponed
from projections.deadline_lists import deadlines
from service.calendar_import import EXAMPLE, propose
from service.recalculation import Recalculation
from service.requests import Request
from tests.serving import BODY, OTHER, Served, serving
from tests.workflows.risk_analysis.life import ORDER
from workflows.actor import Actor, Post, Role
from workflows.refusals import Invalid

HEAD = Actor("head", Role.SIGNATORY, BODY, None, Post.FIRST_HEAD)
ONE, TWO = (Actor(name, Role.SUPERVISOR) for name in ("one", "two"))
ACT = {"type": "akimat_decision", "dated": "2024-02-12", "published_on": "2024-02-12"}
OFF = {"act": ACT, "day": "2024-04-02", "why": "Паводок", "applies": {"reach": "region", "region": "KZ-19"}}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service on the day of the order of an analysis that lasts from 4 to 28 March 2024."""
    async with serving(database_url) as served:
        yield served


async def ordered(served: Served, organization: str = BODY) -> UUID:
    """Order the analysis of the worked example."""
    head = Actor("head", Role.SIGNATORY, organization, None, Post.FIRST_HEAD)
    result = await served.service.cases.open(
        "risk_analysis", organization, "order", ORDER, head, Request.of(head, None)
    )
    return result.case.id


async def approved(served: Served, **data: Any) -> UUID:
    """Have a day off proposed and approved."""
    cases = served.service.cases
    opened = await cases.open("calendar_change", BODY, "propose_day_off", OFF | data, ONE, Request.of(ONE, None))
    await cases.act(opened.case.id, "approve_change", {"effects_seen": True}, TWO, Request.of(TWO, None), 1)
    await served.service.register.refresh()
    await served.projected()
    return opened.case.id


def recalculation(served: Served) -> Recalculation:
    """Give what brings changes to deadlines."""
    return Recalculation(served.service.cases, served.service.pool, served.clock)


async def postponed(served: Served, case_id: UUID) -> list[DeadlinePostponed]:
    """Give what was put off on a case."""
    return [
        one.event for one in await served.service.cases.history(case_id) if isinstance(one.event, DeadlinePostponed)
    ]


async def test_what_is_awaited_is_put_off_once(served: Served) -> None:
    """In the region the report is due a day later, and says because of which change; elsewhere nothing moves."""
    case, elsewhere = await ordered(served), await ordered(served, OTHER)
    before = (await served.service.cases.get(case)).deadlines
    change = await approved(served)
    moved = await asyncio.gather(*(recalculation(served)() for _ in range(3)))
    assert sum(moved) == len(await postponed(served, case)) > 0
    assert await recalculation(served)() == 0
    events = {event.key: event for event in await postponed(served, case)}
    assert {event.cause for event in events.values()} == {change}
    after = (await served.service.cases.get(case)).deadlines
    assert (events["D07"].due, events["D07"].postponed_to) == (before["D07"].deadline.due, after["D07"].deadline.due)
    assert after["D07"].deadline.due > before["D07"].deadline.due
    assert any(day.name == "Паводок" for day in after["D07"].deadline.arithmetic.skipped)
    assert all(after[key].deadline.due >= before[key].deadline.due for key in before)
    assert await postponed(served, elsewhere) == []
    await served.projected()
    async with served.service.pool.connection() as conn:
        page = await deadlines(conn, today=served.clock.today(), case_id=case)
    [row] = [row for row in page.rows if row.key == "D07"]
    assert (row.due, row.previous[0]["due"]) == (after["D07"].deadline.due, before["D07"].deadline.due.isoformat())


async def test_a_date_that_would_be_earlier_stays(served: Served) -> None:
    """Counted back from the start, a day off in between leaves less time: the date that was shown stays."""
    case = await ordered(served)
    before = (await served.service.cases.get(case)).deadlines["D04"].deadline
    await approved(served, day="2024-02-21")
    await recalculation(served)()
    assert (await served.service.cases.get(case)).deadlines["D04"].deadline == before


async def test_a_revocation_brings_nothing_forward(served: Served) -> None:
    """What was put off stays put off; what is computed afterwards is computed without the change."""
    case, cases = await ordered(served), served.service.cases
    change = await approved(served)
    await recalculation(served)()
    due = (await cases.get(case)).deadlines["D07"].deadline.due
    await cases.act(change, "propose_revocation", {"reason": "Отменено"}, ONE, Request.of(ONE, None), 2)
    await cases.act(change, "revoke_change", {"effects_seen": True}, TWO, Request.of(TWO, None), 3)
    await served.service.register.refresh()
    await served.projected()
    await recalculation(served)()
    assert (await cases.get(case)).deadlines["D07"].deadline.due == due
    other = await ordered(served)
    assert (await cases.get(other)).deadlines["D07"].deadline.due < due


async def test_what_was_done_is_judged_as_before(served: Served) -> None:
    """A deadline that is settled is not touched."""
    case, cases = await ordered(served), served.service.cases
    announced = {
        "channel": "website",
        "address": "https://example.kz/1",
        "published_on": "2024-02-12",
        "secrets_excluded": True,
    }
    await cases.act(case, "announce_start", announced, HEAD, Request.of(HEAD, None), 1)
    judged = (await cases.get(case)).deadlines["D04"]
    await approved(served)
    await recalculation(served)()
    assert (await cases.get(case)).deadlines["D04"] == judged


async def test_the_preview_is_what_happens(served: Served) -> None:
    """Over HTTP: the effects of a proposed change are listed, then approved, then found on the cases; the page shows them, too."""
    case = await ordered(served)
    await served.projected()
    one = await served.supervisor()
    two = await served.client(await served.account("second", Role.SUPERVISOR))
    body = {"workflow": "calendar_change", "organization": BODY, "action": "propose_day_off", "data": OFF}
    opened = (await one.post("/api/v1/cases", json=body)).json()
    address = f"/api/v1/calendar/changes/{opened['id']}/effects"
    effects = (await one.get(address)).json()
    moving = {item["key"]: item["by_calendar"] for item in effects["items"] if item["moves"]}
    assert effects["moved"] == len(moving) > 0
    stranger = await served.officer(OTHER)
    assert (await stranger.get(address)).json() == {"moved": 0, "items": []}
    path = f"/api/v1/cases/{opened['id']}/actions/approve_change"
    own = await one.post(path, json={"effects_seen": True}, headers={"If-Match": '"1"'})
    assert own.status_code == 403
    assert (await two.post(path, json={"effects_seen": True}, headers={"If-Match": '"1"'})).status_code == 200
    await served.service.register.refresh()
    await served.projected()
    await recalculation(served)()
    assert {event.key: event.postponed_to.isoformat() for event in await postponed(served, case)} == moving
    [listed] = (await stranger.get("/api/v1/calendar/changes")).json()["items"]
    assert (listed["state"], listed["place"], listed["approved_on"]) == ("approved", "KZ-19", "2024-02-12")
    days = {"from": "2024-04-02", "to": "2024-04-02", "known_at": "2024-02-12"}
    there = (await one.get("/api/v1/calendar/days", params=days | {"organization": BODY})).json()["items"]
    assert [day["working"] for day in there] == [False]
    assert (await one.get("/api/v1/calendar/days", params=days)).json()["items"][0]["working"] is True
    wrong = await one.get("/api/v1/calendar/days", params=days | {"organization": "nowhere"})
    assert wrong.status_code == 400


async def test_a_file_of_proposals_is_all_or_nothing(served: Served) -> None:
    """Wrong rows are named by their numbers and nothing is stored; a right file is stored once, however often it is sent."""
    cases = served.service.cases
    row = (
        "- {action: propose_day_off, day: 2024-04-0%d, why: Паводок, applies: {reach: region, region: KZ-19},\n"
        "   act: {type: akimat_decision, dated: 2024-02-12, published_on: 2024-02-12}}\n"
    )
    with pytest.raises(Invalid) as caught:
        await propose(cases, (row % 2 + row % 6 + "- {action: nothing}\n").encode(), BODY)
    assert [found.path for found in caught.value.violations] == [(2, "day"), (3, "action")]
    with pytest.raises(Invalid):
        await propose(cases, b"{", BODY)
    right = (row % 2 + row % 3).encode()
    assert (await propose(cases, right, BODY, dry=True)).made == 2
    first, again = await propose(cases, right, BODY), await propose(cases, right, BODY)
    assert ((first.made, first.known), (again.made, again.known)) == ((2, 0), (0, 2))


async def test_the_calendar_at_an_instant(served: Served) -> None:
    """What was approved and revoked on one day was in force between the two instants, and is told for one of them."""
    cases = served.service.cases
    before = served.clock.now()
    served.clock.advance(timedelta(minutes=10))
    change = await approved(served)
    between = served.clock.now()
    served.clock.advance(timedelta(minutes=10))
    await cases.act(change, "propose_revocation", {"reason": "Отменено"}, ONE, Request.of(ONE, None), 2)
    await cases.act(change, "revoke_change", {"effects_seen": True}, TWO, Request.of(TWO, None), 3)
    await served.service.register.refresh()
    anybody = await served.officer()
    found = []
    for instant in (before, between, served.clock.now()):
        query = {"from": "2024-04-02", "to": "2024-04-02", "organization": BODY, "known_at": instant.isoformat()}
        answered = await anybody.get("/api/v1/calendar/days", params=query)
        assert answered.status_code == 200, answered.text
        found.append(answered.json()["items"][0]["working"])
    assert found == [True, False, True]


async def test_the_example_of_a_file_can_be_imported(served: Served) -> None:
    """What the command and the page show as a file is one; a dry run names each proposal by the number of its row."""
    cases, example = served.service.cases, EXAMPLE.replace("almaty-region", BODY).encode()
    tried = await propose(cases, example, BODY, dry=True)
    assert {number: case.history[0].TOPIC for number, case in tried.rows.items()} == {
        1: "calendar.day_off_proposed",
        2: "calendar.swap_proposed",
    }
    assert (await propose(cases, example, BODY)).made == 2
