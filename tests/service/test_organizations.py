"""The register's writing side, and the register in memory, on a real log."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from psycopg_pool import AsyncConnectionPool

from events.case import FactCorrected
from events.organization import OrganizationType, Post, StructureRevised
from events.store.group_commit import GroupCommit
from events.store.reader import read_log
from service.access.reach import Reach
from service.cases import Cases
from service.clock import FixedClock
from service.conflicts import Stale
from service.organizations import AlreadyRegistered, Names, Organizations
from service.register import FreshRegister
from service.requests import Request
from service.wiring import connector
from workflows.actor import SYSTEM, Actor, Role
from workflows.organization import HIERARCHY, Organization
from workflows.person import Person
from workflows.refusals import Invalid, Refused

NAMES = Names("Орган", "Орган", "Body")
TODAY = date(2024, 3, 1)
KEEPER = Actor("keeper", Role.SUPERVISOR)


@dataclass
class Process:
    """What one process of the service has of the register."""

    organizations: Organizations

    @property
    def cases(self) -> Cases:
        """Its cases."""
        return self.organizations.cases

    @property
    def registry(self) -> FreshRegister:
        """Its register."""
        return self.organizations.registry

    async def register(self, code: str, kind: str, parent: str = "", **details: Any) -> None:
        """Enter an organisation."""
        await self.organizations.register(
            code, OrganizationType(kind), "KZ-19", NAMES, parent, SYSTEM, since=date(2023, 1, 3), **details
        )

    async def act(self, code: str, action: str, version: int | None = None, **data: Any) -> Any:
        """Act on a record, by default on its present version."""
        seen = version or (await self.cases.get(Organization.id_of(code))).version
        return await self.organizations.act(code, action, data, KEEPER, Request.of(KEEPER, None), seen)


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[list[Process]]:
    """Three processes on one log, with a ministry and four of its departments."""
    async with _process(database_url) as one, _process(database_url) as two, _process(database_url) as three:
        await one.register("ministry", "CGO")
        for code in ("t1", "t2", "t3", "t4"):
            await one.register(code, "TER", "ministry")
        yield [one, two, three]


@asynccontextmanager
async def _process(url: str) -> AsyncIterator[Process]:
    async with (
        AsyncConnectionPool(url, open=False, kwargs={"autocommit": True}, min_size=1, max_size=8) as pool,
        GroupCommit(connector(url)) as committer,
    ):
        registry = FreshRegister(pool)
        cases = Cases(pool, committer, FixedClock.at(TODAY), registry)
        yield Process(Organizations(cases, registry))


async def test_a_code_is_taken_once(processes: list[Process]) -> None:
    """The same entry again is a repetition; another one under the code is refused, in any process."""
    one, two, _ = processes
    before = (await one.cases.get(HIERARCHY)).version
    await one.register("t1", "TER", "ministry")
    for process in (one, two):
        with pytest.raises(AlreadyRegistered):
            await process.register("t1", "TER", "t2")
    with pytest.raises(AlreadyRegistered):
        await two.organizations.enter({"code": "t1", "type": "KOM", "region": "KZ-19", "name_ru": "х", "name_kk": "х", "name_en": "x", "since": "2024-01-01", "parent": "ministry"}, SYSTEM, Request.of(SYSTEM, "other"))  # fmt: skip
    assert (await one.cases.get(HIERARCHY)).version == before


async def test_own_changes_are_known_at_once_others_soon(processes: list[Process]) -> None:
    """A process answers from its own change immediately, and from another's when it looks at the log again."""
    one, two, _ = processes
    await two.registry.refresh()
    await one.act("t1", "move", parent="t2", since="2024-02-01")
    assert (await one.registry.current()).above("t1", TODAY) == "t2"
    assert (await two.registry.refresh()).above("t1", TODAY) == "t2"
    assert (await two.registry.current()).structure == (await one.cases.get(HIERARCHY)).version


async def test_whoever_asks_for_a_body_finds_one_that_another_process_has_just_entered(
    processes: list[Process],
) -> None:
    """A body is no unknown one to a process that read the register a moment before another one entered it."""
    one, two, _ = processes
    reach = Reach(two.cases.pool, two.registry)
    assert not await reach.registered("dep-new")
    await two.registry.current()
    await one.register("dep-new", "TER", "ministry")
    assert await reach.registered("dep-new")


