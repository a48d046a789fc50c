"""A change of the calendar puts off what is awaited, once, by however many replicas, and brings nothing forward."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from events.case import DeadlinePostponed
from projections.cleared import NOTHING_SEALED
from projections.deadline_lists import deadlines
from service.alerts.delivery import AttemptResult, Outcome
from service.alerts.telling import Telling
from service.calendar_changes import effects_of
from service.calendar_import import EXAMPLE, propose
from service.cases import Cases
from service.recalculation import Recalculation
from service.requests import Request
from tests.service.alerts.sending import outgoing
from tests.serving import BELOW, BODY, OTHER, Served, serving
from tests.workflows.risk_analysis.life import ORDER
from workflows.actor import SYSTEM, Actor, Post, Role
from workflows.organization import Organization
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
    assert (await stranger.get(address)).json() == {"moved": 0, "kept": 0, "items": []}
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


async def test_a_damaged_case_keeps_a_change_from_no_other(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with one case is logged and tried again after an hour; the others are put off, by later changes, too."""
    damaged, sound = await ordered(served), await ordered(served, BELOW)
    await approved(served)
    real = Cases.put_off

    async def failing(cases: Cases, case_id: UUID, key: str, change: UUID) -> Any:
        if case_id == damaged:
            raise ZeroDivisionError
        return await real(cases, case_id, key, change)

    monkeypatch.setattr(Cases, "put_off", failing)
    with capture_logs() as logs:
        assert await recalculation(served)() == 1
    failed = [entry for entry in logs if entry["log_level"] == "error"]
    assert {(entry["case_id"], bool(entry["exc_info"])) for entry in failed} == {(str(damaged), True)}
    await approved(served, day="2024-04-03")
    with capture_logs() as logs:
        await recalculation(served)()
        assert await recalculation(served)() == 0
    assert len([entry for entry in logs if entry["log_level"] == "error"]) == len(failed)
    assert len(await postponed(served, sound)) == 2
    monkeypatch.setattr(Cases, "put_off", real)
    assert await recalculation(served)() == 0
    async with served.service.pool.connection() as conn:
        await conn.execute("UPDATE runs.not_put_off SET tried_at = tried_at - interval '1 hour'")
        assert await recalculation(served)() == 1
        assert await (await conn.execute("SELECT count(*) FROM runs.not_put_off")).fetchone() == (0,)
    due = (await served.service.cases.get(sound)).deadlines["D07"].deadline.due
    assert (await served.service.cases.get(damaged)).deadlines["D07"].deadline.due == due


async def test_effects_are_shown_whatever_one_deadline_is(served: Served) -> None:
    """A deadline whose rule there is no more is left out of the preview; what is listed ends somewhere, what is counted does not."""
    await ordered(served), await ordered(served, BELOW), await ordered(served, OTHER)
    cases = served.service.cases
    opened = await cases.open("calendar_change", BODY, "propose_day_off", OFF, ONE, Request.of(ONE, None))
    await served.projected()
    register, today = await served.service.register.current(), served.clock.today()

    async def shown(scope: list[str] | None, most: int = 10) -> tuple[int, int]:
        found = await effects_of(cases, opened.case.id, register, today, scope, NOTHING_SEALED, most)
        assert found.further == found.moved + found.kept - len(found.listed)
        return found.moved, len(found.listed)

    assert [await shown(None), await shown([BELOW]), await shown(None, 1), await shown([OTHER])] == [
        (2, 2), (1, 1), (2, 1), (0, 0),
    ]  # fmt: skip
    async with served.service.pool.connection() as conn:
        await conn.execute("UPDATE read.deadlines SET rule = 'D99' WHERE organization = %s", [BELOW])
    assert await shown(None) == (1, 1)


async def test_a_body_of_six_days_counts_saturdays(served: Served) -> None:
    """Its deadlines are counted in its week from the day of which that is so; the rest of the country's are not."""
    before = await ordered(served)
    body = Organization.id_of(BODY)
    version = (await served.service.cases.get(body)).version
    data = {"region": "KZ-19", "since": "2024-02-12", "account": True, "working_week": "six_days"}
    await served.service.cases.act(body, "describe", data, SYSTEM, Request.of(SYSTEM, None), version)
    await served.service.register.refresh()
    six, five = await ordered(served), await ordered(served, BELOW)
    computed = {
        name: (await served.service.cases.get(case)).deadlines["D07"].deadline
        for name, case in (("before", before), ("six", six), ("five", five))
    }
    assert computed["six"].due < computed["five"].due == computed["before"].due
    assert "/6d/" in computed["six"].arithmetic.calendar
    reader = await served.officer()
    told = (await reader.get(f"/api/v1/organizations/{BODY}")).json()
    assert told["working_week"] == "six_days"
    days = {"from": "2024-03-02", "to": "2024-03-02"}
    weeks: list[tuple[dict[str, Any], bool]] = [
        ({}, False),
        ({"organization": BODY}, True),
        ({"organization": BODY, "week": 5}, False),
    ]
    for given, working in weeks:
        found = (await reader.get("/api/v1/calendar/days", params=days | given)).json()
        assert [day["working"] for day in found["items"]] == [working]


async def test_what_is_left_is_counted_with_what_was_approved(served: Served) -> None:
    """Tasks, notices and the mail count the working days left by the calendar of the reader's body, as the pages do."""
    await ordered(served)
    reader = await served.account("reader", Role.OFFICER, BODY)
    await served.service.preferences.set_address(reader.id, "reader@example.kz")
    await approved(served, day="2024-02-14")
    await Telling(served.service.cases, served.clock, served.service.access).tell_due()
    client = await served.client(reader)
    [task] = (await client.get("/api/v1/tasks")).json()["items"]
    assert (task["key"], task["due"], task["days_left"]) == ("D04", "2024-02-19", 4)
    notices = (await client.get("/api/v1/notices")).json()["items"]
    assert {item["days_left"] for item in notices if item["due"] == "2024-02-19"} == {4}
    mails = Mails()
    assert await outgoing(served.service, mails).deliver_due() == 1  # type: ignore[arg-type]  # it sends as a server does
    assert "4 рабочих дня" in mails.sent[0].get_body(("plain",)).get_content()


class Mails:
    """Takes mail instead of a server."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send(self, mail: Any, _to: str) -> Outcome:
        """Take a mail."""
        self.sent.append(mail)
        return Outcome(AttemptResult.SENT)


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
