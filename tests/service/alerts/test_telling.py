"""Each step of the policy is told once, to those it names, whoever tells it and however it ends."""

import asyncio
import uuid
from collections import Counter
from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection
from structlog.testing import capture_logs

from service.alerts import Notice, outbox, rounds, telling
from service.alerts.hours import Hours
from service.alerts.telling import Telling
from service.cases import Cases
from service.clock import FixedClock
from service.requests import Request
from tests.service.alerts.world import AGENCY, AKIMAT, BODY, SCHOOL, World
from tests.workflows.alert_policy.made import rules
from workflows.actor import SYSTEM, Actor, Role
from workflows.organization import Organization


async def test_each_step_is_told_once_to_whom_the_policy_names(country: World) -> None:
    """A reminder to the officer; on the day and after it also to whoever signs; then up the line."""
    [case] = await country.plant("2024-03-15")
    seen = []
    for day in (1, 1, 4, 12, 15, 18, 20, 29):
        country.clock.travel(date(2024, 3, day))
        seen.append(await country.telling.tell_due())
    assert seen == [1, 0, 0, 1, 3, 3, 4, 0]
    assert await country.told(case) == [
        ("officer@almaty.education", "reminder", 9, "responsible"),
        ("officer@almaty.education", "reminder", 3, "responsible"),
        *((login, "today", 0, as_what) for login, as_what in _ALL),
        *((login, "overdue", -1, as_what) for login, as_what in _ALL),
        *((login, "overdue", -3, as_what) for login, as_what in _ALL),
        ("apparatus", "escalation", -3, "apparatus"),
    ]


_ALL = (("officer@almaty.education", "responsible"), ("head", "signatory"), ("apparatus", "signatory"))
"""Those who have to do with the deadline; whoever uploads is the officer, who is told once."""


async def test_up_the_line_until_the_anti_corruption_body(country: World) -> None:
    """The superior body's officers and head, then the department of the region, each with the number of the step."""
    await country.plant("2024-03-15")
    for day in (date(2024, 3, 1), date(2024, 3, 20), date(2024, 4, 1), date(2024, 4, 15)):
        country.clock.travel(day)
        await country.telling.tell_due()
    names = {account.id: login for login, account in country.people.items()}
    found = [(names[one.account], one.capacity, one.step) for one in await country.notices() if one.step]
    assert found == [
        ("apparatus", "apparatus", 1),
        ("officer@almaty", "superior", 2),
        ("akim", "superior", 2),
        ("officer@agency.almaty", "agency", 3),
    ]


async def test_a_notice_says_what_is_due_and_by_which_policy(country: World) -> None:
    """Case, deadline, rule, version of the policy, and whether it can be switched off."""
    [case] = await country.plant("2024-02-29")
    await country.telling.tell_due()
    notice = (await country.notices(case))[0]
    assert (notice.key, notice.rule, notice.subtask, notice.organization) == ("D07", "D07", "1.2.3", BODY)
    assert (notice.policy, notice.mandatory, notice.told_on, notice.due) == (
        1,
        True,
        date(2024, 3, 1),
        date(2024, 2, 29),
    )


async def test_what_is_met_dropped_not_due_or_of_another_log_is_not_told(country: World) -> None:
    """Only what is awaited by a last day is told of; a deadline recorded as missed is still awaited."""
    for status in ("met", "met_late", "not_done", "dropped"):
        await country.plant("2024-03-04", status=status)
    await country.plant("2024-03-04", bound="not_before")
    await country.plant("2024-03-04", log="other")
    await country.plant("2024-07-04")
    [missed] = await country.plant("2024-02-29", status="missed")
    await country.telling.tell_due()
    assert {one.case_id for one in await country.notices()} == {missed}


async def test_what_was_met_meanwhile_is_told_no_more(country: World) -> None:
    """After the reminder nothing follows once the act is recorded."""
    [case] = await country.plant("2024-03-15")
    await country.telling.tell_due()
    await country.change(case, status="met")
    country.clock.travel(date(2024, 3, 15))
    assert await country.telling.tell_due() == 0


async def test_nothing_is_told_on_days_off(country: World) -> None:
    """On a Saturday and on a holiday nothing is told; on the working day after them it is."""
    await country.plant("2024-03-12")
    found = []
    for day in (2, 8, 11):
        country.clock.travel(date(2024, 3, day))
        found.append(await country.telling.tell_due())
    assert found == [0, 0, 1]


async def test_after_an_outage_only_the_latest_step_is_told(country: World) -> None:
    """Whoever was told nothing for a month is told where things stand, and no step before that later."""
    await country.plant("2024-03-15")
    country.clock.travel(date(2024, 4, 15))
    await country.telling.tell_due()
    kinds = Counter((one.kind, one.days) for one in await country.notices())
    assert kinds == {("overdue", -18): 3}


