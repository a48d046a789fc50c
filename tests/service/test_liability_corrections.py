"""What corrections of a crime, an appeal or a move make of the cases that follow from them, and of the read models."""

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.case import FactCorrected
from events.store.group_commit import GroupCommit
from projections import ALL
from projections.facts import Fact, count, facts
from projections.generations import prepare
from projections.rebuild import rebuild
from service.cases import Cases
from service.clock import FixedClock
from service.requests import Request
from tests.projections.histories import contents, feed_all
from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION, OTHER_AKIMAT, officer
from tests.workflows.liability.test_refusals import MOVE
from tests.workflows.liability.world import (
    AKIM,
    CRIME,
    DEPARTMENT_HR,
    DEPUTY,
    HR,
    NEXT,
    REGISTER,
    SIGNED,
    SPECIALIST,
)
from workflows.actor import Actor
from workflows.case import Case
from workflows.conviction.consequences import check_id
from workflows.fact import row_case
from workflows.liability_check.consequences import move_id
from workflows.refusals import Invalid, WrongOrder
from workflows.register import Register

Conn = AsyncConnection[Any]
MOVED: dict[str, Any] = {
    name: MOVE[name] for name in ("new_organization", "new_position", "measures_before", "not_finished_reason")
}
MOVED |= {"noted_on": "2024-06-28", "new_appointed_on": "2024-05-27", "new_political": False}
APPEAL: dict[str, Any] = {"instance": "appeal", "decided_on": "2024-07-01", "outcome": "overturned", "text": "Отменён"}
NIL: dict[str, Any] = {
    "row": "2.3.1", "period": "2024Q2", "declared_on": "2024-07-12",
    "signature": {"post": "first_head", "person": AKIM},
}  # fmt: skip


class Known:
    """A registry that knows the region of the stories."""

    async def current(self) -> Register:
        """Give it."""
        return REGISTER


