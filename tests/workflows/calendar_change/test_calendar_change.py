"""A change of the calendar needs two people, an act that is published, and days that fit."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.calendar_change import ActType, Reach
from tests.workflows.bodies import AKIMAT, EDUCATION, register
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor, Role
from workflows.calendar import Act, Calendar, Change, Changes, Code, Kind, Override
from workflows.calendar_change import CalendarChangeFacts
from workflows.refusals import Invalid, NotPermitted, WrongOrder
from workflows.register import Register

ACT: dict[str, Any] = {"type": "ministry_order", "number": "109", "dated": "2026-07-01", "published_on": "2026-07-02"}
NATION: dict[str, Any] = {"reach": "nation", "week": "five_days"}
SWAP: dict[str, Any] = {"act": ACT, "rest": "2026-09-04", "work": "2026-09-05", "applies": NATION}
OFF: dict[str, Any] = {"act": ACT, "day": "2026-09-03", "why": "Карантин", "applies": {"reach": "organization"}}
OTHER = Actor("other-supervisor", Role.SUPERVISOR, "agency")
ABOVE = Actor("akimat-officer", Role.OFFICER, AKIMAT)
SEEN = {"effects_seen": True}
DAY = "2026-07-10"


def change(organization: str = "agency") -> Scenario:
    """A change that nobody has proposed yet."""
    return Scenario("calendar_change", organization, register())


def approved(action: str, /, organization: str = "agency", **data: Any) -> Change:
    """Give a change that was proposed and approved on the day."""
    scenario = change(organization).do(action, SUPERVISOR, DAY, **data).do("approve_change", OTHER, DAY, **SEEN)
    facts: CalendarChangeFacts = scenario.case.facts
    assert facts.change is not None
    return facts.change


def calendars(*found: Change) -> Changes:
    """Give calendars with some changes."""
    changes = Changes()
    for number, one in enumerate(found):
        changes = changes.with_change(number, one)  # type: ignore[arg-type]  # any key will do
    return changes


def test_a_swap_makes_two_days() -> None:
    """The day off is off, the Saturday is worked, in the week concerned, from the day of the approval on."""
    found = calendars(approved("propose_swap", **SWAP))
    rest, work = date(2026, 9, 4), date(2026, 9, 5)
    five, six = found.calendar(date(2026, 7, 10)), found.calendar(date(2026, 7, 10), week=6)
    assert (five.is_working(rest), five.is_working(work)) == (False, True)
    reason = five.reason(rest)
    assert reason is not None
    assert (reason.code, reason.act) == (Code.SWAP, "ministry_order:109:2026-07-01")
    assert (six.is_working(rest), six.is_working(work)) == (True, True)
    before = found.calendar(date(2026, 7, 9))
    assert (before.is_working(rest), before.is_working(work)) == (True, False)
    assert before is Calendar.as_known(date(2026, 7, 9))


def test_the_narrower_wins() -> None:
    """What was decided for an organisation goes before what was decided for its region, and that before the nation's."""
    day = date(2026, 9, 3)
    closed = approved("propose_day_off", organization=EDUCATION, **OFF)
    region = approved(
        "propose_swap",
        act=ACT,
        rest="2026-09-01",
        work="2026-09-05",
        applies={"reach": "region", "region": "KZ-19", "week": "five_days"},
    )
    found, known = calendars(closed, region), date(2026, 7, 10)
    assert not found.calendar(known, EDUCATION, "KZ-19").is_working(day)
    assert found.calendar(known, AKIMAT, "KZ-19").is_working(day)
    assert not found.calendar(known, AKIMAT, "KZ-19").is_working(date(2026, 9, 1))
    assert found.calendar(known, "ministry", "KZ-71").is_working(date(2026, 9, 1))
    assert found.calendar(known) is Calendar.as_known(known)
    nation = approved("propose_swap", act=ACT, rest="2026-09-02", work="2026-09-05", applies=NATION)
    worked = approved(
        "propose_day_off",
        day="2026-09-03",
        organization=EDUCATION,
        act=ACT,
        why="Выборы",
        applies={"reach": "organization"},
    )
    assert not calendars(nation, worked).calendar(known, EDUCATION, "KZ-19").is_working(date(2026, 9, 3))


