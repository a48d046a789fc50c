"""What a policy would have sent last month, and of which deadlines nobody can be told."""

import uuid
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from events.alert_policy import NoticeKind
from service.access import Account
from service.alerts import Capacity
from service.alerts.line import Line, departments
from service.alerts.preview import Month, Preview, Sent, Span, sent
from service.alerts.recipients import Recipients
from service.alerts.unreached import Unreached, unreached
from service.requests import Request
from tests.service.alerts.made import nobodys_access
from tests.service.alerts.world import BODY, SCHOOL, World, world
from tests.workflows.alert_policy.made import version
from tests.workflows.risk_analysis.life import ORDER, START
from workflows.actor import Actor, Post, Role
from workflows.alert_policy import packaged
from workflows.calendar import Calendar
from workflows.register import EMPTY

MARCH = Month(date(2024, 3, 1), date(2024, 3, 31))
CALENDAR = Calendar.as_known(date(2024, 4, 1))
BEFORE = date(2024, 2, 29)
ONLY = version(hard={"reminder": ["responsible"], "today": ["responsible"], "overdue": ["responsible"]}, escalation=[])

AMENDMENT = {
    "order_no": "21-Ө", "amended_on": "2024-02-19", "starts_on": "2024-03-11", "ends_on": "2024-04-02", "reason": "Продление",
}  # fmt: skip


def _sent(*spans: Span, policy: Any = ONLY) -> Sent:
    officer = Account(uuid.uuid4(), "officer", "officer", Role.OFFICER, BODY)
    line = Line(EMPTY, MARCH.last, {BODY: [officer]}, [], departments(EMPTY, MARCH.last))
    return sent(policy, spans, MARCH, {BODY: CALENDAR}, Recipients(nobodys_access(), line))


def _span(due: date, since: date = BEFORE, until: date = MARCH.last, deadlines: int = 1) -> Span:
    return Span(BODY, "1.2.3", "hard", due, since, until, deadlines)


def _kinds(found: Sent) -> dict[str, int]:
    return {kind.value: notices for (kind, _), notices in found.by_kind.items() if notices}


def test_the_month_before() -> None:
    """Whole, across the year's end."""
    assert Month.before(date(2024, 4, 1)) == MARCH
    assert Month.before(date(2024, 1, 31)) == Month(date(2023, 12, 1), date(2023, 12, 31))


def test_each_day_of_the_month_tells_what_came_on_it() -> None:
    """What had come before it is not counted, nor what comes after the act, nor what comes before the deadline was set."""
    middle = date(2024, 3, 15)
    assert _kinds(_sent(_span(middle))) == {"reminder": 2, "today": 1, "overdue": 2}
    assert _kinds(_sent(_span(middle, since=date(2024, 3, 13)))) == {"reminder": 2, "today": 1, "overdue": 2}
    assert _kinds(_sent(_span(middle, until=date(2024, 3, 14)))) == {"reminder": 2}
    assert _kinds(_sent(_span(date(2024, 2, 29)))) == {"overdue": 4}


def test_those_above_are_told_when_those_below_had_their_grace() -> None:
    """Of what was long late when it was set in the month, the first step up the line is told three working days after that."""
    policy = version(hard={"reminder": ["responsible"], "today": [], "overdue": ["responsible"]})
    late = date(2024, 2, 1)
    apparatus = Account(uuid.uuid4(), "apparatus", "apparatus", Role.SIGNATORY, BODY, Post.APPARATUS_HEAD)
    line = Line(EMPTY, MARCH.last, {BODY: [apparatus]}, [], departments(EMPTY, MARCH.last))
    above = {
        day: sent(
            policy, [_span(late, since=date(2024, 3, day))], MARCH, {BODY: CALENDAR}, Recipients(nobodys_access(), line)
        ).by_kind
        for day in (27, 26)
    }
    assert {day: any(kind is NoticeKind.ESCALATION for kind, _ in kinds) for day, kinds in above.items()} == {
        27: False, 26: True,
    }  # fmt: skip


def test_alike_deadlines_are_counted_together() -> None:
    """As many notices as deadlines, of the body whose they are."""
    found = _sent(_span(date(2024, 3, 15), deadlines=100), _span(date(2024, 3, 18), deadlines=10))
    assert found.by_body == {BODY: found.notices}
    assert found.by_kind[NoticeKind.TODAY, Capacity.RESPONSIBLE] == 110


def test_another_policy_would_have_sent_something_else() -> None:
    """The same deadlines, other days."""
    daily = version(
        hard={"reminder": ["responsible"], "today": [], "overdue": ["responsible"]}, overdue=[], overdue_every=1
    )
    assert _kinds(_sent(_span(date(2024, 3, 26)), policy=daily)) == {"reminder": 3, "overdue": 3}