async def test_nobody_above_is_told_before_those_below_had_their_grace(country: World) -> None:
    """What is weeks late when it is first known goes up step by step, each some working days after the one before was told."""
    await country.plant("2024-03-15")
    country.clock.travel(date(2024, 4, 15))
    found = []
    for day in ("04-15", "04-17", "04-18", "04-24", "04-25", "05-13", "05-14", "05-20"):
        country.clock.travel(date.fromisoformat(f"2024-{day}"))
        await country.telling.tell_due()
        found.append(sorted({one.step for one in await country.notices()}))
    assert found == [[0], [0], [0, 1], [0, 1], [0, 1, 2], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3]]


async def test_nothing_is_told_on_a_day_off_of_the_region(country: World) -> None:
    """Where days are declared off nobody is told, and they are no days late; elsewhere everything goes on."""
    act = {"type": "akimat_decision", "dated": "2024-02-29", "published_on": "2024-02-29"}
    for off in ("2024-03-18", "2024-03-19"):
        await _declared_off(country, act, off)
    flooded, [elsewhere] = await country.plant("2024-03-15"), await country.plant("2024-03-15", organization=AGENCY)
    await country.account("officer@agency", Role.OFFICER, AGENCY)
    seen = {}
    for day in (18, 19, 20, 26, 27):
        country.clock.travel(date(2024, 3, day))
        await country.telling.tell_due()
        seen[day] = [
            sorted({(str(one.kind), one.days) for one in await country.notices(case) if one.told_on.day == day})
            for case in (*flooded, elsewhere)
        ]
    assert seen == {
        18: [[], [("overdue", -1)]],
        19: [[], []],
        20: [[("overdue", -1)], [("overdue", -3)]],
        26: [[], [("escalation", -4)]],
        27: [[("overdue", -3)], []],
    }


async def _declared_off(country: World, act: dict[str, str], day: str) -> None:
    cases = country.service.cases
    one, two = (Actor(str(uuid.uuid4()), Role.SUPERVISOR) for _ in range(2))
    off = {"act": act, "day": day, "why": "Паводок", "applies": {"reach": "region", "region": "KZ-19"}}
    opened = await cases.open("calendar_change", AGENCY, "propose_day_off", off, one, Request.of(one, None))
    await cases.act(opened.case.id, "approve_change", {"effects_seen": True}, two, Request.of(two, None), 1)
    await country.settled()


async def test_a_body_of_six_days_is_told_on_saturdays(country: World) -> None:
    """Its Saturdays are working days, on which it is told and by which days are counted."""
    data = {"region": "KZ-19", "since": "2024-02-01", "account": True, "working_week": "six_days"}
    cases, body = country.service.cases, Organization.id_of(BODY)
    version = (await cases.get(body)).version
    await cases.act(body, "describe", data, SYSTEM, Request.of(SYSTEM, None), version)
    await country.settled()
    [six], [five] = await country.plant("2024-03-04"), await country.plant("2024-03-04", organization=AKIMAT)
    country.clock.travel(date(2024, 3, 2))
    await country.telling.tell_due()
    assert [(one.kind, one.days) for one in await country.notices(six)] == [("reminder", 1)]
    assert await country.notices(five) == []


async def test_when_the_clock_goes_back_nothing_is_told_again(country: World) -> None:
    """What was told by a clock ahead of time is not followed by the steps before it."""
    await country.plant("2024-03-15")
    ahead = await _another(country, FixedClock.at(date(2024, 3, 18)))
    assert await ahead.tell_due() == 3
    assert await country.telling.tell_due() == 0


async def test_a_deadline_that_moved_is_told_of_anew(country: World) -> None:
    """Another due date begins with its own steps; moved back, the first goes on where it was."""
    [case] = await country.plant("2024-03-04")
    found = [await country.telling.tell_due()]
    for due in ("2024-03-06", "2024-03-04"):
        await country.change(case, due=due)
        found.append(await country.telling.tell_due())
    assert found == [1, 1, 0]
    assert [(one.due.day, one.days) for one in await country.notices(case)] == [(4, 1), (6, 3)]