def test_kurban_ait_is_named_anew_and_confirmed() -> None:
    """A later day takes the place of the expected one; a confirmed one is expected no longer."""
    expected = date(2027, 5, 16)
    reason = Calendar.as_known().reason(expected)
    assert reason is not None
    assert reason.code == Code.ESTIMATED_HOLIDAY
    act = {"type": "muftiate_statement", "dated": "2026-07-01", "published_on": "2026-07-01"}
    moved = calendars(
        approved("propose_festival_date", act=act, day="2027-05-17", replaces="2027-05-16", expected=False)
    )
    after = moved.calendar(date(2026, 7, 10))
    assert (reason := after.reason(date(2027, 5, 17))) is not None
    assert reason.code == Code.HOLIDAY
    assert (reason := after.reason(expected)) is not None
    assert reason.code == Code.WEEKEND


STATEMENT = {"type": "muftiate_statement", "dated": "2026-07-01", "published_on": "2026-07-01"}


def known(*found: Change) -> Register:
    """Give a register in which some changes were approved before."""
    made = register()
    for change_id, one in calendars(*found).items():
        made.put_change(change_id, one)
    return made


def test_kurban_ait_is_named_twice() -> None:
    """Expected on another day in winter, fixed days before: the second naming takes the place of the first, and one day is off."""
    first = approved("propose_festival_date", act=STATEMENT, day="2029-04-25", replaces="2029-04-24", expected=True)
    scenario = Scenario("calendar_change", "agency", known(first))
    named = {"act": STATEMENT, "day": "2029-04-26", "expected": False}
    with pytest.raises(Invalid) as caught:
        scenario.do("propose_festival_date", SUPERVISOR, DAY, replaces="2029-04-24", **named)
    assert [found.path for found in caught.value.violations] == [("replaces",)]
    scenario.do("propose_festival_date", SUPERVISOR, DAY, replaces="2029-04-25", **named)
    scenario.do("approve_change", OTHER, DAY, **SEEN)
    calendar = calendars(first, scenario.case.facts.change).calendar(date(2026, 7, 10))
    assert [calendar.is_working(date(2029, 4, day)) for day in (24, 25, 26)] == [True, True, False]


def test_two_proposals_made_beside_each_other_leave_one_day() -> None:
    """Both name a day instead of the packaged one: the later known of them holds."""
    both = [
        approved("propose_festival_date", act=STATEMENT, day=day, replaces="2029-04-24", expected=False)
        for day in ("2029-04-25", "2029-04-26")
    ]
    calendar = calendars(*both).calendar(date(2026, 7, 10))
    assert [calendar.is_working(date(2029, 4, day)) for day in (24, 25, 26)] == [True, True, False]


def test_the_two_festivals_of_one_year_are_two() -> None:
    """In 2039 Kurban Ait is in January and in December: naming the one anew leaves the other."""
    moved = approved("propose_festival_date", act=STATEMENT, day="2039-12-27", replaces="2039-12-26", expected=True)
    off = calendars(moved).calendar(date(2026, 7, 10)).off_between(date(2039, 1, 1), date(2039, 12, 31))
    assert [day.day.isoformat() for day in off if day.name == "kurban_ait"] == ["2039-01-05", "2039-12-27"]


def test_a_proposal_is_judged_by_what_was_approved_before() -> None:
    """A day that became off is not declared off again, one that is worked is given back, an approved holiday can be withdrawn."""
    swap = approved("propose_swap", **SWAP)
    holiday = approved("propose_holiday", act=ACT, day="2026-09-10", name="День семьи")
    register = known(swap, holiday)

    def try_to(action: str, **data: Any) -> Scenario:
        return Scenario("calendar_change", "agency", register).do(action, SUPERVISOR, DAY, act=ACT, **data)

    off = {"why": "Карантин", "applies": NATION}
    with pytest.raises(Invalid) as caught:
        try_to("propose_day_off", day="2026-09-04", **off)
    assert [found.path for found in caught.value.violations] == [("day",)]
    try_to("propose_day_off", day="2026-09-05", **off)
    with pytest.raises(Invalid) as caught:
        try_to("propose_holiday", day="2026-09-10", name="Ещё один")
    assert [found.path for found in caught.value.violations] == [("day",)]
    withdrawn = try_to("propose_holiday_withdrawal", day="2026-09-10").do("approve_change", OTHER, DAY, **SEEN)
    assert calendars(holiday, withdrawn.case.facts.change).calendar(date(2026, 7, 10)).is_working(date(2026, 9, 10))


