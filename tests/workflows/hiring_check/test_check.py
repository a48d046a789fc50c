"""Checks of candidates: nobody is admitted before somebody looked, and the two days are judged where they are owed."""

from typing import Any

import pytest

from tests.workflows.bodies import COMPANY, EDUCATION, officer
from tests.workflows.hr import CLERK, HEAD, HR, SCHOOL, STRANGER, bodies
from tests.workflows.scenario import OF_ANY_CASE, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.refusals import Invalid, NotPermitted, WrongOrder

REGISTER = bodies()
LATER = "2024-06-03"
BEGUN: dict[str, Any] = {
    "begun_on": "2024-05-13",
    "post": "Главный специалист",
    "procedure": "competition",
    "intake_ended_on": "2024-05-13",
    "candidates": [
        {"code": "C1", "name": "Сериков Ерлан Болатович", "iin": "850101300015"},
        {"code": "C2", "name": "Ахметов Асан Кайратович"},
    ],
}
CLEAN = {"candidate": "C1", "answer": "clean"}
CONVICTED = {"candidate": "C2", "answer": "convicted", "offence": "Ст. 366 УК"}
LOOKUP: dict[str, Any] = {
    "looked_up_on": "2024-05-14",
    "looked_in": "special_records",
    "person": "p-hr",
    "answers": [CLEAN, CONVICTED],
}
ADMITTED, REFUSED = {"candidate": "C1", "admitted": True}, {"candidate": "C2", "admitted": False, "reason": "Судим"}
DECIDED: dict[str, Any] = {"decided_on": "2024-05-15", "decisions": [ADMITTED, REFUSED]}
CLOSED = {"closed_on": "2024-05-31"}
APPOINTMENT = {"procedure": "appointment", "intake_ended_on": None}
QUASI_STATE = {"procedure": "quasi_state", "intake_ended_on": None}


def begun(actor: Actor = HR, body: str = EDUCATION, **other: Any) -> Scenario:
    """Give a check that has begun, with other data if they are named."""
    return Scenario("hiring_check", body, REGISTER).do("begin_check", actor, LATER, **BEGUN | other)


def looked_up(**other: Any) -> Scenario:
    """Give a check with a look-up, with other data if they are named."""
    return begun().do("record_lookup", HR, LATER, **LOOKUP | other)


def paths(scenario: Scenario, action: str, data: dict[str, Any], actor: Actor = HR) -> list[tuple[Any, ...]]:
    """The fields for which an action is refused."""
    with pytest.raises(Invalid) as caught:
        scenario.do(action, actor, LATER, **data)
    return [one.path for one in caught.value.violations]


def test_from_the_candidates_to_the_end() -> None:
    """Somebody looks, admission is decided within two working days of the intake, and the check is closed."""
    scenario = looked_up().do("decide_admission", HEAD, LATER, **DECIDED)
    assert (scenario.due("D15"), scenario.status("D15"), scenario.last.remarks) == ("2024-05-15", "met", ())
    scenario.do("close_check", HR, LATER, **CLOSED)
    assert (scenario.case.state, scenario.last.CLOSES) == ("closed", True)
    assert (scenario.case.facts.admitted, scenario.case.facts.convicted("C2")) == ({"C1"}, True)


def test_a_late_decision_is_a_breach() -> None:
    """Admission decided on the third working day is recorded and judged late."""
    scenario = looked_up().do("decide_admission", HR, LATER, **DECIDED | {"decided_on": "2024-05-16"})
    deadline = scenario.case.deadlines["D15"].deadline
    assert (scenario.status("D15"), deadline.strength, deadline.basis) == ("met_late", "hard", "l.439")


@pytest.mark.parametrize(("body", "other"), [(EDUCATION, APPOINTMENT), (SCHOOL, APPOINTMENT), (COMPANY, QUASI_STATE)])
def test_two_days_are_owed_in_competitions_alone(body: str, other: dict[str, Any]) -> None:
    """Appointments and quasi-state entities have no such term (A-31, l.445)."""
    assert not begun(officer(EDUCATION), body, **other).case.deadlines


@pytest.mark.parametrize(
    ("looked_in", "answer", "day", "refused"),
    [
        ("special_records", "clean", "2024-05-14", False),
        ("kpsisu_request", "clean", "2024-05-15", False),
        ("special_records", "clean", "2024-05-16", True),
        ("special_records", "no_answer", "2024-05-14", True),
        ("own_database", "clean", "2024-05-14", True),
        ("internal_security", "clean", "2024-05-14", True),
        ("algorithm", "clean", "2024-05-14", True),
    ],
)
def test_state_bodies_look_in_the_special_records(looked_in: str, answer: str, day: str, refused: bool) -> None:
    """Nobody is admitted there before the special records or the КПСиСУ answered about them (l.443)."""
    row = {"candidate": "C1", "answer": answer}
    scenario = looked_up(looked_in=looked_in, answers=[row, CONVICTED], looked_up_on=day)
    if refused:
        assert paths(scenario, "decide_admission", DECIDED) == [("decisions", 0, "admitted")]
    else:
        assert scenario.do("decide_admission", HR, LATER, **DECIDED).case.state == "admission_decided"


