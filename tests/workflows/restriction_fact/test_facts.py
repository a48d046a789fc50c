"""Broken restrictions: each row from its finding to its end, and what is refused or remarked on the way."""

from typing import Any
from uuid import UUID

import pytest

from events.fact import FactRegistered
from tests.workflows.bodies import COMPANY, EDUCATION, officer
from tests.workflows.hr import CLERK, HEAD, HR, SCHOOL, SECURITY, STRANGER, bodies
from tests.workflows.restriction_fact.life import (
    CLOSED,
    FILE,
    FOUND,
    HANDED_OVER,
    LATER,
    MEASURES,
    NAME,
    OPENINGS,
    OTHER,
    PERSON,
    REGISTER,
    cured,
    found,
)
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.consequences import Consequence, consequences
from workflows.fact import row_case
from workflows.refusals import Invalid, NotPermitted, WrongOrder

ROWS = list(OPENINGS)
CURABLE = [row for row, opening in OPENINGS.items() if opening.cure]
RULES = {"2.5.1": ("TRUST", "2024-06-03"), "2.5.5": ("ACCOUNT", "2024-08-01"), "2.5.R": ("RELATIVES", "2024-08-14")}


def told(scenario: Scenario) -> list[Consequence]:
    """What the newest event does to other cases."""
    return list(consequences(scenario.workflow.CONSEQUENCES, scenario.case, scenario.last, scenario.register))


@pytest.mark.parametrize("row", ROWS)
def test_from_the_finding_to_the_end(row: str) -> None:
    """Each row is registered, cured or handed over where it can be, followed by measures, and closed without a remark."""
    scenario = found(row)
    if row == "2.5.4":
        scenario.do("hand_over_gift", HR, LATER, **HANDED_OVER)
    if row in CURABLE:
        scenario.do("record_cure", HR, LATER, **cured(row))
    scenario.do("record_measures", HR, LATER, **MEASURES).do("record_measures", HEAD, LATER, **MEASURES)
    scenario.do("close_restriction_fact", HR, LATER, **CLOSED)
    facts = scenario.case.facts
    assert (scenario.case.state, scenario.last.CLOSES, facts.row) == ("closed", True, row)
    assert [one.measures for one in facts.measures] == ["Служебная проверка"] * 2
    remarks = [code for event in scenario.case.history for code in event.remarks]
    assert remarks == (["not_by_responsible_unit"] if row == "2.5.3" else [])


@pytest.mark.parametrize("row", ROWS)
def test_it_enters_its_row_of_appendix_2(row: str) -> None:
    """The fact enters the row of the quarter in which it was found, and leaves it when it is withdrawn."""
    scenario = found(row)
    case = row_case(EDUCATION, row, "2024Q2")
    data = {"row": row, "period": "2024Q2", "fact": str(scenario.case.id)}
    entry = Consequence("reporting_row", case, EDUCATION, "enter_fact", data | {"on": FOUND})
    assert told(scenario) == [entry]
    scenario.do("withdraw_fact", HR, LATER, withdrawn_on="2024-06-20", reason="Не подтвердилось")
    leaving = Consequence("reporting_row", case, EDUCATION, "leave_fact", data | {"on": "2024-06-20"})
    assert (scenario.case.state, told(scenario)) == ("withdrawn", [leaving])


@pytest.mark.parametrize("row", RULES)
def test_the_law_reminds(row: str) -> None:
    """The time of the law counts from where it should, reminds without binding, and is kept by the cure."""
    code, due = RULES[row]
    scenario = found(row)
    deadline = scenario.case.deadlines[code].deadline
    assert (scenario.due(code), deadline.strength, deadline.basis[:10]) == (due, "recommended", "Law 410-V,")
    assert scenario.do("record_cure", HR, LATER, **cured(row, "2024-06-01")).status(code) == "met"


@pytest.mark.parametrize(
    ("row", "other", "code", "due"),
    [
        ("2.5.1", {"bound_since": None}, "TRUST", "2024-06-13"),
        ("2.5.5", {"bound_since": None}, "ACCOUNT", "2024-11-14"),
        ("2.5.4", {}, "GIFT", "2024-05-20"),
        ("2.5.4", {"received_on": None}, "GIFT", "2024-05-21"),
        ("2.5.4", {"left_without_knowledge": True}, "GIFT", "2024-05-21"),
    ],
)
def test_from_where_the_law_counts(row: str, other: dict[str, Any], code: str, due: str) -> None:
    """From the appointment or the receipt; from the finding where that is not known, or nobody knew of the gift."""
    assert found(row, **other).due(code) == due


