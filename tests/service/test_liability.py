"""A crime and the checks of superiors on a real database: one save, or nothing; what one says the others hear."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.store.group_commit import GroupCommit
from events.text import msg
from service.cases import Cases
from service.clock import FixedClock
from service.recall import Result
from service.requests import Request
from tests.workflows.bodies import AKIMAT, EDUCATION, OTHER_AKIMAT, officer
from tests.workflows.liability.world import (
    CRIME,
    DEPARTMENT_HR,
    DEPUTY,
    HEAD,
    HR,
    NEXT,
    OFFENCE,
    REGISTER,
    SIGNED,
    SPECIALIST,
    without_rows,
)
from workflows.actor import SYSTEM, Actor
from workflows.case import Case
from workflows.conviction.consequences import check_id
from workflows.fact import row_case
from workflows.liability_check.consequences import move_id
from workflows.refusals import Invalid, Violation
from workflows.register import Register


class Known:
    """A registry that knows the region of the stories."""

    async def current(self) -> Register:
        """Give it."""
        return REGISTER


@pytest.fixture(autouse=True)
def _rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rows of Appendix 2 out where nothing keeps them."""
    without_rows(monkeypatch)


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


async def registered(cases: Cases, who: str, **data: Any) -> Result:
    """Register a crime of a person of the register."""
    return await cases.open(
        "conviction", AKIMAT, "register_conviction", CRIME | {"person": who} | data, HR, Request.of(HR, None)
    )


async def do(cases: Cases, case: Case, action: str, actor: Actor, data: dict[str, Any]) -> Result:
    """Carry out an action on a case as it is known."""
    return await cases.act(case.id, action, data, actor, Request.of(actor, None), case.version)


async def check_of(cases: Cases, crime: uuid.UUID, body: str, post: str, who: str) -> Case:
    """Give the check of a superior."""
    return await cases.get(check_id(crime, f"{body}/{post}/{who}"))


async def test_a_crime_opens_the_checks_in_the_same_save(desks: tuple[Cases, Cases]) -> None:
    """Crime, checks of both superiors, their verdicts and the notes in the crime are one command's, and say what caused them."""
    cases, elsewhere = desks
    lasting = OFFENCE | {"happened_on": "2023-11-01", "happened_until": "2024-03-20"}
    result = await registered(cases, SPECIALIST, offence=lasting)
    crime = await elsewhere.get(result.case.id)
    assert (crime.state, len(crime.facts.checks)) == ("final", 2)
    command = crime.history[0].envelope.command_id
    for who in (HEAD, NEXT):
        check = await check_of(elsewhere, crime.id, EDUCATION, "director", who)
        assert (check.organization, check.state) == (EDUCATION, "discipline_awaited")
        assert [event.TOPIC for event in check.history] == [
            "liability_check.check_opened",
            "liability_check.verdict_reached",
        ]
        for event, cause in zip(check.history, (crime.history[0], check.history[0]), strict=True):
            assert (event.envelope.actor, event.envelope.command_id) == (SYSTEM.id, command)
            assert event.envelope.causation_id == cause.event_id


async def test_a_refused_crime_opens_nothing(desks: tuple[Cases, Cases]) -> None:
    """A crime that is refused leaves no check behind."""
    cases, _ = desks
    crime = uuid.uuid4()
    data = CRIME | {"person": NEXT, "offence": OFFENCE | {"category": "administrative"}}
    with pytest.raises(Invalid):
        await cases.open("conviction", AKIMAT, "register_conviction", data, HR, Request.of(HR, None), crime)
    for case_id in (crime, check_id(crime, f"{AKIMAT}/deputy-1/{DEPUTY}")):
        assert await cases.version(case_id) == 0