async def test_several_that_tell_at_once_tell_each_step_once(country: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three replicas share the work and repeat none of it."""
    monkeypatch.setattr(rounds, "_TOGETHER", 7)
    await country.plant("2024-02-29", 100)
    made = await asyncio.gather(*(country.telling.tell_due() for _ in range(3)))
    assert sum(made) == len(await country.notices()) == 300
    assert set(Counter((one.case_id, one.account) for one in await country.notices()).values()) == {1}


async def test_whoever_is_killed_loses_and_repeats_nothing(country: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever telling breaks off, the next one tells the rest."""
    monkeypatch.setattr(rounds, "_TOGETHER", 10)
    await country.plant("2024-02-29", 50)
    real, calls = outbox.tell, 0

    async def breaking(conn: AsyncConnection[Any], notices: list[Notice], hours: Hours) -> list[Notice]:
        nonlocal calls
        calls += 1
        told = await real(conn, notices, hours)
        if calls % 3 == 0:
            raise ConnectionError
        return told

    monkeypatch.setattr(outbox, "tell", breaking)
    done = False
    while not done:
        try:
            await country.telling.tell_due()
            done = True
        except ConnectionError:
            assert len(await country.notices()) % 30 == 0
    assert set(Counter((one.case_id, one.account) for one in await country.notices()).values()) == {1}
    assert len(await country.notices()) == 150


async def test_nobody_is_told_while_the_read_models_lag(country: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they show as open may have been done: it is told as soon as they are up to date."""
    await country.plant("2024-03-04")

    async def behind(*_asked: object) -> bool:
        return False

    with monkeypatch.context() as patched, capture_logs() as logs:
        patched.setattr(telling, "reached", behind)
        assert await country.telling.tell_due() == 0
    assert "the read models lag behind" in logs[-1]["event"]
    assert await country.telling.tell_due() == 1


async def test_a_policy_is_followed_from_its_day(country: World) -> None:
    """What supervisors decided is what is told, with its number."""
    first, second = (Actor(str(uuid.uuid4()), Role.SUPERVISOR) for _ in range(2))
    policies = country.telling.policies
    changed = {"reminders": [5], "hard": {"reminder": ["signatory"], "today": [], "overdue": ["responsible"]}}
    data = {"in_force_from": "2024-03-04", "reason": "Иначе", "rules": rules(**changed)}
    asked = Request.of(first, None)
    version = (await policies.act("propose_policy", data, first, asked, 0)).case.version
    await policies.act("approve_policy", {"version": 2}, second, Request.of(second, None), version)
    await country.settled()
    [case] = await country.plant("2024-03-13")
    await country.telling.tell_due()
    country.clock.travel(date(2024, 3, 4))
    await country.telling.tell_due()
    assert await country.told(case) == [("officer@almaty.education", "reminder", 7, "responsible")]
    [other] = await country.plant("2024-03-11")
    await country.telling.tell_due()
    assert await country.told(other) == [(login, "reminder", 4, "signatory") for login in ("head", "apparatus")]
    assert {one.policy for one in await country.notices(other)} == {2}


async def test_of_a_body_without_accounts_the_next_above_is_told(country: World) -> None:
    """The school's deadlines are told to the department, as what it is above it; that is logged without names."""
    [case] = await country.plant("2024-02-29", organization=SCHOOL)
    with capture_logs() as logs:
        await country.telling.tell_due()
    assert set(await country.told(case)) == {
        ("officer@almaty.education", "overdue", -1, "superior"),
        ("apparatus", "overdue", -1, "superior"),
    }
    assert {"told_above": 1, "told_nobody": 0}.items() <= logs[-1].items()


async def test_of_a_sealed_case_nobody_is_told_but_the_cleared(country: World) -> None:
    """Without anybody on the list nobody is told, and that is logged."""
    [case] = await country.plant("2024-02-29", clearance="C4")
    with capture_logs() as logs:
        assert await country.telling.tell_due() == 0
    assert {"told_above": 0, "told_nobody": 1}.items() <= logs[-1].items()
    assert str(case) not in str(logs)


async def test_ten_thousand_are_told_at_once(country: World) -> None:
    """Of 100,000 open deadlines 10,000 have a step today: all are told in one run, and none again."""
    for number in range(50):
        body = f"body-{number}"
        await country.account(f"officer@{body}", Role.OFFICER, body)
        await country.plant("2024-03-15", 200, organization=body)
        await country.plant("2024-09-16", 1800, organization=body)
    assert await country.telling.tell_due() == 10_000
    assert await country.telling.tell_due() == 0


async def _another(country: World, clock: FixedClock) -> Telling:
    """Somebody else who tells, by a clock of their own."""
    cases = country.service.cases
    return Telling(Cases(cases.pool, cases.committer, clock, cases.registry), clock, country.service.access)


async def test_an_overdue_deadline_that_the_calendar_put_off_is_told_at_its_next_step(country: World) -> None:
    """A date that moved from one passed day to another makes nobody be told between two steps; extended, it begins anew."""
    [case] = await country.plant("2024-02-09")
    country.clock.travel(date(2024, 3, 1))
    assert await country.telling.tell_due() > 0
    await country.change(case, due="2024-02-13")
    found = [await country.telling.tell_due() for _ in range(2)]
    country.clock.travel(date(2024, 3, 11))
    await country.telling.tell_due()
    overdue = {(one.due.day, one.days) for one in await country.notices(case) if one.kind == "overdue"}
    assert (found, overdue) == ([0, 0], {(9, -15), (13, -18)})
    await country.change(case, due="2024-03-18")
    country.clock.travel(date(2024, 3, 19))
    await country.telling.tell_due()
    assert (18, -1) in {(one.due.day, one.days) for one in await country.notices(case) if one.kind == "overdue"}
