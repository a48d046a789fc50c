"""Who is absent says who is told instead: without overlaps, without circles, among colleagues."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.alerts.absence import Absence, contradictions
from service.alerts.absences import Absences, substitutes
from service.alerts.told import about_case
from tests.service.alerts.made import NOON
from tests.service.alerts.world import AKIMAT, BODY, World, world
from workflows.actor import Post, Role
from workflows.refusals import Invalid, NotPermitted, Unknown

TODAY = date(2024, 3, 1)
MONDAY, FRIDAY = date(2024, 3, 4), date(2024, 3, 8)
A, B, C, D = (uuid.UUID(int=number) for number in range(1, 5))


def _absence(account: uuid.UUID, substitute: uuid.UUID, first: date = MONDAY, last: date = FRIDAY) -> Absence:
    return Absence(uuid.uuid4(), account, substitute, first, last, "x", NOON)


def _wrong(absence: Absence, *others: Absence) -> list[tuple[str | int, ...]]:
    return [violation.path for violation in contradictions(absence, others)]


def test_an_absence_ends_after_it_begins_and_names_somebody_else() -> None:
    """One day is enough."""
    assert _wrong(_absence(A, B, MONDAY, MONDAY)) == []
    assert _wrong(_absence(A, B, FRIDAY, MONDAY)) == [("last_day",)]
    assert _wrong(_absence(A, A)) == [("substitute",)]


def test_nobody_is_absent_twice_at_once() -> None:
    """Neither in part; the day after is another absence, and that of somebody else does not matter."""
    assert _wrong(_absence(A, B), _absence(A, C, FRIDAY, FRIDAY + timedelta(5))) == [("first_day",)]
    assert _wrong(_absence(A, B), _absence(A, C, FRIDAY + timedelta(1), FRIDAY + timedelta(5))) == []
    assert _wrong(_absence(A, B), _absence(D, B)) == []


def test_nobody_stands_in_for_themselves_through_others() -> None:
    """Not on a single day; one after the other it is no circle."""
    assert _wrong(_absence(A, B), _absence(B, A, FRIDAY, FRIDAY)) == [("substitute",)]
    assert _wrong(_absence(A, B), _absence(B, C), _absence(C, A)) == [("substitute",)]
    assert _wrong(_absence(A, B), _absence(B, C, MONDAY, MONDAY), _absence(C, A, FRIDAY, FRIDAY)) == []
    assert _wrong(_absence(A, B), _absence(B, A, FRIDAY + timedelta(1), FRIDAY + timedelta(9))) == []


_ABSENCES = st.lists(
    st.builds(
        lambda who, instead, first, length: _absence(
            uuid.UUID(int=who), uuid.UUID(int=instead), MONDAY + timedelta(first), MONDAY + timedelta(first + length)
        ),
        st.integers(1, 5), st.integers(1, 5), st.integers(0, 10), st.integers(-1, 5),
    ),
    max_size=12,
)  # fmt: skip


@given(_ABSENCES)
def test_whatever_is_accepted_leads_to_somebody_present(proposed: list[Absence]) -> None:
    """On no day do accepted absences overlap, or lead from one to the next without end."""
    held: list[Absence] = []
    for absence in proposed:
        if not list(contradictions(absence, held)):
            held.append(absence)
    for number in range(20):
        day = MONDAY + timedelta(number)
        absent = [one for one in held if one.first_day <= day <= one.last_day]
        instead = {one.account: one.substitute for one in absent}
        assert len(instead) == len(absent)
        for at in instead.values():
            chain = [at]
            while chain[-1] in instead:
                chain.append(instead[chain[-1]])
                assert len(chain) <= len(instead)


@pytest.fixture
async def country(database_url: str) -> AsyncIterator[World]:
    """The country, with two more officers in the department."""
    async with world(database_url, TODAY) as made:
        for number in (2, 3):
            await made.account(f"officer{number}", Role.OFFICER, BODY)
        yield made


async def test_a_substitute_is_told_and_the_notice_names_the_absent(country: World) -> None:
    """From the first to the last day; once it is revoked, the absent one is told again."""
    people, absences = country.people, Absences(country.service.access)
    first, second, third = people["officer@almaty.education"], people["officer2"], people["officer3"]
    absence = await absences.record(first, first.id, second.id, TODAY, MONDAY)
    await absences.record(second, second.id, third.id, MONDAY, FRIDAY)
    seen = []
    for day in (TODAY, MONDAY, date(2024, 3, 5)):
        country.clock.travel(day)
        if day == MONDAY:
            await absences.revoke(first, absence.id)
        [case] = await country.plant(day.isoformat(), strength="recommended")
        await country.telling.tell_due()
        seen.append({(one.account, one.in_place_of) for one in await country.notices(case)})
    assert seen == [
        {(second.id, first.id), (third.id, None)},
        {(first.id, None), (third.id, second.id)},
        {(first.id, None), (third.id, second.id)},
    ]


async def test_who_is_told_anyhow_learns_as_what_they_stand_in(country: World) -> None:
    """An officer is responsible in their own right, and signs in the place of the absent head: one notice says both."""
    head, officer = country.people["head"], country.people["officer2"]
    await Absences(country.service.access).record(head, head.id, officer.id, TODAY, TODAY)
    [case] = await country.plant(TODAY.isoformat())
    await country.telling.tell_due()
    [told] = [one for one in await country.notices(case) if one.account == officer.id]
    assert (told.capacity, told.in_place_of, told.stands_in_as) == ("responsible", head.id, "signatory")
    async with country.service.pool.connection() as conn:
        [logged] = [one for one in (await about_case(conn, case)).rows if one.account == officer.id]
    assert (logged.in_place_of_name, logged.stands_in_as) == ("head", "signatory")


async def test_of_others_only_heads_and_supervisors_say_who_is_absent(country: World) -> None:
    """The head of the body or of its apparatus, a supervisor; neither a colleague nor the head of another body."""
    people, absences = country.people, Absences(country.service.access)
    first, second = people["officer@almaty.education"], people["officer2"]
    await country.account("deputy", Role.SIGNATORY, BODY, Post.DEPUTY_HEAD)
    for number, (login, may) in enumerate(
        {"head": True, "apparatus": True, "supervisor": True, "officer2": False, "deputy": False, "akim": False}.items()
    ):
        day = MONDAY + timedelta(number)
        recorded = absences.record(people[login], first.id, second.id, day, day)
        if may:
            made = await recorded
            assert made.recorded_by == str(people[login].id)
            assert made in await absences.listed(people[login], BODY)
        else:
            with pytest.raises(NotPermitted):
                await recorded
    [own, *_] = await absences.listed(first, BODY)
    with pytest.raises(NotPermitted):
        await absences.revoke(second, own.id)
    assert await absences.listed(second, BODY) == []
    assert len(await absences.listed(first, BODY)) == 3
    with pytest.raises(Unknown):
        await absences.revoke(first, uuid.uuid4())


async def test_a_substitute_is_a_colleague_with_an_account(country: World) -> None:
    """Whoever is of another body may not see the cases; a past absence changes nothing that was told."""
    people, absences = country.people, Absences(country.service.access)
    first, second = people["officer@almaty.education"], people["officer2"]
    for substitute in (people[f"officer@{AKIMAT}"].id, uuid.uuid4()):
        with pytest.raises(Invalid) as caught:
            await absences.record(first, first.id, substitute, TODAY, MONDAY)
        assert [violation.path for violation in caught.value.violations] == [("substitute",)]
    with pytest.raises(Invalid) as caught:
        await absences.record(first, first.id, second.id, date(2024, 2, 1), date(2024, 2, 29))
    assert [violation.path for violation in caught.value.violations] == [("last_day",)]
    with pytest.raises(Invalid):
        await absences.record(people["supervisor"], uuid.uuid4(), second.id, TODAY, MONDAY)


async def test_two_who_record_at_once_make_neither_circle_nor_overlap(country: World) -> None:
    """Of two that contradict each other one is refused; the same sent twice is one."""
    people, absences = country.people, Absences(country.service.access)
    first, second = people["officer@almaty.education"], people["officer2"]
    done = await asyncio.gather(
        absences.record(first, first.id, second.id, TODAY, MONDAY),
        absences.record(second, second.id, first.id, TODAY, MONDAY),
        return_exceptions=True,
    )
    assert [type(one) for one in done].count(Invalid) == 1
    [made] = [one for one in done if isinstance(one, Absence)]
    again = await absences.record(people["head"], made.account, made.substitute, TODAY, MONDAY)
    assert again.id == made.id
    async with country.service.pool.connection() as conn:
        assert await substitutes(conn, TODAY) == {made.account: made.substitute}
        assert await substitutes(conn, date(2024, 3, 5)) == {}