async def test_a_repeated_command_is_answered_as_before(desks: tuple[Cases, Cases]) -> None:
    """The verdict that follows in the same case belongs to the answer, and the same command again changes nothing."""
    cases, _ = desks
    request = Request.of(HR, "hand-1", uuid.UUID(int=7))
    data = CRIME | {"reason": "Письмо"}
    opened = await cases.open("liability_check", AKIMAT, "open_by_hand", data, HR, request)
    superior = {
        "name": "Жумабеков А. Н.", "position": "Начальник", "relation": "direct", "appointed_on": "2023-01-03",
        "last_day": "2024-02-12", "not_in_register": "Архив", "official": {"body": "UPR", "kind": "first_head", "post_class": "corps_b"},
    }  # fmt: skip
    naming = Request.of(HR, "hand-2", uuid.UUID(int=8))
    named = {"named_on": "2024-05-22", "superior": superior, "reason": "Приказ № 12"}
    first = await cases.act(opened.case.id, "name_superior", named, HR, naming, 1)
    again = await cases.act(opened.case.id, "name_superior", named, HR, naming, 1)
    assert (first.case.state, first.case.version) == ("discipline_awaited", 3)
    assert (again.repeated, again.position, again.case.version) == (True, first.position, 3)


async def test_a_check_names_only_a_crime_that_concerns_its_body(desks: tuple[Cases, Cases]) -> None:
    """By hand, and by a correction, a crime of one's own body, of one below or above; another is as if there were none."""
    cases, _ = desks
    data = CRIME | {"not_in_register": "Архив"}
    crimes = {
        hr.organization: (
            await cases.open("conviction", hr.organization, "register_conviction", data, hr, Request.of(hr, None))
        ).case
        for hr in (HR, DEPARTMENT_HR, officer(OTHER_AKIMAT))
    }

    async def check(hr: Actor, conviction: uuid.UUID) -> Case:
        given = CRIME | {"reason": "Письмо", "conviction": str(conviction), "another": "Руководитель не установлен"}
        request = Request.of(hr, None)
        return (await cases.open("liability_check", hr.organization, "open_by_hand", given, hr, request)).case

    for hr, body in ((HR, AKIMAT), (HR, EDUCATION), (DEPARTMENT_HR, AKIMAT), (DEPARTMENT_HR, EDUCATION)):
        opened = await check(hr, crimes[body].id)
        assert opened.id in (await cases.get(crimes[body].id)).facts.checks
    other = crimes[OTHER_AKIMAT]
    for named in (other.id, opened.id, uuid.uuid4()):
        no_such = Violation(("conviction",), msg("There is no case {case_id}.", case_id=named))
        with pytest.raises(Invalid) as refused:
            await check(HR, named)
        assert refused.value.violations == (no_such,)
        wrong = {"corrects": 1, "reason": "x", "data": CRIME | {"reason": "Письмо", "conviction": str(named)}}
        with pytest.raises(Invalid) as refused:
            await do(cases, opened, "correct", DEPARTMENT_HR, wrong)
        assert refused.value.violations == (replace(no_such, path=("data", "conviction")),)
    assert await cases.version(other.id) == other.version


async def test_a_check_of_the_service_is_corrected_though_the_crime_is_another_body_s(
    desks: tuple[Cases, Cases],
) -> None:
    """Who checks a superior need not be able to see the crime that was registered elsewhere: the check goes on naming it."""
    cases, _ = desks
    other = officer(OTHER_AKIMAT)
    data, request = CRIME | {"person": SPECIALIST}, Request.of(other, None)
    crime = (await cases.open("conviction", OTHER_AKIMAT, "register_conviction", data, other, request)).case
    check = await check_of(cases, crime.id, EDUCATION, "director", NEXT)
    opened = msgspec.to_builtins(check.history[0].facts())
    wrong = {"corrects": 1, "reason": "x", "data": opened | {"crime_number": "241903031000124"}}
    corrected = (await do(cases, check, "correct", DEPARTMENT_HR, wrong)).case.facts.registered
    assert (corrected.crime_number, corrected.conviction) == ("241903031000124", crime.id)