async def test_two_moves_at_once_make_no_circle(processes: list[Process]) -> None:
    """Of moves that together would make a circle one is refused, though each process knew nothing of the other's."""
    for _ in range(6):
        await asyncio.gather(*(process.registry.refresh() for process in processes))
        moves = [("t1", "t2"), ("t2", "t3"), ("t3", "t1")]
        results = await asyncio.gather(
            *(
                process.act(code, "move", parent=parent, since="2024-02-01")
                for process, (code, parent) in zip(processes, moves, strict=True)
            ),
            return_exceptions=True,
        )
        refused = [result for result in results if isinstance(result, Exception)]
        assert [type(refusal) for refusal in refused] == [Invalid]
        register = await processes[0].registry.refresh()
        for code in ("t1", "t2", "t3"):
            assert register.ancestors(code, TODAY)[-1] == "ministry"
        for code in ("t1", "t2", "t3"):
            await processes[0].act(code, "move", parent="ministry", since="2024-02-01")


async def test_many_structural_changes_at_once_all_go_in(processes: list[Process]) -> None:
    """Processes that register at the same moment do not lose each other's entries, and count each of them."""
    before = (await processes[0].cases.get(HIERARCHY)).version
    await asyncio.gather(
        *(
            process.register(f"new-{n}", "TER", "t1")
            for n in range(8)
            for process in processes[:1] + processes[1 + n % 2 : 2 + n % 2]
        )
    )
    register = await processes[2].registry.refresh()
    assert len(register.subtree("t1", TODAY)) == 9
    assert (await processes[2].cases.get(HIERARCHY)).version == before + 8


async def test_a_bin_is_given_once_at_the_same_moment(processes: list[Process]) -> None:
    """Two processes that give one BIN to two organisations: one is refused."""
    details: dict[str, Any] = {"region": "KZ-19", "bin": "971240001315", "since": "2024-02-01"}
    results = await asyncio.gather(
        processes[0].act("t1", "describe", **details),
        processes[1].act("t2", "describe", **details),
        return_exceptions=True,
    )
    [refused] = [result for result in results if isinstance(result, Exception)]
    assert isinstance(refused, Invalid)
    assert [violation.path for violation in refused.violations] == [("bin",)]


async def test_a_closed_body_takes_nobody_in(processes: list[Process]) -> None:
    """A body that is closed while another process registers below it: only one of the two happens."""
    results = await asyncio.gather(
        processes[0].act("t4", "close", on="2024-02-28", reason="liquidated"),
        processes[1].register("late", "TER", "t4"),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Refused) for result in results) == 1


async def test_a_correction_is_folded_anew(processes: list[Process]) -> None:
    """What a correction takes back is taken back in every process, also for one that starts afterwards."""
    one, two, three = processes
    await one.act("t1", "move", parent="t2", since="2024-02-01")
    await two.registry.refresh()
    await one.act("t1", "correct", corrects=2, data={"parent": "t3", "since": "2024-02-10"}, reason="x")
    for register in (await one.registry.current(), await two.registry.refresh(), await three.registry.refresh()):
        assert [register.above("t1", date(2024, 2, day)) for day in (5, 10)] == ["ministry", "t3"]
        assert register.subtree("t2", TODAY) == ("t2",)


async def test_other_work_is_not_read(processes: list[Process]) -> None:
    """The register keeps only its own records: corrections of other cases pass it by."""
    one, _, three = processes
    order = {
        "order_no": "1", "ordered_on": "2024-02-12", "starts_on": "2024-02-20", "ends_on": "2024-03-20",
        "authorised": {"kind": "unit", "members": ["x"]}, "objects": ["x"],
    }  # fmt: skip
    head = Actor("head", Role.SIGNATORY, "t1", OrganizationType.TER, Post.FIRST_HEAD)
    opened = await one.cases.open("risk_analysis", "t1", "order", order, head, Request.of(head, None))
    data = {"corrects": 1, "data": order | {"order_no": "2"}, "reason": "x"}
    await one.cases.act(opened.case.id, "correct", data, head, Request.of(head, None), 1)
    register = await three.registry.refresh()
    assert register.codes() == ("ministry", "t1", "t2", "t3", "t4")


