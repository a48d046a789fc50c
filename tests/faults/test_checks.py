"""The verification finds what it is there for: each kind of damage, done on purpose to a sound log."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.event import CaseEvent
from events.store.group_commit import GroupCommit
from projections import ALL
from projections.generations import generations, prepare
from service.cases import Cases
from service.clock import FixedClock
from service.recall import Result
from service.requests import Request
from service.wiring import connector
from tests.faults.journal import Acknowledged, Journal
from tests.faults.log_checks import check_promises, check_structure
from tests.faults.read_model_checks import check_cases, check_read_models
from tests.projections.histories import feed_all
from tests.workflows.risk_analysis.life import ORDER, START
from tests.workflows.scenario import BODY, HEAD, OFFICER

Conn = AsyncConnection[Any]

_UNGUARDED = """
    ALTER TABLE log.events DROP CONSTRAINT IF EXISTS events_pkey, DROP CONSTRAINT IF EXISTS events_log_position_key;
    ALTER TABLE log.commands DROP CONSTRAINT IF EXISTS commands_pkey
"""
_COPY = (
    "INSERT INTO log.events SELECT log, {position}, originator_id, {version}, topic, state, recorded_at, {command} "
    "FROM log.events WHERE position = {of}"
)
_NEW_COMMAND = "INSERT INTO log.commands SELECT log, {0}, {1}, 1, '' FROM log.commands LIMIT 1"


class Sound:
    """Three cases as a service recorded them, and what its clients were told."""

    def __init__(self, conn: Conn) -> None:
        self.conn = conn
        self.journal = Journal()

    def told(self, result: Result, request: Request) -> Result:
        """Note an answer."""
        event: CaseEvent = result.case.history[-1]
        answer = Acknowledged(
            request.command_id, result.case.id, result.case.version, result.position, result.recorded_at, event.TOPIC
        )
        self.journal.acknowledged.append(answer)
        return result

    async def violated(self) -> set[str]:
        """Run all checks and give the titles of those that found something."""
        findings = {
            **await check_structure(self.conn),
            **await check_promises(self.conn, self.journal),
            **await check_cases(self.conn),
            **await check_read_models(self.conn),
        }
        assert len(findings) == 15
        return {title for title, found in findings.items() if found}

    async def execute(self, *statements: str) -> None:
        """Do damage; the constraints that would refuse it are taken away first."""
        await self.conn.execute(_UNGUARDED)
        for statement in statements:
            assert (await self.conn.execute(statement.encode())).rowcount > 0


@pytest.fixture
async def sound(database_url: str) -> AsyncIterator[Sound]:
    """Nine events: each case ordered, its deadline missed, its start announced."""
    clock = FixedClock.at(date(2024, 2, 12))
    connect = connector(database_url)
    async with (
        await connect() as conn,
        AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool,
        GroupCommit(connect) as committer,
    ):
        await prepare(conn, ALL)
        cases, sound = Cases(pool, committer, clock), Sound(conn)
        for number in range(3):
            ordering, announcing = Request.of(HEAD, f"order {number}"), Request.of(OFFICER, f"start {number}")
            data = ORDER | {"order_no": f"order {number}"}
            opened = await cases.open("risk_analysis", BODY, "order", data, HEAD, ordering)
            sound.told(opened, ordering)
            clock.set(max(clock.now(), FixedClock.at(date(2024, 2, 20)).now()) + timedelta(seconds=1))
            assert await cases.miss(opened.case.id, "D04")
            announced = await cases.act(opened.case.id, "announce_start", START, OFFICER, announcing, 2)
            sound.told(announced, announcing)
        await feed_all(conn)
        yield sound


async def test_a_sound_log_passes(sound: Sound) -> None:
    """Where nothing is wrong nothing is found, and the read models built to compare are gone again."""
    assert await sound.violated() == set()
    assert [generation.status for generation in await generations(sound.conn)] == ["live"] * len(ALL)


async def test_a_lost_event(sound: Sound) -> None:
    """One row deleted: the acknowledgement, both countings and the command notice."""
    await sound.execute("DELETE FROM log.events WHERE position = 3")
    assert {
        "no acknowledged event is lost", "positions are dense", "one command, one set of events",
    } <= await sound.violated()  # fmt: skip


async def test_a_lost_tail(sound: Sound) -> None:
    """The last event and its command gone leave a log without gaps: only who was told can notice, and the read models."""
    await sound.execute(
        "DELETE FROM log.commands WHERE first_position = 9", "DELETE FROM log.events WHERE position = 9"
    )
    violated = await sound.violated()
    assert "no acknowledged event is lost" in violated
    assert "positions are dense" not in violated


async def test_a_changed_event(sound: Sound) -> None:
    """An acknowledged position that holds another command's event is found."""
    await sound.execute("UPDATE log.events SET command_id = gen_random_uuid() WHERE position = 6")
    assert {"no acknowledged event is lost", "one command, one set of events"} <= await sound.violated()


async def test_a_doubled_row(sound: Sound) -> None:
    """A row twice, under the same position, and a command noted twice are found."""
    await sound.execute(
        _COPY.format(position="position", version="originator_version", command="command_id", of=4),
        "INSERT INTO log.commands SELECT * FROM log.commands WHERE first_position = 4",
    )
    assert {
        "positions are dense",
        "versions of each case are dense",
        "one command, one set of events",
    } <= await sound.violated()