def test_a_holiday_has_its_substitute_and_one_is_withdrawn() -> None:
    """A new holiday on a Saturday frees the Monday; a withdrawn one takes its substitute along."""
    found = calendars(approved("propose_holiday", act=ACT, day="2026-09-05", name="День семьи"))
    monday = found.calendar(date(2026, 7, 10)).reason(date(2026, 9, 7))
    assert monday is not None
    assert (monday.code, monday.name) == (Code.SUBSTITUTE, "День семьи")
    gone = calendars(approved("propose_holiday_withdrawal", act=ACT, day="2026-10-25"))
    assert gone.calendar(date(2026, 7, 10)).is_working(date(2026, 10, 26))


def test_a_revoked_change_stays_in_the_past() -> None:
    """From the day of its revocation on it holds no more; what was known before is answered as before."""
    scenario = change().do("propose_swap", SUPERVISOR, DAY, **SWAP).do("approve_change", OTHER, DAY, **SEEN)
    scenario.do("propose_revocation", OTHER, "2026-08-01", reason="Приказ отменён")
    with pytest.raises(NotPermitted):
        scenario.do("revoke_change", OTHER, "2026-08-03", **SEEN)
    scenario.do("revoke_change", SUPERVISOR, "2026-08-03", **SEEN)
    found = calendars(scenario.case.facts.change)
    rest = date(2026, 9, 4)
    assert not found.calendar(date(2026, 8, 2)).is_working(rest)
    assert found.calendar(date(2026, 8, 3)).is_working(rest)


def test_a_revocation_may_be_rejected() -> None:
    """Then the change goes on holding, and can be revoked later."""
    scenario = change().do("propose_swap", SUPERVISOR, DAY, **SWAP).do("approve_change", OTHER, DAY, **SEEN)
    scenario.do("propose_revocation", OTHER, DAY, reason="Ошибка").do(
        "reject_revocation", OTHER, DAY, reason="Действует"
    )
    assert scenario.case.state == "approved"
    assert scenario.case.facts.change.revoked_on is None


def test_nobody_approves_their_own_proposal() -> None:
    """The proposer may take it back, but not approve it; those who may not propose may do neither."""
    scenario = change().do("propose_swap", SUPERVISOR, DAY, **SWAP)
    assert "approve_change" not in scenario.allowed(SUPERVISOR)
    with pytest.raises(NotPermitted, match="Another person"):
        scenario.do("approve_change", SUPERVISOR, DAY, **SEEN)
    assert scenario.allowed(ABOVE) == set()
    scenario.do("reject_change", SUPERVISOR, DAY, reason="Опечатка")
    with pytest.raises(WrongOrder):
        scenario.do("approve_change", OTHER, DAY, **SEEN)


def test_a_body_above_changes_the_days_of_one_below_alone() -> None:
    """Not its own, and neither the region's nor the nation's."""
    change(EDUCATION).do("propose_day_off", ABOVE, DAY, **OFF)
    assert change(AKIMAT).allowed(ABOVE) == set()
    with pytest.raises(Invalid) as caught:
        change(EDUCATION).do("propose_day_off", ABOVE, DAY, **OFF | {"applies": {"reach": "nation"}})
    assert [found.path for found in caught.value.violations] == [("applies", "reach")]


REGION: dict[str, Any] = {"reach": "region", "region": "KZ-19", "week": "five_days"}


@pytest.mark.parametrize("applies", [NATION, REGION])
def test_only_supervisors_decide_on_what_holds_for_more_than_one_body(applies: dict[str, Any]) -> None:
    """Under whatever body a change of the nation's or a region's days is kept, those above that body do nothing with it."""
    scenario = change(EDUCATION).do("propose_swap", SUPERVISOR, DAY, **SWAP | {"applies": applies})
    assert scenario.allowed(ABOVE) == set()
    for action, data in (("approve_change", SEEN), ("reject_change", {"reason": "Нет"})):
        with pytest.raises(NotPermitted):
            scenario.do(action, ABOVE, DAY, **data)
    scenario.do("approve_change", OTHER, DAY, **SEEN)
    with pytest.raises(NotPermitted):
        scenario.do("propose_revocation", ABOVE, DAY, reason="Не нужно")
    scenario.do("propose_revocation", SUPERVISOR, DAY, reason="Приказ отменён")
    for action, data in (("revoke_change", SEEN), ("reject_revocation", {"reason": "Нет"})):
        with pytest.raises(NotPermitted):
            scenario.do(action, ABOVE, DAY, **data)
    assert scenario.case.facts.change.revoked_on is None


