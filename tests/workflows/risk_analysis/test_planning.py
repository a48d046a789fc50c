"""The yearly duty, the schedule, and the wait after an external analysis."""

import uuid
from typing import Any

import pytest

from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION, officer, register, signatory
from tests.workflows.risk_analysis.life import LIFE, ORDER, START
from tests.workflows.scenario import DEPUTY, HEAD, OFFICER, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.refusals import Invalid, NotPermitted, WrongOrder

REGISTER = register()
PLANNED = {"year": 2024, "planned_on": "2024-01-15"}
SCHEDULED = {
    "year": 2024,
    "schedule": "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11",
    "body": AKIMAT,
    "starts_on": "2024-03-04",
    "ends_on": "2024-03-28",
    "scheduled_on": "2024-01-25",
}
CANCELLED = {"cancelled_on": "2024-02-20", "basis_no": "19-Ө", "reason": "Реорганизация"}


def planned() -> Scenario:
    """An analysis that the plan of the year asks for."""
    return Scenario("risk_analysis", EDUCATION, REGISTER).do("plan", SYSTEM, "2024-01-15", **PLANNED)


def scheduled() -> Scenario:
    """An analysis to which the schedule gave its dates."""
    return planned().do("schedule", SYSTEM, "2024-01-25", **SCHEDULED)


def test_a_planned_analysis_is_owed_by_the_end_of_the_year() -> None:
    """A body that orders nothing is found: the duty is open from the plan on, recommended, due on 31 December (l.75)."""
    scenario = planned()
    assert (scenario.case.state, scenario.due("D02"), scenario.status("D02")) == ("planned", "2024-12-31", "open")
    assert scenario.case.deadlines["D02"].deadline.strength == "recommended"
    assert set(scenario.case.deadlines) == {"D02"}


def test_the_duty_is_judged_when_the_analysis_begins() -> None:
    """It is the plan's year that counts, also for an analysis that is ordered into the next one."""
    scenario = planned()
    for action, actor, day, data in LIFE[:3]:
        scenario.do(action, actor, day, **data)
    assert (scenario.status("D02"), scenario.due("D02")) == ("met", "2024-12-31")
    late = planned().do("order", HEAD, "2024-12-20", **ORDER | {
        "ordered_on": "2024-12-20", "starts_on": "2025-01-13", "ends_on": "2025-02-07",
    })  # fmt: skip
    late.do("announce_start", OFFICER, "2024-12-23", **START | {"published_on": "2024-12-23"})
    late.do("begin", OFFICER, "2025-01-13", began_on="2025-01-13")
    assert (late.status("D02"), late.due("D02")) == ("met_late", "2024-12-31")


def test_a_cancelled_plan_owes_nothing() -> None:
    """The head may call a planned or scheduled analysis off."""
    for scenario in (planned(), scheduled()):
        scenario.do("cancel", HEAD, "2024-02-20", **CANCELLED)
        assert (scenario.case.state, scenario.status("D02")) == ("cancelled", "dropped")


@pytest.mark.parametrize("actor", [SYSTEM, SUPERVISOR, officer(EDUCATION), officer(AKIMAT), signatory(EDUCATION)])
def test_who_plans(actor: Actor) -> None:
    """The plan comes from the service, a supervisor, the body, or one above it."""
    scenario = Scenario("risk_analysis", EDUCATION, REGISTER).do("plan", actor, "2024-01-15", **PLANNED)
    assert scenario.case.facts.year == 2024


def test_who_does_not_plan() -> None:
    """Bodies beside or below plan nothing for another, and only the service takes a schedule over."""
    with pytest.raises(NotPermitted):
        Scenario("risk_analysis", EDUCATION, REGISTER).do("plan", officer(DISTRICT), "2024-01-15", **PLANNED)
    for actor in (OFFICER, HEAD, SUPERVISOR, officer(AKIMAT)):
        with pytest.raises(NotPermitted):
            planned().do("schedule", actor, "2024-01-25", **SCHEDULED)
    with pytest.raises(WrongOrder):
        planned().do("plan", SYSTEM, "2024-01-16", **PLANNED)


def test_a_schedule_opens_an_analysis_nobody_planned() -> None:
    """An object of a schedule owes its analysis, planned or not."""
    scenario = Scenario("risk_analysis", EDUCATION, REGISTER).do("schedule", SYSTEM, "2024-01-25", **SCHEDULED)
    assert (scenario.case.state, scenario.due("D02"), scenario.case.facts.scheduled.body) == (
        "scheduled",
        "2024-12-31",
        AKIMAT,
    )


def test_a_scheduled_start_is_announced_and_ordered_in_time() -> None:
    """Before there is an order the schedule's start sets the terms; the order's moves them, and without a schedule there are none."""
    scenario = scheduled()
    assert (scenario.due("D04"), scenario.due("ORDER")) == ("2024-02-19", "2024-03-04")
    assert set(scenario.case.deadlines) == {"D02", "D04", "ORDER"}
    scenario.do("order", HEAD, "2024-02-12", **ORDER | {"starts_on": "2024-03-05"})
    assert (scenario.due("D04"), scenario.status("ORDER")) == ("2024-02-20", "met")
    freed = scheduled().do("unschedule", SYSTEM, "2024-02-01", schedule=SCHEDULED["schedule"])
    assert {freed.status(rule) for rule in ("D04", "ORDER")} == {"dropped"}
    put_off = scheduled().do("defer", HEAD, "2024-02-01", deferred_on="2024-02-01")
    assert {put_off.status(rule) for rule in ("D02", "D04", "ORDER")} == {"dropped"}


