"""Facts and the rows of Appendix 2 on a real database: they change in one save, or not at all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.case import FactCorrected
from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.conflicts import AlreadyOpen
from service.recall import Result
from service.requests import Request
from tests.workflows.bodies import DISTRICT, EDUCATION, SECTION
from tests.workflows.offence_report.life import CLEARED, IN_DISTRICT, REGISTER, REGISTERED, UNLISTED, WITHDRAWN
from tests.workflows.reporting_row.test_reporting_row import NIL
from workflows.actor import Actor
from workflows.case import Case
from workflows.fact import row_case
from workflows.offence_report import OffenceReport
from workflows.refusals import Invalid, NotPermitted, WrongOrder
from workflows.register import Register

ROW = "2.1.1"


class Known:
    """A registry that knows the bodies of the tests, and who is cleared there."""

    async def current(self) -> Register:
        """Give them."""
        return REGISTER


@pytest.fixture
async def desks(database_url: str) -> AsyncIterator[tuple[Cases, Cases]]:
    """Two processes of the service on one database, in the summer of 2024."""

    async def connect() -> AsyncConnection[Any]:
        return await AsyncConnection.connect(database_url, autocommit=True)

    clock, known = FixedClock.at(date(2024, 7, 15)), Known()
    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=8, open=False) as pool,
        GroupCommit(connect) as one,
        GroupCommit(connect) as two,
    ):
        yield Cases(pool, one, clock, known), Cases(pool, two, clock, known)


async def register(cases: Cases, actor: Actor = CLEARED, **changed: Any) -> Result:
    """Register an offence."""
    data = REGISTERED | changed
    return await cases.open("offence_report", EDUCATION, "register_offence", data, actor, Request.of(actor, None))


async def nil(cases: Cases, period: str = "2024Q2") -> Result:
    """Declare a nil in the row of reports."""
    data = NIL | {"period": period}
    return await cases.open("reporting_row", EDUCATION, "declare_no_facts", data, CLEARED, Request.of(CLEARED, None))


async def do(cases: Cases, case: Case, action: str, **data: Any) -> Result:
    """Carry out an action on a case as it is known."""
    return await cases.act(case.id, action, data, CLEARED, Request.of(CLEARED, None), case.version)


async def row(cases: Cases, period: str = "2024Q2") -> Case:
    """Give the row of reports as the log has it."""
    return await cases.get(row_case(EDUCATION, ROW, period))


async def test_a_registered_fact_enters_its_row_in_the_same_save(desks: tuple[Cases, Cases]) -> None:
    """Fact and row are stored by one command, both sealed; the row says what caused it."""
    cases, elsewhere = desks
    registered = await register(cases)
    entry = (await row(elsewhere)).history[-1]
    fact = registered.case.history[0]
    assert (entry.TOPIC, entry.envelope.causation_id) == ("reporting_row.fact_entered", fact.event_id)
    assert (entry.envelope.command_id, entry.envelope.clearance) == (fact.envelope.command_id, "C4")


async def test_who_is_not_cleared_changes_neither(desks: tuple[Cases, Cases]) -> None:
    """A refused registration leaves the row as blank as it was."""
    cases, elsewhere = desks
    with pytest.raises(NotPermitted):
        await register(cases, UNLISTED)
    with pytest.raises(NotPermitted):
        await register(cases, replace(CLEARED, organization=SECTION))
    assert await elsewhere.version(row_case(EDUCATION, ROW, "2024Q2")) == 0


async def test_a_fact_ends_the_nil_and_its_withdrawal_does_not_bring_it_back(desks: tuple[Cases, Cases]) -> None:
    """Nil, fact, withdrawal: the row says that the nil was contradicted, and then that nothing is reported."""
    cases, elsewhere = desks
    await nil(cases)
    fact = (await register(elsewhere)).case
    found = await row(cases)
    assert (found.state, found.history[-1].remarks) == ("with_facts", ("contradicts_nil",))
    with pytest.raises(AlreadyOpen):
        await nil(cases)
    with pytest.raises(WrongOrder):
        await do(cases, found, "declare_no_facts", **NIL)
    await do(elsewhere, fact, "withdraw_fact", **WITHDRAWN)
    found = await row(cases)
    assert (found.state, found.facts.nil) == ("empty_again", None)
    assert (await do(cases, found, "declare_no_facts", **NIL)).case.state == "nil_declared"


async def test_corrections_move_a_fact_between_quarters(desks: tuple[Cases, Cases]) -> None:
    """There and back: each correction leaves one row and enters the other in one save, and one of anything but the day touches none."""
    cases, elsewhere = desks
    await nil(cases, "2024Q1")
    fact = (await register(cases)).case
    for day, at, not_at in (("2024-03-29", "2024Q1", "2024Q2"), ("2024-05-14", "2024Q2", "2024Q1")):
        corrected = {"corrects": 1, "data": REGISTERED | {"found_on": day}, "reason": "Опечатка"}
        fact = (await do(cases, fact, "correct", **corrected)).case
        correction = fact.history[-1]
        assert isinstance(correction, FactCorrected)
        here, there = await row(elsewhere, at), await row(elsewhere, not_at)
        assert (here.state, here.facts.facts, there.state) == ("with_facts", (fact.id,), "empty_again")
        assert here.history[-1].envelope.causation_id == correction.event_id
        assert there.history[-1].envelope.causation_id == correction.event_id
    versions = [(await row(cases, period)).version for period in ("2024Q1", "2024Q2")]
    other = {"corrects": 1, "data": REGISTERED | {"crime_no": "241903031000124"}, "reason": "Опечатка"}
    fact = (await do(elsewhere, fact, "correct", **other)).case
    other_fact = (await register(cases, found_on="2024-06-30")).case
    versions[1] += 1
    await do(elsewhere, fact, "link_fact", linked_on="2024-07-02", reason="Одно дело", same_as=str(other_fact.id))
    assert [(await row(cases, period)).version for period in ("2024Q1", "2024Q2")] == versions


async def test_facts_and_a_nil_at_the_same_moment(desks: tuple[Cases, Cases]) -> None:
    """However facts and a nil meet in two processes, every fact is registered and no nil stands beside them."""
    one, two = desks
    facts = [register(desks[n % 2], found_on=f"2024-05-{n + 1:02}", crime_no=f"24190303100012{n}") for n in range(6)]
    results = await asyncio.gather(*facts[:3], nil(one), *facts[3:], return_exceptions=True)
    done = [result.case for result in results if isinstance(result, Result)]
    registered = [case.id for case in done if isinstance(case, OffenceReport)]
    assert len(registered) == 6
    found = await row(two)
    assert (found.state, set(found.facts.facts), found.facts.nil) == ("with_facts", set(registered), None)


async def test_a_body_registers_a_fact_once(desks: tuple[Cases, Cases]) -> None:
    """The same again is refused with the first case, in any quarter and spelling, unless it is said why it is another fact."""
    cases, elsewhere = desks
    first = (await register(cases)).case
    for changed in (
        {},
        {"found_on": "2024-07-02"},
        {"offence": REGISTERED["offence"] | {"offender": "СЕРИКОВ Ерлан  Болатович"}},
    ):
        with pytest.raises(Invalid) as refused:
            await register(elsewhere, **changed)
        [violation] = refused.value.violations
        assert (violation.path, violation.text.params) == (("another",), {"case_id": first.id})
    assert len((await row(cases)).facts.facts) == 1
    await register(elsewhere, another="Второй эпизод того же дня")
    await register(elsewhere, crime_no="241903031000999")
    assert len((await row(cases)).facts.facts) == 3


async def test_a_withdrawn_fact_may_be_registered_again(desks: tuple[Cases, Cases]) -> None:
    """What turned out to be none stands in no row; nor is the same fact of another body a double."""
    cases, elsewhere = desks
    await do(cases, (await register(cases)).case, "withdraw_fact", **WITHDRAWN)
    await register(elsewhere)
    asked = Request.of(IN_DISTRICT, None)
    other = await cases.open("offence_report", DISTRICT, "register_offence", REGISTERED, IN_DISTRICT, asked)
    assert other.case.state == "registered"


async def test_the_same_registered_at_the_same_moment(desks: tuple[Cases, Cases]) -> None:
    """Of two officials who register one fact in one quarter at once, one is refused; a repetition of a command is answered as before."""
    cases, elsewhere = desks
    done = await asyncio.gather(register(cases), register(elsewhere), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Invalid", "Result"]
    request = Request.of(CLEARED, "the same key")
    data = REGISTERED | {"crime_no": "241903031000777"}
    answers = [
        await cases.open("offence_report", EDUCATION, "register_offence", data, CLEARED, request) for _ in range(2)
    ]
    assert [(one.case.id, one.repeated) for one in answers] == [(answers[0].case.id, False), (answers[0].case.id, True)]
