"""Driving cases on a real database: idempotency, staleness, races, several processes."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.case import DeadlineMissed, DeadlinePostponed
from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.conflicts import Stale
from service.recall import KeyReused, Result
from service.requests import Request
from tests.workflows.risk_analysis.life import ORDER, START
from tests.workflows.scenario import BODY, HEAD, OFFICER
from workflows.actor import Actor
from workflows.refusals import NotPermitted, Unknown, WrongOrder


class Desk:
    """A process of the service: its own committer, pool, cache and clock."""

    def __init__(self, committer: GroupCommit, pool: AsyncConnectionPool) -> None:
        self.clock = FixedClock.at(date(2024, 2, 16))
        self.cases = Cases(pool, committer, self.clock)

    async def open(self, key: str | None = None, **data: Any) -> Result:
        """Order an analysis."""
        asked = ORDER | data
        return await self.cases.open("risk_analysis", BODY, "order", asked, HEAD, Request.of(HEAD, key, asked))

    async def announce(
        self, case: uuid.UUID, version: int, key: str | None = None, actor: Actor = OFFICER, **data: Any
    ) -> Result:
        """Announce its start."""
        asked = START | data
        return await self.cases.act(case, "announce_start", asked, actor, Request.of(actor, key, case, asked), version)


@pytest.fixture
async def desks(database_url: str) -> AsyncIterator[tuple[Desk, Desk]]:
    """Two processes of the service on one database."""

    async def connect() -> AsyncConnection[Any]:
        return await AsyncConnection.connect(database_url, autocommit=True)

    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=4, open=False) as pool,
        GroupCommit(connect) as one,
        GroupCommit(connect) as two,
    ):
        yield Desk(one, pool), Desk(two, pool)


@pytest.fixture
def desk(desks: tuple[Desk, Desk]) -> Desk:
    """One of them."""
    return desks[0]


async def test_recorded_and_read_again(desks: tuple[Desk, Desk]) -> None:
    """What one process records, another reads, with both clocks."""
    here, there = desks
    result = await here.open()
    read = await there.cases.get(result.case.id)
    assert (read.state, read.version, read.facts) == ("ordered", 1, result.case.facts)
    [recorded] = await there.cases.history(result.case.id)
    assert (recorded.position, recorded.event.occurred_on, recorded.recorded_at) == (
        1,
        date(2024, 2, 12),
        here.clock.now(),
    )


async def test_repeated_request_is_answered_as_before(desks: tuple[Desk, Desk]) -> None:
    """The same key and request, sent to any process, even after the case has moved on, record nothing new."""
    here, there = desks
    first = await here.open("key-1")
    again = await there.open("key-1")
    assert (again.case.id, again.position, again.repeated) == (first.case.id, first.position, True)
    announced = await here.announce(first.case.id, 1, "key-2")
    repeated = await there.announce(first.case.id, 1, "key-2")
    assert (repeated.case.version, repeated.position, repeated.recorded_at, repeated.repeated) == (
        2,
        announced.position,
        announced.recorded_at,
        True,
    )
    assert len(await here.cases.history(first.case.id)) == 2


async def test_key_of_another_request(desk: Desk) -> None:
    """A key that was used for something else is refused, also on an action that would be possible."""
    first = await desk.open("key-1")
    await desk.announce(first.case.id, 1, "key-2")
    with pytest.raises(KeyReused):
        await desk.open("key-1", order_no="18-Ө")
    with pytest.raises(KeyReused):
        await desk.announce(first.case.id, 1, "key-2", address="https://example.kz/other")


async def test_keys_of_two_callers_do_not_meet(desk: Desk) -> None:
    """An idempotency key belongs to its caller."""
    first = await desk.open("key")
    announced = await desk.announce(first.case.id, 1, "key")
    assert announced.case.version == 2


async def test_stale_version(desks: tuple[Desk, Desk]) -> None:
    """Who saw an older version is told the current one; a process whose memory is old finds out."""
    here, there = desks
    first = await here.open()
    await there.cases.get(first.case.id)
    await here.announce(first.case.id, 1)
    with pytest.raises(Stale) as caught:
        await there.announce(first.case.id, 1)
    assert caught.value.current == 2
    began = await there.cases.act(
        first.case.id,
        "correct",
        {"corrects": 2, "reason": "x", "data": START | {"channel": "media"}},
        OFFICER,
        Request.of(OFFICER, None),
        2,
    )
    assert began.case.version == 3


async def test_sixteen_at_once(desks: tuple[Desk, Desk]) -> None:
    """Of sixteen callers in two processes one wins and fifteen are told; one event is recorded."""
    first = await desks[0].open()
    attempts = (desks[i % 2].announce(first.case.id, 1) for i in range(16))
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum(isinstance(result, Result) for result in results) == 1
    assert sum(isinstance(result, Stale | WrongOrder) for result in results) == 15
    assert len(await desks[0].cases.history(first.case.id)) == 2


async def test_refused_leaves_nothing(desk: Desk) -> None:
    """A refused command is not in the log and not in memory."""
    first = await desk.open()
    with pytest.raises(NotPermitted):
        await desk.announce(first.case.id, 1, actor=Actor("x", OFFICER.role, "elsewhere"))
    assert (await desk.cases.get(first.case.id)).version == 1


async def test_unknown_case(desk: Desk) -> None:
    """A case that does not exist is named."""
    with pytest.raises(Unknown):
        await desk.announce(uuid.uuid4(), 1)


async def test_missed_once(desks: tuple[Desk, Desk]) -> None:
    """A deadline is missed once, after its day, by however many schedulers; the case says since when."""
    here, there = desks
    first = await here.open()
    assert await here.cases.miss(first.case.id, "D04") is None
    for desk in desks:
        desk.clock.travel(date(2024, 2, 20), 0, 1)
    attempts = (desk.cases.miss(first.case.id, "D04") for desk in (here, there, here, there))
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert [error for error in results if isinstance(error, BaseException) and not isinstance(error, Stale)] == []
    events = [recorded.event for recorded in await here.cases.history(first.case.id)]
    [missed] = [event for event in events if isinstance(event, DeadlineMissed)]
    assert (missed.key, missed.due, missed.missed_on) == ("D04", date(2024, 2, 19), date(2024, 2, 20))
    assert (await there.cases.get(first.case.id)).deadlines["D04"].status == "missed"


async def test_missed_and_done_late(desk: Desk) -> None:
    """An act after the miss is recorded as late; one that had happened in time, but is recorded only now, as in time."""
    for published, status in (("2024-02-19", "met"), ("2024-02-20", "met_late")):
        first = await desk.open(f"published {published}")
        desk.clock.set(FixedClock.at(date(2024, 2, 21)).now())
        await desk.cases.miss(first.case.id, "D04")
        announced = await desk.announce(first.case.id, 2, published_on=published)
        assert announced.case.deadlines["D04"].status == status


async def test_acting_and_missing_race(desks: tuple[Desk, Desk]) -> None:
    """Completing and missing at the same moment end in one of two histories, and the person is never turned away."""
    here, there = desks
    for round_ in range(8):
        first = await here.open(f"round-{round_}")
        for desk in desks:
            desk.clock.set(FixedClock.at(date(2024, 2, 20)).now())
        acted, missed = await asyncio.gather(
            here.announce(first.case.id, 1, published_on="2024-02-16"),
            there.cases.miss(first.case.id, "D04"),
            return_exceptions=True,
        )
        case = await here.cases.get(first.case.id)
        assert isinstance(acted, Result)
        assert [type(event).__name__ for event in case.history] in (
            ["AnalysisOrdered", "StartAnnounced"],
            ["AnalysisOrdered", "DeadlineMissed", "StartAnnounced"],
        )
        assert isinstance(missed, Result) == (case.version == 3)
        assert case.deadlines["D04"].status == "met"


async def test_passing_time_makes_no_version_stale(desk: Desk) -> None:
    """A person who saw the case before deadlines passed may act on what they saw; after another person's act they may not."""
    first = await desk.open()
    desk.clock.travel(date(2024, 3, 20))
    for key in ("D04", "D05", "D06"):
        await desk.cases.miss(first.case.id, key)
    announced = await desk.announce(first.case.id, 1)
    assert announced.case.version == 5
    with pytest.raises(Stale):
        await desk.announce(first.case.id, 1)