async def test_a_command_done_twice(sound: Sound) -> None:
    """An order carried out a second time, neatly, as another case of another command, is found by its number."""
    command = "'99b1f8ca-7a5f-4f0a-9a0b-0d1f0e8f1c11'"
    await sound.execute(
        _COPY.format(position=10, version=1, command=command, of=1),
        "UPDATE log.events SET originator_id = gen_random_uuid() WHERE position = 10",
        _NEW_COMMAND.format(command, 10),
    )
    await feed_all(sound.conn)
    assert {"no order is carried out twice", "nothing is stored untold"} <= await sound.violated()


async def test_a_deadline_missed_twice(sound: Sound) -> None:
    """The same deadline of the same case missed again is found, though every number is right."""
    command = "'99b1f8ca-7a5f-4f0a-9a0b-0d1f0e8f1c11'"
    await sound.execute(_COPY.format(position=10, version=4, command=command, of=8), _NEW_COMMAND.format(command, 10))
    assert {title for title, texts in (await check_structure(sound.conn)).items() if texts} == set()
    assert "no deadline is missed twice" in await sound.violated()


async def test_gaps_and_disorder(sound: Sound) -> None:
    """A gap in the positions, one in the versions, swapped positions and a clock that goes back are told apart."""
    await sound.execute("UPDATE log.events SET position = 12 WHERE position = 9")
    assert "positions are dense" in await sound.violated()
    await sound.execute("UPDATE log.events SET position = 9 WHERE position = 12")
    assert await sound.violated() == set()
    await sound.execute("UPDATE log.events SET originator_version = 4 WHERE position = 9")
    assert "versions of each case are dense" in await sound.violated()
    await sound.execute("UPDATE log.events SET originator_version = 3 WHERE position = 9")
    await sound.execute("UPDATE log.events SET position = 13 - position WHERE position IN (6, 7)")
    assert "no acknowledged event is lost" in await sound.violated()
    await sound.execute("UPDATE log.events SET position = 13 - position WHERE position IN (6, 7)")
    await sound.execute("UPDATE log.events SET position = 17 - position WHERE position IN (8, 9)")
    assert "versions follow positions" in await sound.violated()
    await sound.execute("UPDATE log.events SET position = 17 - position WHERE position IN (8, 9)")
    await sound.execute("UPDATE log.events SET recorded_at = recorded_at - interval '1 day' WHERE position = 9")
    assert "recorded instants never go back" in await sound.violated()


async def test_promises_not_kept(sound: Sound) -> None:
    """A stored command that was refused, one nobody was told of, and an answer with a wrong time are found."""
    first, *others = sound.journal.acknowledged
    sound.journal.refused.add(first.command_id)
    assert await sound.violated() == {"nothing refused is stored"}
    sound.journal.refused.clear()
    sound.journal.acknowledged = others
    assert await sound.violated() == {"nothing is stored untold"}
    sound.journal.acknowledged = [replace(first, recorded_at=first.recorded_at + timedelta(microseconds=1)), *others]
    assert await sound.violated() == {"no acknowledged event is lost"}
    sound.journal.acknowledged = [first, *others]
    sound.journal.unexpected.append("500")
    assert await sound.violated() == {"every answer is one that was to be expected"}


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE deadlines_g1.deadlines SET margin = 99 WHERE set_at = 1",
        "DELETE FROM audit_g1.audit WHERE position = 5",
        "INSERT INTO deadlines_g1.deadline_counts VALUES ('main', 'none', 'none', 'none', 'open', 0)",
        "UPDATE cases_g1.cases SET remarks = remarks + 1",
    ],
)
async def test_a_tampered_read_model(sound: Sound, tampering: str) -> None:
    """A row changed, gone or added in a read model is found."""
    await sound.conn.execute(tampering.encode())
    assert await sound.violated() == {"read models equal a rebuild"}


async def test_a_read_model_that_skipped_an_event(sound: Sound) -> None:
    """A read model that stands before the end is found, and one whose list of cases is not what the events say."""
    await sound.conn.execute("UPDATE projections.positions SET position = position - 1 WHERE projection = 'audit'")
    assert await sound.violated() == {"read models show everything"}
    await sound.conn.execute("UPDATE cases_g1.cases SET state = 'finished'")
    assert "the list of cases says the same" in await sound.violated()


async def test_a_case_that_does_not_fold(sound: Sound) -> None:
    """An event that cannot be read, and one that begins where its predecessor did not end, are found."""
    await sound.execute("UPDATE log.events SET state = '{}' WHERE position = 5")
    assert "every case folds" in await sound.violated()
    await sound.execute("DELETE FROM log.events WHERE topic = 'case.deadline_missed'")
    await sound.execute("DELETE FROM log.events WHERE position = 1")
    [broken] = [texts for title, texts in (await check_cases(sound.conn)).items() if title == "every case folds"]
    assert "begins in ordered, not in new" in broken[0]


async def test_damage_needs_the_constraints_gone(sound: Sound) -> None:
    """A doubled position is refused by the database itself."""
    with pytest.raises(psycopg.errors.UniqueViolation):
        await sound.conn.execute(
            _COPY.format(position="position", version="originator_version", command="command_id", of=4).encode()
        )
