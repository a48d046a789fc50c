"""The hiring of offenders: from the finding to the measures, and what is refused or remarked on the way."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.bodies import COMPANY, EDUCATION, officer
from tests.workflows.hr import CLERK, HEAD, HR, SCHOOL, SECURITY, STRANGER, bodies
from tests.workflows.scenario import OF_ANY_CASE, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.consequences import Consequence, consequences
from workflows.fact import row_case
from workflows.refusals import Invalid, NotPermitted, WrongOrder

REGISTER = bodies()
LATER = "2024-07-01"
FOUND: dict[str, Any] = {
    "found_on": "2024-05-14",
    "name": "Сериков Ерлан Болатович",
    "position": "Главный специалист",
    "offence_on": "2021-02-12",
    "act_on": "2021-05-20",
    "in_force_on": "2021-06-05",
    "hired_on": "2024-02-01",
    "checker": "Ахметова Айгуль Кайратовна",
    "checker_position": "Руководитель кадровой службы",
    "hired": "after_ban",
    "checked_on": "2024-01-25",
    "ban_in_force_on": "2016-01-01",
}
MEASURES = {"taken_on": "2024-05-20", "measures": "Трудовой договор расторгнут"}
CLOSED = {"closed_on": "2024-06-03"}


def found(actor: Actor = HR, body: str = EDUCATION, **other: Any) -> Scenario:
    """Give the hiring of an offender as it is registered, with other data if they are named."""
    scenario = Scenario("hired_offender", body, REGISTER)
    return scenario.do("register_hired_offender", actor, LATER, **FOUND | other)


def told(scenario: Scenario) -> list[Consequence]:
    """What the newest event does to other cases."""
    return list(consequences(scenario.workflow.CONSEQUENCES, scenario.case, scenario.last, scenario.register))


def test_from_the_finding_to_the_end() -> None:
    """It is registered, measures follow, as many as there are, and it is closed; nothing is remarked, no time is set."""
    scenario = found().do("record_hiring_measures", HR, LATER, **MEASURES)
    scenario.do("record_hiring_measures", HEAD, LATER, **MEASURES | {"measures": "Выговор"})
    scenario.do("close_hiring_fact", HR, LATER, **CLOSED)
    assert (scenario.case.state, scenario.last.CLOSES, scenario.case.deadlines) == ("closed", True, {})
    assert [one.measures for one in scenario.case.facts.measures] == ["Трудовой договор расторгнут", "Выговор"]
    assert {code for event in scenario.case.history for code in event.remarks} == set()


def test_it_enters_row_4_of_appendix_2() -> None:
    """The fact is reported in the quarter in which it was found, and leaves the row when it is withdrawn."""
    scenario = found()
    case = row_case(EDUCATION, "2.4.1", "2024Q2")
    data = {"row": "2.4.1", "period": "2024Q2", "fact": str(scenario.case.id)}
    assert told(scenario) == [Consequence("reporting_row", case, EDUCATION, "enter_fact", data | {"on": "2024-05-14"})]
    scenario.do("withdraw_fact", HR, LATER, withdrawn_on="2024-06-20", reason="Однофамилец")
    assert told(scenario) == [Consequence("reporting_row", case, EDUCATION, "leave_fact", data | {"on": "2024-06-20"})]


@pytest.mark.parametrize(
    ("other", "remarks"),
    [
        ({"ban_in_force_on": None}, ("ban_stated_by_hand",)),
        ({"ban_in_force_on": None, "hired": "before_ban", "checked_on": None}, ("ban_stated_by_hand",)),
        ({"hired_on": "2021-02-01", "checked_on": None}, ("hired_before_the_offence", "hired_without_check")),
        ({"checked_on": None}, ("hired_without_check",)),
        ({"checked_on": "2024-02-02"}, ("checked_after_hiring",)),
        ({"ban_in_force_on": "2024-02-02", "hired": "before_ban", "checked_on": None}, ()),
        ({"ban_in_force_on": "2024-02-01", "hired": "after_ban"}, ()),
        ({"hired_on": "2021-03-01", "checked_on": "2021-02-20"}, ()),
    ],
)
def test_what_is_remarked(other: dict[str, Any], remarks: tuple[str, ...]) -> None:
    """Hired before or after the judgement alike; without a check, before the offence, or by an unknown ban with a remark."""
    assert found(**other).last.remarks == remarks


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({"act_on": "2021-02-11"}, ("act_on",)),
        ({"in_force_on": "2021-05-19"}, ("in_force_on",)),
        ({"found_on": "2024-01-31"}, ("found_on",)),
        ({"hired": "before_ban"}, ("hired",)),
        ({"ban_in_force_on": "2024-02-02"}, ("hired",)),
        ({"hired": None}, ("hired",)),
        ({"candidate": "C1"}, ("candidate",)),
        ({"check": "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11"}, ("candidate",)),
        ({"checker": ""}, ("checker",)),
        ({"checker_position": None}, ("checker_position",)),
        ({"in_force_on": "2024-07-02"}, ("in_force_on",)),
        ({"checked_on": "2024-07-02"}, ("checked_on",)),
    ],
)
def test_what_it_may_not_say(other: dict[str, Any], path: tuple[Any, ...]) -> None:
    """Offence, act and entry into force come in this order; what the form asks for is there; the ban is on one side only."""
    with pytest.raises(Invalid) as caught:
        found(**other)
    assert [one.path for one in caught.value.violations] == [path]


@pytest.mark.parametrize(
    ("actor", "body", "remarks"),
    [
        (HR, EDUCATION, ()),
        (SECURITY, EDUCATION, ("not_by_responsible_unit",)),
        (CLERK, EDUCATION, ("not_by_responsible_unit",)),
        (officer(COMPANY), COMPANY, ()),
        (officer(EDUCATION), COMPANY, ()),
        (officer(EDUCATION), SCHOOL, ()),
    ],
)
def test_who_registers(actor: Actor, body: str, remarks: tuple[str, ...]) -> None:
    """The personnel service, or with a remark somebody else of the body; whoever uploads for it, too."""
    assert found(actor, body).last.remarks == remarks


@pytest.mark.parametrize("actor", [STRANGER, SUPERVISOR, SYSTEM, officer(COMPANY)])
def test_nobody_else_registers(actor: Actor) -> None:
    """Nobody above, beside or below the body registers its hirings, or does anything about them."""
    with pytest.raises(NotPermitted):
        found(actor)
    assert found().allowed(actor) - OF_ANY_CASE == set()


def test_the_end_comes_last() -> None:
    """It is closed after measures, on no day before them; a closed one can still be found to be none."""
    scenario = found()
    with pytest.raises(WrongOrder):
        scenario.do("close_hiring_fact", HR, LATER, **CLOSED)
    with pytest.raises(Invalid):
        scenario.do("record_hiring_measures", HR, LATER, **MEASURES | {"taken_on": "2024-05-13"})
    scenario.do("record_hiring_measures", HR, LATER, **MEASURES)
    with pytest.raises(Invalid):
        scenario.do("close_hiring_fact", HR, LATER, closed_on="2024-05-19")
    scenario.do("close_hiring_fact", HR, LATER, **CLOSED)
    with pytest.raises(WrongOrder):
        scenario.do("record_hiring_measures", HR, LATER, **MEASURES)
    scenario.do("withdraw_fact", HR, LATER, withdrawn_on="2024-06-20", reason="Приговор отменён")
    assert (scenario.case.state, scenario.allowed(HR)) == ("withdrawn", {"correct"})


def test_a_correction_by_those_who_may() -> None:
    """A wrong day is corrected by somebody who might have entered it, and judged by the same sentences."""
    scenario = found(ban_in_force_on=None)
    with pytest.raises(NotPermitted):
        scenario.do("correct", STRANGER, LATER, corrects=1, data=FOUND, reason="Описка")
    with pytest.raises(Invalid):
        scenario.do("correct", HR, LATER, corrects=1, data=FOUND | {"act_on": "2020-01-01"}, reason="Описка")
    scenario.do("correct", HR, LATER, corrects=1, data=FOUND, reason="Установлена дата поправки")
    assert (scenario.last.remarks, scenario.case.facts.registered.ban_in_force_on) == ((), date(2016, 1, 1))


def test_one_hiring_by_two_bodies() -> None:
    """The same person hired on the same day is the same fact, whoever found it when; hired again it is another."""
    one = found().case.facts.registered.identity
    assert one == found(name="СЕРИКОВ  Ерлан Болатович", found_on="2024-05-20").case.facts.registered.identity
    assert one != found(hired_on="2024-02-02").case.facts.registered.identity