@pytest.mark.parametrize(
    ("row", "other"),
    [
        ("2.5.1", {"kind": "business"}), ("2.5.2", {}), ("2.5.3", {}), ("2.5.4", {"kind": "reward"}), ("2.5.4", {"kind": "service"}),
    ],
)  # fmt: skip
def test_without_a_time_of_the_law(row: str, other: dict[str, Any]) -> None:
    """Nothing reminds where the law sets no days."""
    assert not found(row, **other).case.deadlines


def test_a_gift_handed_over_late() -> None:
    """A gift handed over after seven days is recorded and judged late; its act is the evidence."""
    scenario = found("2.5.4").do("hand_over_gift", HR, LATER, **HANDED_OVER | {"handed_on": "2024-05-21"})
    assert (scenario.status("GIFT"), scenario.case.facts.handed_over.file) == ("met_late", FILE)
    with pytest.raises(Invalid) as caught:
        found("2.5.4").do("hand_over_gift", HR, LATER, **{k: v for k, v in HANDED_OVER.items() if k != "file"})
    assert [one.path for one in caught.value.violations] == [("file",)]


def test_a_gift_that_cannot_be_handed_over() -> None:
    """Without the handing over it is closed only with a reason, and that is remarked; the day that passed stays undone."""
    scenario = found("2.5.4").do("record_measures", HR, LATER, **MEASURES)
    with pytest.raises(Invalid):
        scenario.do("close_restriction_fact", HR, LATER, **CLOSED)
    scenario.do("close_restriction_fact", HR, LATER, **CLOSED, not_handed_over="Возвращён дарителю")
    assert (scenario.last.remarks, scenario.status("GIFT")) == (("closed_with_gift_not_handed_over",), "not_done")


def test_closed_without_a_cure() -> None:
    """What could be cured and was not is closed with a remark; a time that is not up yet is owed no more."""
    scenario = found("2.5.R").do("record_measures", HR, LATER, **MEASURES)
    scenario.do("close_restriction_fact", HR, LATER, **CLOSED)
    assert (scenario.last.remarks, scenario.status("RELATIVES")) == (("closed_without_cure",), "dropped")


def test_a_conflict_of_which_nobody_was_told() -> None:
    """The law asks for a notice in writing (art. 15): its absence is remarked."""
    assert found("2.5.2", notified_on=None, notice_no=None).last.remarks == ("conflict_without_notice",)


@pytest.mark.parametrize(
    ("row", "actor", "remarked"),
    [
        ("2.5.1", HR, False), ("2.5.1", SECURITY, False), ("2.5.1", CLERK, True), ("2.5.1", HEAD, True),
        ("2.5.2", HR, False), ("2.5.2", SECURITY, True), ("2.5.3", SECURITY, False), ("2.5.3", HR, True),
        ("2.5.4", SECURITY, False), ("2.5.4", CLERK, True), ("2.5.R", HR, False), ("2.5.R", SECURITY, True),
    ],
)  # fmt: skip
def test_the_unit_in_charge(row: str, actor: Actor, remarked: bool) -> None:
    """Anybody of the body may register a fact; that it was another unit than the one in charge is remarked (A-35)."""
    remarks = found(row, actor).last.remarks
    assert remarks == (("not_by_responsible_unit",) if remarked else ())
    assert found(row, actor, bodies(units=False)).last.remarks == ()


@pytest.mark.parametrize(("body", "by"), [(COMPANY, COMPANY), (COMPANY, EDUCATION), (SCHOOL, EDUCATION)])
@pytest.mark.parametrize("row", [row for row in ROWS if row != "2.5.5"])
def test_whoever_uploads_records(row: str, body: str, by: str) -> None:
    """Quasi-state entities may register facts; for a body without an account the one above it may (requirements §3, l.57)."""
    scenario = found(row, officer(by), body=body)
    assert (scenario.case.state, "not_by_responsible_unit" in scenario.last.remarks) == ("registered", False)


@pytest.mark.parametrize("actor", [STRANGER, SUPERVISOR, SYSTEM, officer(COMPANY)])
@pytest.mark.parametrize("row", ROWS)
def test_nobody_else_registers(row: str, actor: Actor) -> None:
    """A fact is the body's own: nobody above, beside or below it registers one there."""
    with pytest.raises(NotPermitted):
        found(row, actor)