async def test_from_the_crime_to_the_closed_move(desks: tuple[Cases, Cases]) -> None:
    """One superior resigns and is accepted; another, who moved, ends as a closed fact of 2.3.2, registered in the save of the move."""
    cases, elsewhere = desks
    political = await check_of(cases, (await registered(cases, NEXT)).case.id, AKIMAT, "deputy-1", DEPUTY)
    filed = await do(cases, political, "file_resignation", HR, {"filed_on": "2024-05-29"})
    accepted = await do(cases, filed.case, "accept_resignation", HR, {"ordered_on": "2024-06-10", **SIGNED})
    closing = {"closed_on": "2024-06-11", "conclusion": "Отставка принята"}
    assert (await do(cases, accepted.case, "close_check", HR, closing)).case.state == "closed"
    administrative = await check_of(cases, (await registered(cases, SPECIALIST)).case.id, EDUCATION, "director", NEXT)
    moved = {
        "noted_on": "2024-05-31", "new_organization": "Министерство", "new_position": "Директор", "new_political": False,
        "new_appointed_on": "2024-05-27", "measures_before": "Объяснение", "not_finished_reason": "Перевод",
    }  # fmt: skip
    ended = await do(cases, administrative, "superior_moved", DEPARTMENT_HR, moved)
    move = await elsewhere.get(move_id(administrative.id))
    assert (ended.case.state, move.state, move.organization) == ("moved_on", "registered", EDUCATION)
    assert move.history[0].envelope.command_id == ended.case.history[-1].envelope.command_id
    closed = await do(elsewhere, move, "close_move", DEPARTMENT_HR, {"closed_on": "2024-06-20", "result": "Передано"})
    assert closed.case.state == "closed"
    corrected = await do(
        cases, ended.case, "correct", DEPARTMENT_HR,
        {"corrects": ended.case.version, "data": moved | {"new_position": "Заместитель директора"}, "reason": "Опечатка"},
    )  # fmt: skip
    known = await elsewhere.get(move.id)
    assert (corrected.case.state, known.state, known.facts.registered.new_position) == (
        "moved_on",
        "closed",
        "Заместитель директора",
    )


async def test_an_appeal_reaches_every_check(desks: tuple[Cases, Cases]) -> None:
    """The decision of the higher instance and the end of the checks are one save, also while somebody acts on a check."""
    cases, elsewhere = desks
    crime = (await registered(cases, NEXT)).case
    check = await check_of(elsewhere, crime.id, AKIMAT, "deputy-1", DEPUTY)
    appeal = {"instance": "appeal", "decided_on": "2024-07-01", "outcome": "overturned", "text": "Отменён"}
    filed, overturned = await asyncio.gather(
        do(elsewhere, check, "file_resignation", HR, {"filed_on": "2024-05-29"}),
        do(cases, crime, "record_appeal", HR, appeal),
        return_exceptions=True,
    )
    assert isinstance(overturned, Result), overturned
    known = await cases.get(check.id)
    assert (known.state, known.history[-1].TOPIC) == ("no_basis_left", "liability_check.no_basis_left")
    assert known.facts.no_basis.reason == "Отменён"
    assert (known.facts.filed is not None) is isinstance(filed, Result)


async def test_a_withdrawn_crime_leaves_the_row_of_its_checks(desks: tuple[Cases, Cases]) -> None:
    """The check leaves Appendix 2 with its ground, so that a nil may be declared; withdrawing it then changes no row."""
    cases, _ = desks
    crime = (await registered(cases, NEXT)).case.id
    check = await check_of(cases, crime, AKIMAT, "deputy-1", DEPUTY)
    row = row_case(AKIMAT, "2.3.1", "2024Q2")
    assert (await cases.get(row)).state == "with_facts"
    gone = {"withdrawn_on": "2024-07-02", "reason": "Ошибка"}
    await do(cases, await cases.get(crime), "withdraw_fact", HR, gone)
    left = await cases.get(row)
    assert (left.state, left.facts.facts) == ("empty_again", ())
    await do(cases, await cases.get(check.id), "withdraw_fact", HR, gone)
    assert ((await cases.get(check.id)).state, (await cases.get(row)).version) == ("withdrawn", left.version)