def test_those_above_decide_on_the_days_of_a_body() -> None:
    """What reaches one organisation is proposed, approved and revoked by two people of a body above."""
    colleague = replace(ABOVE, id="akimat-other")
    scenario = change(EDUCATION).do("propose_day_off", ABOVE, DAY, **OFF).do("approve_change", colleague, DAY, **SEEN)
    scenario.do("propose_revocation", colleague, DAY, reason="Ошибка").do("revoke_change", ABOVE, DAY, **SEEN)
    assert scenario.case.state == "revoked"


def test_two_accounts_of_one_person_are_one() -> None:
    """Whoever has two accounts neither approves nor revokes by the second what they proposed by the first."""
    first, second = replace(SUPERVISOR, person="p-1"), replace(OTHER, person="p-1")
    scenario = change().do("propose_swap", first, DAY, **SWAP)
    with pytest.raises(NotPermitted, match="Another person"):
        scenario.do("approve_change", second, DAY, **SEEN)
    scenario.do("approve_change", replace(OTHER, person="p-2"), DAY, **SEEN)
    scenario.do("propose_revocation", second, DAY, reason="Приказ отменён")
    with pytest.raises(NotPermitted, match="Another person"):
        scenario.do("revoke_change", first, DAY, **SEEN)


@pytest.mark.parametrize(
    ("action", "data", "path"),
    [
        ("propose_swap", SWAP | {"rest": "2026-09-06"}, ("rest",)),
        ("propose_swap", SWAP | {"work": "2026-09-03"}, ("work",)),
        ("propose_swap", SWAP | {"applies": {"reach": "nation"}}, ("work",)),
        ("propose_swap", SWAP | {"work": "2027-01-30"}, ("work",)),
        ("propose_swap", SWAP | {"rest": "2041-09-06"}, ("rest",)),
        ("propose_swap", SWAP | {"act": ACT | {"published_on": "2026-06-30"}}, ("act", "published_on")),
        ("propose_swap", SWAP | {"act": ACT | {"published_on": "2026-07-11"}}, ("act", "published_on")),
        ("propose_swap", SWAP | {"act": ACT | {"number": "a:b"}}, ("act", "number")),
        ("propose_swap", SWAP | {"applies": NATION | {"region": "KZ-19"}}, ("applies", "region")),
        ("propose_swap", SWAP | {"applies": {"reach": "region", "week": "five_days"}}, ("applies", "region")),
        ("propose_day_off", OFF | {"day": "2026-09-05"}, ("day",)),
        ("propose_holiday", {"act": ACT, "day": "2026-12-16", "name": "x"}, ("day",)),
        (
            "propose_festival_date",
            {"act": ACT, "day": "2027-05-17", "replaces": "2027-05-15", "expected": True},
            ("replaces",),
        ),
        ("propose_holiday_withdrawal", {"act": ACT, "day": "2026-09-03"}, ("day",)),
    ],
)
def test_what_does_not_fit_is_named(action: str, data: dict[str, Any], path: tuple[str, ...]) -> None:
    """Each wrong day, act and place is refused at its field."""
    with pytest.raises(Invalid) as caught:
        change().do(action, SYSTEM, DAY, **data)
    assert [found.path for found in caught.value.violations] == [path]


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(list(Reach))), min_size=1, max_size=6
    ),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(1, 40),
)
def test_a_declared_day_off_never_brings_a_date_forward(
    days: list[tuple[date, Reach]], anchor: date, amount: int
) -> None:
    """Whatever days are declared off, for whomever, counting forward ends no earlier, and a body elsewhere is not concerned."""
    place = {Reach.NATION: "", Reach.REGION: "KZ-19", Reach.ORGANIZATION: EDUCATION}
    made = [
        Change(
            (Override(day=day, kind=Kind.DECLARED, act=Act(ActType.LAW), name="x"),),
            reach,
            place[reach],
            date(2025, 1, 1),
        )
        for day, reach in days
    ]
    found, known = calendars(*made), date(2026, 1, 1)
    plain = Calendar.as_known(known)
    assert found.calendar(known, EDUCATION, "KZ-19").shift(anchor, amount) >= plain.shift(anchor, amount)
    if all(reach is not Reach.NATION for _, reach in days):
        assert found.calendar(known, "elsewhere", "KZ-11") is plain