@pytest.mark.parametrize("looked_in", ["own_database", "internal_security", "algorithm", "kpsisu_request"])
@pytest.mark.parametrize("by", [COMPANY, EDUCATION])
def test_quasi_state_entities_look_where_they_can(looked_in: str, by: str) -> None:
    """Any procedure of theirs will do, by their own people or those of the supervising body, but none will not (l.445)."""
    actor = officer(by)
    scenario = begun(actor, COMPANY, **QUASI_STATE)
    assert paths(scenario, "decide_admission", DECIDED, actor) == [("decisions", 0, "admitted")]
    lookup = LOOKUP | {"looked_in": looked_in, "through_supervisor": looked_in == "kpsisu_request"}
    scenario.do("record_lookup", actor, LATER, **lookup).do("decide_admission", actor, LATER, **DECIDED)
    assert (scenario.case.state, scenario.case.deadlines) == ("admission_decided", {})


def test_nobody_need_be_looked_up_who_is_not_admitted() -> None:
    """Candidates who fail on other grounds are refused without a look-up."""
    refusals = [REFUSED, REFUSED | {"candidate": "C1", "reason": "Нет стажа"}]
    scenario = begun().do("decide_admission", HR, LATER, **DECIDED | {"decisions": refusals})
    assert (scenario.case.state, scenario.case.facts.admitted) == ("admission_decided", frozenset())


def test_admitted_though_convicted() -> None:
    """A body may decide wrongly, and the record says so; so it does of an answer that comes afterwards."""
    both = DECIDED | {"decisions": [ADMITTED, {"candidate": "C2", "admitted": True}]}
    scenario = looked_up().do("decide_admission", HR, LATER, **both)
    assert scenario.last.remarks == ("admitted_though_convicted",)
    scenario = looked_up().do("decide_admission", HR, LATER, **DECIDED)
    later = LOOKUP | {"looked_up_on": "2024-05-20", "answers": [CONVICTED | {"candidate": "C1"}]}
    assert scenario.do("record_lookup", HR, LATER, **later).last.remarks == ("admitted_though_convicted",)
    harmless = LOOKUP | {"looked_up_on": "2024-05-20", "answers": [CONVICTED]}
    assert scenario.do("record_lookup", HR, LATER, **harmless).last.remarks == ()


@pytest.mark.parametrize(
    ("body", "other", "path"),
    [
        (EDUCATION, {"intake_ended_on": None}, ("intake_ended_on",)),
        (EDUCATION, QUASI_STATE, ("procedure",)),
        (COMPANY, APPOINTMENT, ("procedure",)),
        (COMPANY, {}, ("procedure",)),
        (SCHOOL, {}, ("procedure",)),
        (EDUCATION, {"candidates": []}, ("candidates",)),
        (EDUCATION, {"candidates": [BEGUN["candidates"][0], BEGUN["candidates"][0]]}, ("candidates", 1, "code")),
        (EDUCATION, {"candidates": [{"code": "C1", "name": "А", "iin": "850101300016"}]}, ("candidates", 0, "iin")),
        (EDUCATION, {"begun_on": "2024-06-04"}, ("begun_on",)),
    ],
)
def test_what_a_beginning_may_not_say(body: str, other: dict[str, Any], path: tuple[Any, ...]) -> None:
    """The procedure is one of the body's kind, a competition has an end of its intake, candidates have their own codes."""
    with pytest.raises(Invalid) as caught:
        begun(officer(EDUCATION), body, **other)
    assert [one.path for one in caught.value.violations] == [path]


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({"person": None}, ("checker",)),
        ({"person": None, "checker": "Ахметова А. К."}, ("checker_position",)),
        ({"person": "p-nobody"}, ("person",)),
        ({"checker": "Ахметова А. К."}, ("checker",)),
        ({"looked_up_on": "2024-05-12"}, ("looked_up_on",)),
        ({"answers": []}, ("answers",)),
        ({"answers": [CLEAN, CLEAN]}, ("answers", 1, "candidate")),
        ({"answers": [CLEAN | {"candidate": "C3"}]}, ("answers", 0, "candidate")),
        ({"answers": [CONVICTED | {"offence": None}]}, ("answers", 0, "offence")),
        ({"answers": [CLEAN | {"offence": "Ст. 366 УК"}]}, ("answers", 0, "offence")),
        ({"looked_in": "gossip"}, ("looked_in",)),
        ({"through_supervisor": True}, ("through_supervisor",)),
    ],
)
def test_what_a_lookup_may_not_say(other: dict[str, Any], path: tuple[Any, ...]) -> None:
    """It says who looked, when, where, and what was answered about whom; a conviction is named."""
    assert paths(begun(), "record_lookup", LOOKUP | other) == [path]