@pytest.fixture
async def country(database_url: str) -> AsyncIterator[World]:
    """The country on Thursday, 1 February 2024."""
    async with world(database_url, date(2024, 2, 1)) as made:
        yield made


async def test_the_preview_is_what_was_told(country: World) -> None:
    """For the policy that was in force, of deadlines set, moved and met in the month, it counts what was really sent."""
    head = Actor("head", Role.SIGNATORY, BODY, None, Post.FIRST_HEAD)
    cases, opened = country.service.cases, []
    for number in range(12, 30):
        day = date(2024, 2, number)
        country.clock.travel(day)
        await country.telling.tell_due()
        if number < 15:
            order = ORDER | {"ordered_on": day.isoformat(), "order_no": f"{number}"}
            asked = Request.of(head, f"{number}")
            opened.append((await cases.open("risk_analysis", BODY, "order", order, head, asked)).case)
        elif number == 16:
            await cases.act(opened[0].id, "announce_start", START, head, Request.of(head, None), opened[0].version)
        elif number == 19:
            await cases.act(opened[1].id, "amend_order", AMENDMENT, head, Request.of(head, None), opened[1].version)
        await country.settled()
        await country.telling.tell_due()  # of what was set or moved on this day
    told = Counter((str(one.kind), str(one.capacity)) for one in await country.notices())
    country.clock.travel(date(2024, 3, 4))
    month, [found] = await Preview(cases, country.service.access).of([packaged()])
    assert month == Month(date(2024, 2, 1), date(2024, 2, 29))
    assert Counter({(kind.value, as_what.value): n for (kind, as_what), n in found.by_kind.items()}) == told
    assert found.by_body == {BODY: found.notices}
    assert found.notices > 10


async def test_the_preview_ends_with_what_is_known_of_a_deadline(country: World) -> None:
    """Of what was left undone it counts what came up to the due date, of what was dropped nothing, since nobody knows until when."""
    head, cases = Actor("head", Role.SIGNATORY, BODY, None, Post.FIRST_HEAD), country.service.cases
    country.clock.travel(date(2024, 2, 12))
    case = (await cases.open("risk_analysis", BODY, "order", ORDER, head, Request.of(head, "1"))).case
    await country.settled()
    async with country.service.pool.connection() as conn:
        await conn.execute("DELETE FROM read.deadlines WHERE key <> 'D04'")
    country.clock.travel(date(2024, 3, 4))
    found = {}
    for status in ("open", "not_done", "dropped"):
        await country.change(case.id, status=status)
        found[status] = _kinds((await Preview(cases, country.service.access).of([ONLY]))[1][0])
    assert found == {
        "open": {"reminder": 3, "today": 1, "overdue": 3},
        "not_done": {"reminder": 3, "today": 1},
        "dropped": {},
    }


async def test_the_preview_counts_nothing_sealed(country: World) -> None:
    """A sealed deadline is in no figure of the preview, whoever could be told of it, and its body is not named for it."""
    head, cases = Actor("head", Role.SIGNATORY, BODY, None, Post.FIRST_HEAD), country.service.cases
    country.clock.travel(date(2024, 2, 12))
    case = (await cases.open("risk_analysis", BODY, "order", ORDER, head, Request.of(head, "1"))).case
    await country.settled()
    country.clock.travel(date(2024, 3, 4))
    before = (await Preview(cases, country.service.access).of([ONLY]))[1][0]
    await country.change(case.id, clearance="C6")
    after = (await Preview(cases, country.service.access).of([ONLY]))[1][0]
    assert before.notices > 0
    assert (after.notices, after.by_body) == (0, {})


async def test_nobody_can_be_told_where_nobody_has_an_account(country: World) -> None:
    """By body: how many deadlines, whom the policy names in vain, who is told instead; what is sealed is counted for nobody."""
    await country.plant("2024-03-15", 2, organization=SCHOOL)
    await country.plant("2024-03-11", organization=SCHOOL, strength="recommended")
    await country.plant("2024-03-15", organization=BODY)
    await country.plant("2024-03-12", organization=BODY, clearance="C4")
    school = Unreached(
        SCHOOL, 3, date(2024, 3, 11), (Capacity.RESPONSIBLE, Capacity.SIGNATORY), (Capacity.SUPERIOR,)
    )  # fmt: skip
    assert await _unreached(country) == [school]
    assert await _unreached(country, scope=[BODY]) == []


async def _unreached(country: World, scope: list[str] | None = None) -> list[Unreached]:
    register = await country.service.register.current()
    async with country.service.pool.connection() as conn:
        recipients = await Recipients.on(conn, country.service.access, register, country.clock.today())
        return await unreached(conn, recipients, packaged(), "main", scope)