@pytest.mark.parametrize("actor", [SECURITY, CLERK, STRANGER, SUPERVISOR])
def test_tax_secrets_are_for_the_list_alone(actor: Actor) -> None:
    """Who is not on the body's list is neither offered the registration of an account nor anything on one (l.498)."""
    action = OPENINGS["2.5.5"].action
    assert action not in Scenario("restriction_fact", EDUCATION, REGISTER).allowed(actor)
    with pytest.raises(NotPermitted):
        found("2.5.5", actor)
    scenario = found("2.5.5")
    assert scenario.allowed(actor) == set()
    with pytest.raises(NotPermitted):
        scenario.do("record_measures", actor, LATER, **MEASURES)


def test_the_list_opens_tax_secrets() -> None:
    """Those on the list are offered it, every event is sealed, and a new list shuts out who stands on it no more."""
    assert OPENINGS["2.5.5"].action in Scenario("restriction_fact", EDUCATION, REGISTER).allowed(HR)
    scenario = found("2.5.5").do("record_measures", HEAD, LATER, **MEASURES)
    assert [event.envelope.clearance for event in scenario.case.history] == ["C6", "C6"]
    with pytest.raises(NotPermitted):
        found("2.5.5", register=bodies(cleared=["p-head"]))
    assert found("2.5.1").last.envelope.clearance == ""


@pytest.mark.parametrize("row", [row for row in ROWS if row not in CURABLE])
def test_nothing_cures_what_is_over(row: str) -> None:
    """The use of information and the taking of a benefit cannot be cured, and it is not offered."""
    scenario = found(row)
    assert "record_cure" not in scenario.allowed(HR)
    with pytest.raises(NotPermitted, match="nothing cures it"):
        scenario.do("record_cure", HR, LATER, cured_on="2024-06-10", how="dismissed")


@pytest.mark.parametrize(("row", "other"), [("2.5.1", {}), ("2.5.4", {"kind": "service"})])
def test_only_a_gift_is_handed_over(row: str, other: dict[str, Any]) -> None:
    """Nothing else has an act of handing over."""
    with pytest.raises(NotPermitted, match="Only a gift"):
        found(row, **other).do("hand_over_gift", HR, LATER, **HANDED_OVER)


@pytest.mark.parametrize(
    ("row", "other", "path"),
    [
        ("2.5.2", {"people": []}, ("people",)),
        ("2.5.2", {"people": [PERSON, PERSON | {"name": NAME.upper().replace("Ё", "Е")}]}, ("people", 1)),
        ("2.5.3", {"asked_on": "2024-05-15"}, ("asked_on",)),
        ("2.5.4", {"received_on": "2024-05-15"}, ("received_on",)),
        ("2.5.4", {"kind": "money"}, ("kind",)),
        ("2.5.5", {"holdings": []}, ("holdings",)),
        ("2.5.5", {"people": [PERSON, PERSON]}, ("people", 1)),
        ("2.5.R", {"second": PERSON}, ("second",)),
        ("2.5.1", {"found_on": "2024-07-02"}, ("found_on",)),
        ("2.5.1", {"bound_since": "2024-07-02"}, ("bound_since",)),
    ],
)
def test_what_a_finding_may_not_say(row: str, other: dict[str, Any], path: tuple[Any, ...]) -> None:
    """Nobody is named twice, nothing lies after the finding or in the future, and nothing that the form asks for lacks."""
    with pytest.raises(Invalid) as caught:
        found(row, **other)
    assert [one.path for one in caught.value.violations] == [path]


@pytest.mark.parametrize(
    ("row", "action", "data", "path"),
    [
        ("2.5.1", "record_measures", MEASURES | {"taken_on": "2024-05-13"}, ("taken_on",)),
        ("2.5.1", "record_measures", MEASURES | {"measures": " "}, ("measures",)),
        ("2.5.1", "record_cure", cured("2.5.1") | {"how": "accounts_closed"}, ("how",)),
        ("2.5.R", "record_cure", cured("2.5.R") | {"how": "trust_agreement"}, ("how",)),
        ("2.5.4", "hand_over_gift", HANDED_OVER | {"handed_on": "2024-05-12"}, ("handed_on",)),
        ("2.5.1", "withdraw_fact", {"withdrawn_on": "2024-05-13", "reason": "x"}, ("withdrawn_on",)),
    ],
)
def test_what_may_not_follow(row: str, action: str, data: dict[str, Any], path: tuple[Any, ...]) -> None:
    """Nothing precedes what it answers, and a row is cured in the ways that cure it."""
    with pytest.raises(Invalid) as caught:
        found(row).do(action, HR, LATER, **data)
    assert [one.path for one in caught.value.violations] == [path]


