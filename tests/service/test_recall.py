"""Remembering several cases at once, to be looked at: what is known here is not read again, and what came since is."""

import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from psycopg import AsyncConnection

from events.store.reader import Row, read_later
from tests.service.test_cases import Desk, desks  # noqa: F401 - a fixture
from workflows.case import Case

Read = list[tuple[dict[uuid.UUID, int], int]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """What is asked of the log for several cases, after which versions, and how many events that gives."""
    asked: Read = []

    async def counted(conn: AsyncConnection[Any], log: str, after: Mapping[uuid.UUID, int]) -> list[Row]:
        rows = await read_later(conn, log, after)
        asked.append((dict(after), len(rows)))
        return rows

    monkeypatch.setattr("service.recall.read_later", counted)
    return asked


def _told(found: Mapping[uuid.UUID, Case]) -> dict[uuid.UUID, tuple[int, str]]:
    return {case_id: (case.version, case.state) for case_id, case in found.items()}


async def _opened(desk: Desk, *numbers: str) -> list[uuid.UUID]:
    return [(await desk.open(order_no=number)).case.id for number in numbers]


async def test_only_what_came_since_is_read(desks: tuple[Desk, Desk], read: Read) -> None:  # noqa: F811
    """A case that is not known here is read whole, a known one from there on, and of one that has not moved on nothing."""
    here, there = desks
    one, other = await _opened(there, "17-Ө", "18-Ө")
    assert _told(await here.cases.at_hand([one, other])) == {one: (1, "ordered"), other: (1, "ordered")}
    assert read == [({one: 0, other: 0}, 2)]
    await there.announce(one, 1)
    found = await here.cases.at_hand([one, other])
    assert _told(found) == {one: (2, "prepared"), other: (1, "ordered")}
    assert read[1:] == [({one: 1, other: 1}, 1)]
    assert _told(await here.cases.at_hand([other, one])) == _told(found)
    assert read[2:] == [({other: 1, one: 2}, 0)]
    for case_id, case in found.items():
        whole = (await there.cases.several([case_id]))[case_id]
        assert (case.facts, case.deadlines, case.history) == (whole.facts, whole.deadlines, whole.history)


async def test_what_was_given_stays_as_it_was(desks: tuple[Desk, Desk], read: Read) -> None:  # noqa: F811
    """Whoever holds a case that was given before does not see it change; what is remembered here is the newer one."""
    here, there = desks
    [case_id] = await _opened(there, "17-Ө")
    before = (await here.cases.at_hand([case_id]))[case_id]
    await there.announce(case_id, 1)
    after = (await here.cases.at_hand([case_id]))[case_id]
    assert ((before.version, before.state), (after.version, after.state)) == ((1, "ordered"), (2, "prepared"))
    assert len(before.history) == 1
    assert here.cases.remembered_case(case_id) is after
    assert (await here.cases.get(case_id)).version == 2


async def test_what_is_not_there_is_left_out(desks: tuple[Desk, Desk], read: Read) -> None:  # noqa: F811
    """An id without a case gives nothing, and is asked for anew; without ids there is nothing."""
    here, _there = desks
    [case_id] = await _opened(here, "17-Ө")
    nobody = uuid.UUID(int=7)
    for _again in range(2):
        assert set(await here.cases.at_hand([case_id, nobody])) == {case_id}
    assert [asked[nobody] for asked, _ in read] == [0, 0]
    assert await here.cases.at_hand([]) == {}