async def test_moved_away_and_back_is_missed_again(desk: Desk) -> None:
    """A deadline that was missed, moved and moved back is missed a second time, once."""
    first = await desk.open()
    desk.clock.travel(date(2024, 2, 21))
    await desk.cases.miss(first.case.id, "D04")
    amended = {
        "order_no": "2",
        "amended_on": "2024-02-21",
        "starts_on": "2024-03-18",
        "ends_on": "2024-03-28",
        "reason": "x",
    }
    version = 2
    for starts in ("2024-03-18", "2024-03-04"):
        asked = amended | {"starts_on": starts}
        result = await desk.cases.act(first.case.id, "amend_order", asked, HEAD, Request.of(HEAD, None), version)
        version = result.case.version
    assert await desk.cases.miss(first.case.id, "D04") is not None
    assert await desk.cases.miss(first.case.id, "D04") is None


async def test_cache_is_bounded(desk: Desk) -> None:
    """Old cases are forgotten and read again when needed."""
    desk.cases.remembered = 2
    opened = [await desk.open(f"case-{number}") for number in range(4)]
    announced = await desk.announce(opened[0].case.id, 1)
    assert announced.case.version == 2


async def test_missed_again_when_it_was_moved_and_moved_back(desk: Desk) -> None:
    """A deadline that is put off after it was missed, and then has its old date again, is missed once more."""
    case = (await desk.open()).case
    desk.clock.travel(date(2024, 5, 6))
    due = case.deadlines["D05"].deadline.due
    for number, ends_on in enumerate(("2024-03-28", "2024-04-05", "2024-03-28"), 1):
        if number > 1:
            data = {
                "order_no": f"{number}",
                "amended_on": "2024-05-06",
                "starts_on": "2024-03-04",
                "ends_on": ends_on,
                "reason": "x",
            }
            request = Request.of(HEAD, f"amendment {number}", data)
            await desk.cases.act(case.id, "amend_order", data, HEAD, request, 2 * number - 2)
        missed = await desk.cases.miss(case.id, "D05")
        assert missed is not None
        assert (missed.case.version, missed.repeated) == (2 * number, False)
        assert await desk.cases.miss(case.id, "D05") is None
    standing = (await desk.cases.get(case.id)).deadlines["D05"]
    assert (standing.status, standing.deadline.due) == ("missed", due)


