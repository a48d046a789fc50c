"""Whom the register names as superior on each day of an offence, how they stood to the offender, and who checks them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.conviction import ConvictionRegistered
from events.organization import Post
from events.resignation import Relation
from tests.workflows.bodies import AKIMAT, COMPANY, EDUCATION, EIGHT, MINISTRY, TERRITORIAL
from tests.workflows.liability.world import AKIM, DEPUTY, HEAD, NEXT, OFFENCE, SPECIALIST, World, country
from tests.workflows.organization.country import Country
from workflows.conviction.superiors import Answering, found
from workflows.register import Register


def registered(register: Register, who: str, **data: Any) -> ConvictionRegistered:
    """A crime of a person as its event."""
    world = World(register)
    event: ConvictionRegistered = world.cases[world.crime(who, **data)].history[0]  # type: ignore[assignment]
    return event


def answering(made: Country, who: str, **data: Any) -> list[Answering]:
    """Those who may answer for a crime of a person."""
    return found(registered(made.register, who, **data), made.register)


def unit(made: Country, superior: dict[str, str]) -> None:
    """Establish a unit of the akimat, whose head is named below a superior."""
    made.post(AKIMAT, "unit", Post.UNIT_HEAD.value, superior=superior)
    made.appoint(AKIMAT, "unit", "p-unit")


def test_a_unit_named_below_a_deputy_is_supervised() -> None:
    """A deputy named over the head of a unit supervises it (курирует); a head over their own apparatus is direct."""
    made = country()
    unit(made, {"organization": AKIMAT, "post": "deputy-1"})
    [one] = answering(made, "p-unit")
    assert one.superior is not None
    assert (one.superior.person, one.superior.relation) == (DEPUTY, Relation.SUPERVISES)
    [other] = answering(made, DEPUTY)
    assert other.superior is not None
    assert (other.superior.person, other.superior.relation) == (AKIM, Relation.DIRECT)


def test_a_territorial_department_and_its_extent() -> None:
    """A department right below a ministry is a whole region's, one below another department is not (item 1)."""
    made = country()
    made.enter("ministry.almaty.ili", "TER", TERRITORIAL)
    for code, person in ((TERRITORIAL, "p-wide"), ("ministry.almaty.ili", "p-local")):
        made.post(code, "head", Post.FIRST_HEAD.value)
        made.appoint(code, "head", person)
    made.post(MINISTRY, "minister", Post.FIRST_HEAD.value, post_class="political")
    made.appoint(MINISTRY, "minister", "p-minister")
    wide, local = answering(made, "p-wide"), answering(made, "p-local")
    assert [one.subordinate.region_wide for one in (*wide, *local) if one.subordinate] == [True, False]
    assert [(one.body, one.superior.person) for one in wide if one.superior] == [(MINISTRY, "p-minister")]


def test_whoever_acted_is_the_superior_of_those_days() -> None:
    """While somebody acts in the superior's post, they answer for those days, and it is said that they only acted."""
    made = country()
    made.appoint(EDUCATION, "director", "p-acting", "2024-02-01", acting=True, until="2024-02-20")
    data = OFFENCE | {"happened_on": "2024-01-20", "happened_until": "2024-03-01"}
    persons = {one.superior.person: one.superior for one in answering(made, SPECIALIST, offence=data) if one.superior}
    assert {person: (then.acting, then.last_day) for person, then in persons.items()} == {
        NEXT: (False, date(2024, 3, 1)),
        "p-acting": (True, date(2024, 2, 19)),
    }


def test_an_offender_without_a_post_that_day() -> None:
    """Days on which the register has no post of the offender have no superior by the register: somebody enters them by hand."""
    made = country()
    data = OFFENCE | {"happened_on": "2022-12-30", "happened_until": "2023-01-05"}
    known = {
        one.key: (one.superior.person if one.superior else None) for one in answering(made, SPECIALIST, offence=data)
    }
    assert known == {"//": None, f"{EDUCATION}/director/{HEAD}": HEAD}
    elsewhere = answering(made, SPECIALIST, post={"organization": COMPANY, "post": "engineer"})
    assert [(one.key, one.body, one.superior) for one in elsewhere] == [("//", AKIMAT, None)]


def test_a_body_that_is_gone_checks_nothing() -> None:
    """If the superior's body was closed since, the body above checks."""
    made = country()
    for post, kind, person in (("head", Post.FIRST_HEAD, "p-gone-head"), ("clerk", Post.SPECIALIST, "p-gone-clerk")):
        made.post(EIGHT[0], post, kind.value)
        made.appoint(EIGHT[0], post, person)
    assert {one.body for one in answering(made, "p-gone-clerk")} == {EIGHT[0]}
    for post, person in (("head", "p-gone-head"), ("clerk", "p-gone-clerk")):
        made.release(EIGHT[0], post, person, "2024-04-30")
        made.do(EIGHT[0], "abolish_post", post=post, on="2024-04-30")
    made.do(EIGHT[0], "close", on="2024-04-30", reason="liquidated")
    assert {one.body for one in answering(made, "p-gone-clerk")} == {AKIMAT}


@given(st.dates(date(2023, 11, 1), date(2024, 3, 1)), st.integers(0, 90))
def test_every_day_has_its_superior(first: date, days: int) -> None:
    """Whatever the days of the offence, each superior of one of them is found once, with the last of their days."""
    last = min(first + timedelta(days=days), date(2024, 5, 1))
    offence = OFFENCE | {"happened_on": first.isoformat(), "happened_until": last.isoformat()}
    event = registered(REGISTERED, SPECIALIST, offence=offence)
    known = {one.superior.person: one.superior.last_day for one in found(event, REGISTERED) if one.superior}
    change = date(2024, 1, 1)
    expected = {}
    if first < change:
        expected[HEAD] = min(last, change - timedelta(days=1))
    if last >= change:
        expected[NEXT] = last
    assert known == expected


REGISTERED = country().register