async def test_people_and_posts(processes: list[Process]) -> None:
    """A person who was entered can be appointed at once, and a stale version is refused."""
    one, two, _ = processes
    entry = {"code": "p-1", "name_ru": "Ахметова А. К.", "iin": "850101300015"}
    await one.organizations.enter_person(entry, "t1", SYSTEM, Request.of(SYSTEM, None))
    with pytest.raises(AlreadyRegistered):
        await two.organizations.enter_person(entry, "t1", SYSTEM, Request.of(SYSTEM, None))
    await one.act(
        "t1",
        "establish_post",
        post="head",
        kind="first_head",
        post_class="corps_b",
        title_ru="Руководитель",
        since="2024-01-01",
    )
    await one.act("t1", "appoint", post="head", person="p-1", order_no="1", since="2024-01-09")
    with pytest.raises(Stale):
        await one.act("t1", "release", 2, post="head", person="p-1", on="2024-02-01", reason="x")
    register = await two.registry.refresh()
    assert register.held("t1", "p-1", TODAY) == {Post.FIRST_HEAD}
    data = {"name_ru": "Серикова А. К.", "since": "2024-03-01"}
    await one.organizations.act_on_person("p-1", "rename", data, SYSTEM, Request.of(SYSTEM, None), 1)
    person = (await one.registry.current()).person("p-1")
    assert person is not None
    assert person.name(TODAY).ru == "Серикова А. К."


IIN, OTHER_IIN = "850101300015", "900515400024"


async def _enter_person(process: Process, code: str, iin: str) -> Any:
    entry = {"code": code, "name_ru": "Ахметова А. К.", "iin": iin}
    return await process.organizations.enter_person(entry, "t1", SYSTEM, Request.of(SYSTEM, None))


async def _correct_iin(process: Process, code: str, iin: str | None) -> Any:
    version = (await process.cases.get(Person.id_of(code))).version
    data = {"corrects": 1, "data": {"code": code, "name_ru": "Ахметова А. К.", "iin": iin}, "reason": "x"}
    return await process.organizations.act_on_person(code, "correct", data, SYSTEM, Request.of(SYSTEM, None), version)


async def test_an_iin_is_given_once_at_the_same_moment(processes: list[Process]) -> None:
    """Of many entries of one IIN at the same moment, here and in other processes, one is stored."""
    await asyncio.gather(*(process.registry.refresh() for process in processes))
    entering = (_enter_person(processes[n % 3], f"p-{n}", IIN) for n in range(12))
    results = await asyncio.gather(*entering, return_exceptions=True)
    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(refusal) for refusal in refused] == [Invalid] * 11
    assert {violation.path for refusal in refused for violation in refusal.violations} == {("iin",)}  # type: ignore[attr-defined]
    assert len((await processes[0].registry.refresh()).with_iin(IIN)) == 1


async def test_a_correction_frees_one_iin_and_takes_another(processes: list[Process]) -> None:
    """The number that turned out wrong can be entered for somebody else, the new one cannot, at the same moment neither."""
    one, two, _ = processes
    await _enter_person(one, "p-1", IIN)
    await _correct_iin(one, "p-1", OTHER_IIN)
    await two.registry.refresh()
    await _enter_person(two, "p-2", IIN)
    for process, code, iin in ((two, "p-2", OTHER_IIN), (one, "p-1", IIN)):
        with pytest.raises(Invalid):
            await _correct_iin(process, code, iin)
    await _correct_iin(one, "p-1", None)
    await two.registry.refresh()
    await one.registry.refresh()
    results = await asyncio.gather(
        _correct_iin(two, "p-2", OTHER_IIN), _correct_iin(one, "p-1", OTHER_IIN), return_exceptions=True
    )
    assert sum(isinstance(result, Invalid) for result in results) == 1


async def test_every_structural_change_is_counted(processes: list[Process]) -> None:
    """Each change that could contradict another record, a correction of one too, is followed by one count; others by none."""
    one = processes[0]
    await one.act("t1", "move", parent="t2", since="2024-02-01")
    await one.act("t1", "rename", name_ru="х", name_kk="х", name_en="x", since="2024-02-01")
    await one.act("t1", "correct", corrects=2, data={"parent": "t3", "since": "2024-02-10"}, reason="x")
    await one.act(
        "t1",
        "correct",
        corrects=3,
        data={"name_ru": "у", "name_kk": "х", "name_en": "x", "since": "2024-02-01"},
        reason="x",
    )
    async with one.cases.pool.connection() as conn:
        topics = [row.topic for row in await read_log(conn, "main", 10, 20)]
    assert topics == [
        "organization.moved",
        StructureRevised.TOPIC,
        "organization.renamed",
        FactCorrected.TOPIC,
        StructureRevised.TOPIC,
        FactCorrected.TOPIC,
    ]