BEFORE_A_SWAP = {"ordered_on": "2024-04-12", "starts_on": "2024-05-06", "ends_on": "2024-05-31"}
"""An order of 12 April 2024, whose D04 is due on 19 April until a swap made known on 18 April puts it off to the 22nd."""


async def test_deadline_that_the_calendar_puts_off(desk: Desk) -> None:
    """A deadline whose day has passed, but which the calendar gives a later one now, is put off instead of missed."""
    desk.clock.travel(date(2024, 4, 12))
    first = await desk.open(**BEFORE_A_SWAP)
    desk.clock.travel(date(2024, 4, 22))
    put_off = await desk.cases.miss(first.case.id, "D04")
    assert put_off is not None
    event = put_off.case.history[-1]
    assert isinstance(event, DeadlinePostponed)
    assert (event.key, event.due, event.postponed_to) == ("D04", date(2024, 4, 19), date(2024, 4, 22))
    standing = put_off.case.deadlines["D04"]
    assert (standing.status, standing.deadline.due, standing.deadline.arithmetic.calendar) == (
        "open",
        date(2024, 4, 22),
        event.envelope.calendar,
    )
    assert await desk.cases.miss(first.case.id, "D04") is None
    desk.clock.travel(date(2024, 4, 23))
    missed = await desk.cases.miss(first.case.id, "D04")
    assert missed is not None
    assert missed.case.deadlines["D04"].status == "missed"
    assert (await desk.announce(first.case.id, 1, published_on="2024-04-22")).case.deadlines["D04"].status == "met"


async def test_deadline_missed_after_it_was_put_off(desk: Desk) -> None:
    """A deadline found after the later day, too, is missed by that day."""
    desk.clock.travel(date(2024, 4, 12))
    first = await desk.open(**BEFORE_A_SWAP)
    desk.clock.travel(date(2024, 4, 23))
    missed = await desk.cases.miss(first.case.id, "D04")
    assert missed is not None
    event, standing = missed.case.history[-1], missed.case.deadlines["D04"]
    assert isinstance(event, DeadlineMissed)
    assert (event.due, standing.deadline.due, standing.status) == (date(2024, 4, 22), date(2024, 4, 22), "missed")


async def test_versions_that_nobody_can_have_seen(desk: Desk) -> None:
    """A version below the first or above the last is stale, whatever the system recorded."""
    first = await desk.open()
    desk.clock.travel(date(2024, 2, 20))
    await desk.cases.miss(first.case.id, "D04")
    for version in (-1, 0, 3):
        with pytest.raises(Stale):
            await desk.announce(first.case.id, version)