def test_once_is_enough() -> None:
    """A second cure or handing over is a correction of the first."""
    scenario = found("2.5.R").do("record_cure", HR, LATER, **cured("2.5.R"))
    with pytest.raises(Invalid):
        scenario.do("record_cure", HR, LATER, **cured("2.5.R", "2024-06-12"))
    scenario.do("correct", HR, LATER, corrects=2, data=cured("2.5.R", "2024-06-12"), reason="Описка")
    assert scenario.case.facts.cured.cured_on.isoformat() == "2024-06-12"
    gift = found("2.5.4").do("hand_over_gift", HR, LATER, **HANDED_OVER)
    with pytest.raises(Invalid):
        gift.do("hand_over_gift", HR, LATER, **HANDED_OVER)


def test_the_end_comes_last() -> None:
    """Nothing is closed before the measures, nor on a day before them."""
    scenario = found("2.5.3")
    with pytest.raises(WrongOrder):
        scenario.do("close_restriction_fact", HR, LATER, **CLOSED)
    scenario.do("record_measures", HR, LATER, **MEASURES)
    with pytest.raises(Invalid):
        scenario.do("close_restriction_fact", HR, LATER, closed_on="2024-05-19")
    with pytest.raises(Invalid):
        scenario.do("close_restriction_fact", HR, LATER, **CLOSED, not_handed_over="x")
    scenario.do("close_restriction_fact", HR, LATER, **CLOSED)
    for action, data in (("record_measures", MEASURES), ("close_restriction_fact", CLOSED)):
        with pytest.raises(WrongOrder):
            scenario.do(action, HR, LATER, **data)


def test_a_closed_fact_can_turn_out_to_be_none() -> None:
    """What was closed can be found to be another's fact, or none; a withdrawn one stays withdrawn."""
    scenario = found("2.5.3").do("record_measures", HR, LATER, **MEASURES)
    scenario.do("close_restriction_fact", HR, LATER, **CLOSED)
    other = UUID(int=1)
    scenario.do("link_fact", HR, LATER, same_as=str(other), linked_on="2024-06-20", reason="То же лицо")
    assert (scenario.case.facts.same_as, scenario.case.state) == (other, "closed")
    scenario.do("withdraw_fact", HR, LATER, withdrawn_on="2024-06-30", reason="Отменено")
    assert scenario.allowed(HR) == {"correct"}


def test_a_correction_moves_the_time() -> None:
    """The kind of a benefit is corrected: what is no gift has nothing to hand over, what is one has."""
    scenario = found("2.5.4", kind="reward")
    data = {"found_on": FOUND} | OPENINGS["2.5.4"].data
    scenario.do("correct", HR, LATER, corrects=1, data=data, reason="Это был подарок")
    assert scenario.due("GIFT") == "2024-05-20"
    scenario.do("hand_over_gift", HR, LATER, **HANDED_OVER)
    with pytest.raises(Invalid):
        scenario.do("correct", HR, LATER, corrects=1, data=data | {"kind": "service"}, reason="Ошибка")
    with pytest.raises(NotPermitted):
        scenario.do("correct", STRANGER, LATER, corrects=1, data=data | {"motive": "x"}, reason="Ошибка")


def test_one_fact_by_two_bodies() -> None:
    """Names as different hands write them give the same key; another day, kind, person or row gives another."""

    def key(row: str, **other: Any) -> str:
        event = found(row, **other).last
        assert isinstance(event, FactRegistered)
        return event.identity

    people = [PERSON, PERSON | {"name": OTHER}]
    assert key("2.5.1") == key("2.5.1", name=NAME.upper(), position="Иная должность")
    assert key("2.5.2", people=people) == key("2.5.2", people=people[::-1])
    assert key("2.5.R") == key("2.5.R", first=people[1], second=people[0])
    assert key("2.5.4", received_on=None) != key("2.5.4")
    assert key("2.5.4", giver="ТОО «Заря»") != key("2.5.4", giver="ТОО «Утро»")
    assert len({key(row) for row in ROWS}) == len(ROWS)
    assert key("2.5.1", kind="business") != key("2.5.1")
    assert key("2.5.3", found_on="2024-05-15") != key("2.5.3")