@pytest.mark.parametrize("begin", [planned, scheduled])
def test_order_and_announcement_follow(begin: Any) -> None:
    """From the plan or the schedule an analysis is ordered or announced as from nothing."""
    assert begin().do("order", HEAD, "2024-02-12", **ORDER).case.state == "ordered"
    announced = START | {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    assert begin().do("announce_start", OFFICER, "2024-02-16", **announced).case.state == "start_announced"
    with pytest.raises(NotPermitted):
        begin().do("order", OFFICER, "2024-02-12", **ORDER)


def test_a_term_unlike_the_schedules_is_remarked_upon() -> None:
    """The head orders; what differs from the schedule is recorded with a remark, by the order and by an amendment."""
    assert scheduled().do("order", HEAD, "2024-02-12", **ORDER).last.remarks == ()
    other = scheduled().do("order", HEAD, "2024-02-12", **ORDER | {"ends_on": "2024-04-05"})
    assert other.last.remarks == ("term_differs_from_schedule",)
    amendment = {"order_no": "2", "amended_on": "2024-02-13", "starts_on": "2024-03-04", "reason": "x"}
    amended = other.do("amend_order", HEAD, "2024-02-13", **amendment, ends_on="2024-03-28")
    assert not amended.last.remarks


def test_a_later_schedule_is_noted() -> None:
    """Whatever the state of an analysis, a schedule that names it is taken over without changing the state."""
    scenario = planned()
    for action, actor, day, data in LIFE:
        scenario.do(action, actor, day, **data)
        state = scenario.case.state
        scenario.do("schedule", SYSTEM, day, **SCHEDULED | {"ends_on": "2024-03-29"})
        assert (scenario.case.state, scenario.last.remarks) == (state, ("term_differs_from_schedule",))
    cancelled = planned().do("cancel", HEAD, "2024-02-20", **CANCELLED)
    assert cancelled.do("schedule", SYSTEM, "2024-02-21", **SCHEDULED).case.state == "cancelled"


def test_taken_out_of_the_schedule() -> None:
    """An analysis that the schedule names no longer is owed as the year's plan asks for it, without its dates."""
    scenario = scheduled().do("unschedule", SYSTEM, "2024-02-01", schedule=SCHEDULED["schedule"])
    assert (scenario.case.state, scenario.case.facts.scheduled, scenario.status("D02")) == ("planned", None, "open")
    assert scenario.do("schedule", SYSTEM, "2024-02-02", **SCHEDULED).case.state == "scheduled"
    ordered = scheduled().do("order", HEAD, "2024-02-12", **ORDER | {"ends_on": "2024-04-05"})
    ordered.do("unschedule", SYSTEM, "2024-02-13", schedule=SCHEDULED["schedule"])
    assert (ordered.case.state, ordered.case.facts.scheduled) == ("ordered", None)


def test_only_the_schedule_that_counts_takes_an_analysis_out() -> None:
    """Of two schedules that named a body the later counts; the earlier one takes nothing back."""
    scenario = scheduled().do("unschedule", SYSTEM, "2024-02-01", schedule=str(uuid.uuid4()))
    assert (scenario.case.state, scenario.case.facts.scheduled.body) == ("scheduled", AKIMAT)
    with pytest.raises(NotPermitted):
        scheduled().do("unschedule", OFFICER, "2024-02-01", schedule=SCHEDULED["schedule"])


@pytest.mark.parametrize(
    ("ended", "remark", "duty"),
    [
        ("2024-01-20", "yearly_duty_suspended", "dropped"),
        ("2023-12-31", "yearly_duty_suspended", "dropped"),
        ("2023-12-30", "yearly_duty_remains", "open"),
        ("2023-03-01", "yearly_duty_remains", "open"),
        (None, "yearly_duty_suspended", "dropped"),
    ],
)
def test_an_external_analysis_puts_it_off(ended: str | None, remark: str, duty: str) -> None:
    """The wait of a year wins over the yearly duty, if it leaves no day of the year (l.75, A-10)."""
    data = {"deferred_on": "2024-02-01", "external_analysis_ended_on": ended}
    scenario = planned().do("defer", OFFICER, "2024-02-01", **data)
    assert (scenario.case.state, scenario.last.remarks, scenario.status("D02")) == ("deferred", (remark,), duty)


def test_what_was_put_off_may_begin_all_the_same() -> None:
    """An analysis that begins too early after the external one is judged for that, and its duty as met."""
    data = {"deferred_on": "2024-02-01", "external_analysis_ended_on": "2024-01-20"}
    scenario = planned().do("defer", OFFICER, "2024-02-01", **data)
    for action, actor, day, given in LIFE[:3]:
        scenario.do(action, actor, day, **given)
    assert (scenario.case.state, scenario.status("D02"), scenario.status("D03")) == ("under_way", "met", "early")


def test_who_puts_off_and_when() -> None:
    """An officer of the body does, before the analysis is ordered, on the ground of what has happened."""
    data = {"deferred_on": "2024-02-01", "external_analysis_ended_on": "2024-01-20"}
    for actor in (SUPERVISOR, officer(AKIMAT), SYSTEM):
        with pytest.raises(NotPermitted):
            planned().do("defer", actor, "2024-02-01", **data)
    with pytest.raises(WrongOrder):
        planned().do("order", DEPUTY, "2024-02-12", **ORDER).do("defer", OFFICER, "2024-02-13", **data)
    with pytest.raises(Invalid):
        planned().do("defer", OFFICER, "2024-02-01", **data | {"external_analysis_ended_on": "2024-03-01"})