@dataclass
class Desk:
    """The service's cases, and the read models that follow them."""

    cases: Cases
    conn: Conn
    url: str

    async def crime(self, who: str, actor: Actor = HR, **data: Any) -> Case:
        """Register a crime of a person of the register."""
        asked, request = CRIME | {"person": who} | data, Request.of(actor, None)
        return (
            await self.cases.open("conviction", actor.organization, "register_conviction", asked, actor, request)
        ).case

    async def by_hand(self, actor: Actor) -> Case:
        """Open a check by hand."""
        asked, request = CRIME | {"reason": "Письмо"}, Request.of(actor, None)
        return (
            await self.cases.open("liability_check", actor.organization, "open_by_hand", asked, actor, request)
        ).case

    async def do(self, case: uuid.UUID, action: str, actor: Actor = HR, **data: Any) -> Case:
        """Act on a case as it is, and let the read models follow."""
        known = await self.cases.get(case)
        done = await self.cases.act(case, action, data, actor, Request.of(actor, None), known.version)
        await feed_all(self.conn)
        return done.case

    async def correct(self, case: uuid.UUID, entry: int, actor: Actor = HR, **data: Any) -> Case:
        """Correct an entry."""
        return await self.do(case, "correct", actor, corrects=entry, data=data, reason="Опечатка")

    async def row(self, body: str, row: str, period: str) -> Case:
        """Give a row of Appendix 2."""
        return await self.cases.get(row_case(body, row, period))

    async def moved(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Give the check of a superior who moved, and the move."""
        crime = await self.crime(SPECIALIST)
        check = check_id(crime.id, f"{EDUCATION}/director/{NEXT}")
        await self.do(check, "superior_moved", DEPARTMENT_HR, **MOVED)
        return check, move_id(check)

    async def fact(self, case: uuid.UUID) -> Fact:
        """Give a fact as the read model has it."""
        return next(fact for fact in (await facts(self.conn)).rows if fact.id == case)

    async def same_when_rebuilt(self) -> None:
        """Hold what the read models show to be what they show when they are built anew."""

        async def connect() -> Conn:
            return await psycopg.AsyncConnection.connect(self.url, autocommit=True)

        live = await contents(self.conn)
        for projection in ALL:
            async for _ in rebuild(connect, projection):
                pass
        assert await contents(self.conn) == live


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """The service on a database, in the summer of 2024."""

    async def connect() -> Conn:
        return await AsyncConnection.connect(database_url, autocommit=True)

    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=8, open=False) as pool,
        GroupCommit(connect) as committer,
        await connect() as conn,
    ):
        await prepare(conn, ALL)
        yield Desk(Cases(pool, committer, FixedClock.at(date(2024, 7, 15)), Known()), conn, database_url)


async def test_an_appeal_that_was_upheld_after_all(desk: Desk) -> None:
    """The check is where it was, its row has it again in the same save, it counts; a nil that was declared meanwhile is ended."""
    crime = await desk.crime(NEXT)
    check = check_id(crime.id, f"{AKIMAT}/deputy-1/{DEPUTY}")
    await desk.do(check, "file_resignation", filed_on="2024-05-29")
    overturned = await desk.do(crime.id, "record_appeal", **APPEAL)
    assert (await desk.row(AKIMAT, "2.3.1", "2024Q2")).state == "empty_again"
    gone = await desk.fact(check)
    assert (gone.withdrawn, gone.closed, await count(desk.conn, [AKIMAT], "2024Q2")) == (True, True, [])
    corrected = await desk.correct(crime.id, overturned.version, **APPEAL | {"outcome": "upheld"})
    known, row = await desk.cases.get(check), await desk.row(AKIMAT, "2.3.1", "2024Q2")
    assert (known.state, known.deadlines["D14"].status) == ("resignation_filed", "met")
    assert (row.state, row.facts.facts) == ("with_facts", (check,))
    assert row.history[-1].envelope.command_id == corrected.history[-1].envelope.command_id
    back = await desk.fact(check)
    assert (back.withdrawn, back.closed, back.state) == (False, False, "resignation_filed")
    assert len(await count(desk.conn, [AKIMAT], "2024Q2")) == 1
    await desk.do(check, "accept_resignation", HR, **SIGNED | {"ordered_on": "2024-07-05"})
    await desk.correct(crime.id, overturned.version, **APPEAL)
    await desk.correct(crime.id, overturned.version, **APPEAL | {"outcome": "changed"})
    known = await desk.cases.get(check)
    assert (known.state, [one.outcome for one in known.facts.appeals]) == ("decided", ["changed"])
    await desk.same_when_rebuilt()


async def test_a_term_that_ran_while_there_was_no_ground(desk: Desk) -> None:
    """What was left undone because of the overturned act is owed again, and the day that passed is a breach."""
    crime = await desk.crime(NEXT)
    check = check_id(crime.id, f"{AKIMAT}/deputy-1/{DEPUTY}")
    overturned = await desk.do(crime.id, "record_appeal", **APPEAL)
    assert not (await desk.cases.get(check)).deadlines["D14"].open
    await desk.correct(crime.id, overturned.version, **APPEAL | {"outcome": "upheld"})
    assert (await desk.cases.get(check)).deadlines["D14"].open
    missed = await desk.cases.miss(check, "D14")
    assert missed is not None
    assert missed.case.deadlines["D14"].missed_on == date(2024, 7, 15)
    await desk.do(check, "file_resignation", filed_on="2024-07-12")
    assert (await desk.cases.get(check)).deadlines["D14"].status == "met_late"
    await desk.same_when_rebuilt()


async def test_a_crime_found_in_another_quarter(desk: Desk) -> None:
    """The correction of the crime moves the fact of each open check to the quarter where it belongs, and no second one is left."""
    crime = await desk.crime(NEXT, found_on="2024-07-02")
    check = check_id(crime.id, f"{AKIMAT}/deputy-1/{DEPUTY}")
    await desk.correct(crime.id, 1, **CRIME | {"person": NEXT})
    first, second = [await desk.row(AKIMAT, "2.3.1", quarter) for quarter in ("2024Q3", "2024Q2")]
    assert (first.state, second.state, second.facts.facts) == ("empty_again", "with_facts", (check,))
    assert (await desk.fact(check)).period == "2024Q2"
    await desk.same_when_rebuilt()


async def test_a_corrected_move_is_one_fact(desk: Desk) -> None:
    """Its registration is corrected by the service, with the reason, into the quarter of the new day; what was done with it stays."""
    check, move = await desk.moved()
    closed = await desk.do(move, "close_move", DEPARTMENT_HR, closed_on="2024-07-10", result="Передано")
    other = await desk.cases.open(
        "superior_move", EDUCATION, "register_move", MOVE, DEPARTMENT_HR, Request.of(DEPARTMENT_HR, None)
    )
    link = {"linked_on": "2024-07-10", "reason": "Повтор", "same_as": str(other.case.id)}
    await desk.do(move, "link_fact", DEPARTMENT_HR, **link)
    number = (await desk.cases.get(check)).version
    await desk.correct(
        check, number, DEPARTMENT_HR, **MOVED | {"noted_on": "2024-07-03", "new_position": "Заместитель"}
    )
    known = await desk.cases.get(move)
    assert [event.TOPIC for event in known.history] == [
        "superior_move.move_registered",
        "superior_move.move_closed",
        "fact.linked",
        "case.fact_corrected",
    ]
    assert (known.state, known.facts.closed, known.facts.same_as) == ("closed", closed.facts.closed, other.case.id)
    last = known.history[-1]
    assert isinstance(last, FactCorrected)
    assert (known.facts.registered.new_position, last.reason) == ("Заместитель", "Опечатка")
    first, second = [await desk.row(EDUCATION, "2.3.2", quarter) for quarter in ("2024Q2", "2024Q3")]
    assert (first.facts.facts, second.facts.facts) == ((other.case.id,), (move,))
    fact = await desk.fact(move)
    assert (fact.period, fact.closed, fact.withdrawn, fact.same_as) == ("2024Q3", True, False, other.case.id)
    await desk.same_when_rebuilt()


async def test_a_withdrawn_move_stays_withdrawn(desk: Desk) -> None:
    """The correction of its source reaches it as a correction, and neither revives it nor enters it in a row."""
    check, move = await desk.moved()
    await desk.do(move, "withdraw_fact", DEPARTMENT_HR, withdrawn_on="2024-07-10", reason="Повтор")
    number = (await desk.cases.get(check)).version
    await desk.correct(check, number, DEPARTMENT_HR, **MOVED | {"noted_on": "2024-07-03"})
    known = await desk.cases.get(move)
    assert (known.state, known.facts.withdrawn.reason) == ("withdrawn", "Повтор")
    assert known.facts.registered.found_on == date(2024, 7, 3)
    assert (await desk.row(EDUCATION, "2.3.2", "2024Q2")).state == "empty_again"
    assert await desk.cases.version(row_case(EDUCATION, "2.3.2", "2024Q3")) == 0
    assert (await desk.fact(move)).withdrawn is True
    await desk.same_when_rebuilt()


async def test_a_move_that_was_corrected_before_its_source(desk: Desk) -> None:
    """Whoever has corrected the move already may correct the source alike: the move hears nothing new; it may be corrected again."""
    check, move = await desk.moved()
    registered = msgspec.to_builtins((await desk.cases.get(move)).history[0].facts())
    await desk.correct(move, 1, DEPARTMENT_HR, **registered | {"new_position": "Заместитель"})
    number = (await desk.cases.get(check)).version
    await desk.correct(check, number, DEPARTMENT_HR, **MOVED | {"new_position": "Заместитель"})
    assert (await desk.cases.get(move)).version == 2
    await desk.correct(check, number, DEPARTMENT_HR, **MOVED | {"new_position": "Советник"})
    again = await desk.correct(move, 1, DEPARTMENT_HR, **registered | {"new_position": "Помощник"})
    assert (again.version, again.facts.registered.new_position) == (4, "Помощник")


async def test_a_nil_beside_a_revived_check(desk: Desk) -> None:
    """A nil declared while the act was overturned is ended, and says that it was contradicted."""
    crime = await desk.crime(NEXT)
    overturned = await desk.do(crime.id, "record_appeal", **APPEAL)
    await desk.do(row_case(AKIMAT, "2.3.1", "2024Q2"), "declare_no_facts", **NIL)
    await desk.correct(crime.id, overturned.version, **APPEAL | {"outcome": "upheld"})
    row = await desk.row(AKIMAT, "2.3.1", "2024Q2")
    assert (row.state, row.facts.nil, row.history[-1].remarks) == ("with_facts", None, ("contradicts_nil",))


async def test_a_link_names_a_fact_of_the_row_within_sight(desk: Desk) -> None:
    """Of the body or of one below it; what is none, is of another row or beyond sight is refused alike, and nothing is recorded."""
    crime = await desk.crime(NEXT)
    check = check_id(crime.id, f"{AKIMAT}/deputy-1/{DEPUTY}")
    below = check_id((await desk.crime(SPECIALIST)).id, f"{EDUCATION}/director/{NEXT}")
    strange, neighbour = [await desk.by_hand(officer(body)) for body in (OTHER_AKIMAT, DISTRICT)]
    move = await desk.cases.open("superior_move", AKIMAT, "register_move", MOVE, HR, Request.of(HR, None))
    row = row_case(AKIMAT, "2.3.1", "2024Q2")
    before, link = await desk.cases.version(check), {"linked_on": "2024-07-10", "reason": "Повтор"}
    told = set()
    for other in (strange.id, uuid.uuid4(), crime.id, move.case.id, row):
        with pytest.raises(Invalid) as refused:
            await desk.do(check, "link_fact", HR, **link, same_as=str(other))
        [violation] = refused.value.violations
        told.add((violation.path, str(violation.text).replace(str(other), "")))
    assert len(told) == 1
    for other in (neighbour.id, below):
        linked = await desk.do(check, "link_fact", HR, **link, same_as=str(other))
        assert linked.facts.same_as == other
    with pytest.raises(Invalid):
        await desk.do(below, "link_fact", DEPARTMENT_HR, **link, same_as=str(check))
    assert await desk.cases.version(check) == before + 2


async def test_a_move_is_taken_over_once(desk: Desk) -> None:
    """There is no second registration of a move, whoever asks for it and whatever became of the first."""
    _, move = await desk.moved()
    registered = msgspec.to_builtins((await desk.cases.get(move)).history[0].facts())
    for _ in range(2):
        with pytest.raises(WrongOrder):
            await desk.do(move, "take_over", DEPARTMENT_HR, **registered)
        if (await desk.cases.get(move)).state == "registered":
            await desk.do(move, "withdraw_fact", DEPARTMENT_HR, withdrawn_on="2024-07-10", reason="Повтор")


async def test_a_crime_is_registered_once(desk: Desk) -> None:
    """A second registration, by any body, would have the same superior answer twice: it is refused, and opens no checks."""
    crime = await desk.crime(NEXT)
    check = check_id(crime.id, f"{AKIMAT}/deputy-1/{DEPUTY}")
    for actor, named in ((HR, {"case_id": check}), (DEPARTMENT_HR, {})):
        with pytest.raises(Invalid) as refused:
            await desk.crime(NEXT, actor)
        [violation] = refused.value.violations
        assert (violation.path, violation.text.params) == (("another",), named)
    assert len((await desk.row(AKIMAT, "2.3.1", "2024Q2")).facts.facts) == 1
    other = await desk.crime(NEXT, another="Второй эпизод")
    assert len(other.facts.checks) == 1
    await feed_all(desk.conn)
    assert len(await count(desk.conn, [AKIMAT], "2024Q2")) == 2