def test_who_looked_without_a_code() -> None:
    """Somebody who is not in the register is named with the position."""
    scenario = looked_up(person=None, checker="Ахметова А. К.", checker_position="Кадровик")
    assert scenario.case.facts.lookups[0].checker == "Ахметова А. К."


@pytest.mark.parametrize(
    ("decisions", "path"),
    [
        ([ADMITTED], ("decisions",)),
        ([ADMITTED, REFUSED, ADMITTED], ("decisions", 2, "candidate")),
        ([ADMITTED, REFUSED, REFUSED | {"candidate": "C3"}], ("decisions", 2, "candidate")),
        ([ADMITTED, REFUSED | {"reason": None}], ("decisions", 1, "reason")),
    ],
)
def test_what_a_decision_may_not_leave_open(decisions: list[Any], path: tuple[Any, ...]) -> None:
    """Something is decided about every candidate, once, and a refusal has its reason."""
    assert paths(looked_up(), "decide_admission", DECIDED | {"decisions": decisions}) == [path]


def test_days_in_their_order() -> None:
    """Nothing is decided before the intake ends, closed before it is decided, or cancelled before what was done."""
    late = begun(intake_ended_on="2024-05-17").do("record_lookup", HR, LATER, **LOOKUP)
    assert paths(late, "decide_admission", DECIDED) == [("decided_on",)]
    decided = looked_up().do("decide_admission", HR, LATER, **DECIDED)
    assert paths(decided, "close_check", {"closed_on": "2024-05-14"}) == [("closed_on",)]
    assert paths(looked_up(), "cancel_check", {"cancelled_on": "2024-05-13", "reason": "x"}) == [("cancelled_on",)]


def test_a_competition_that_came_to_nothing() -> None:
    """A cancelled check owes no decision, unless it was owed by then."""
    cancelled = {"cancelled_on": "2024-05-15", "reason": "Конкурс не состоялся"}
    scenario = looked_up().do("cancel_check", HR, LATER, **cancelled)
    assert (scenario.case.state, scenario.status("D15")) == ("cancelled", "dropped")
    late = looked_up().do("cancel_check", HR, LATER, **cancelled | {"cancelled_on": "2024-05-16"})
    assert late.status("D15") == "not_done"


@pytest.mark.parametrize("actor", [STRANGER, SUPERVISOR, SYSTEM, officer(COMPANY)])
def test_nobody_else_checks(actor: Actor) -> None:
    """The check is the body's own: nobody above, beside or below it begins one there, or acts on it."""
    with pytest.raises(NotPermitted):
        begun(actor)
    assert looked_up().allowed(actor) - OF_ANY_CASE == set()


def test_the_order_of_the_work() -> None:
    """Nothing is looked up before the check begins, decided twice, or done after the end."""
    with pytest.raises(WrongOrder):
        Scenario("hiring_check", EDUCATION, REGISTER).do("record_lookup", HR, LATER, **LOOKUP)
    with pytest.raises(WrongOrder):
        looked_up().do("close_check", HR, LATER, **CLOSED)
    scenario = looked_up().do("decide_admission", HR, LATER, **DECIDED)
    with pytest.raises(WrongOrder):
        scenario.do("decide_admission", HR, LATER, **DECIDED)
    scenario.do("close_check", HR, LATER, **CLOSED)
    assert scenario.allowed(CLERK) == {"correct"}


def test_a_correction_is_held_to_the_same() -> None:
    """A look-up cannot be corrected away from under an admission; the end of the intake moves the two days."""
    scenario = looked_up().do("decide_admission", HR, LATER, **DECIDED)
    with pytest.raises(Invalid):
        scenario.do("correct", HR, LATER, corrects=2, data=LOOKUP | {"looked_in": "algorithm"}, reason="Описка")
    moved = BEGUN | {"intake_ended_on": "2024-05-10"}
    scenario.do("correct", HR, LATER, corrects=1, data=moved, reason="Описка")
    assert (scenario.due("D15"), scenario.status("D15")) == ("2024-05-14", "met_late")
