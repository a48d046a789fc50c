"""A row of Appendix 2: facts and a signed nil exclude each other, and what moves a fact leaves the rows right."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.workflows.bodies import EDUCATION, signatory
from tests.workflows.offence_report.life import CLEARED, REGISTERED, UNLISTED, WITHDRAWN
from tests.workflows.reporting_row.desk import Desk
from tests.workflows.scenario import SUPERVISOR
from workflows.actor import SYSTEM, Actor
from workflows.case import Case
from workflows.catalogue import edition
from workflows.fact import row_case
from workflows.machine import actions
from workflows.refusals import Invalid, NotPermitted, WrongOrder
from workflows.registry import RECORDS, WORKFLOWS
from workflows.reporting_row import rows

LATE = "2024-07-15"
SIGNATURE = {"post": "first_head", "person": "p-head"}
NIL: dict[str, Any] = {"row": "2.1.1", "period": "2024Q2", "declared_on": "2024-07-03", "signature": SIGNATURE}
REVOKED: dict[str, Any] = {"revoked_on": "2024-07-10", "reason": "Сведения не получены"}


def nil(desk: Desk, actor: Actor = CLEARED, **changed: Any) -> Case:
    """The row after a nil was declared."""
    return desk.open("reporting_row", "declare_no_facts", LATE, actor, **NIL | changed)


def found(desk: Desk, **changed: Any) -> Case:
    """An offence found in the second quarter."""
    return desk.open("offence_report", "register_offence", LATE, **REGISTERED | changed)


def wrong(desk: Desk, **changed: Any) -> set[str]:
    """The fields for which a nil is refused."""
    with pytest.raises(Invalid) as refused:
        nil(desk, **changed)
    return {".".join(map(str, violation.path)) for violation in refused.value.violations}


def remarks(case: Case | None) -> tuple[str, ...]:
    """What the newest entry of a row is remarked for."""
    assert case is not None
    return case.history[-1].remarks


def test_the_rows_are_those_of_the_form() -> None:
    """The form's ten rows in their order, with that of reconciliations after the first (A-01, A-02; l.725–736)."""
    codes = [row.code for row in rows(2024)]
    assert codes == ["2.1.1", "2.2.1", "2.3.1", "2.3.2", "2.4.1", "2.5.1", "2.5.R", *(f"2.5.{n}" for n in range(2, 6))]
    assert "2.5.R" not in {subtask.code for subtask in edition(2024).subtasks}


def test_a_nil_is_declared_and_revoked() -> None:
    """A signed nil is sealed as its row, cannot be declared twice, and can be revoked: then nothing is said again."""
    desk = Desk()
    row = nil(desk)
    assert (row.id, row.state, remarks(row)) == (row_case(EDUCATION, "2.1.1", "2024Q2"), "nil_declared", ())
    assert (row.history[0].envelope.clearance, row.history[0].WORK, row.deadlines) == ("C4", False, {})
    with pytest.raises(WrongOrder):
        desk.do(row, "declare_no_facts", LATE, **NIL)
    with pytest.raises(Invalid):
        desk.do(row, "revoke_no_facts", LATE, **REVOKED | {"revoked_on": "2024-07-02"})
    row = desk.do(row, "revoke_no_facts", LATE, **REVOKED)
    assert (row.state, row.facts.nil) == ("empty_again", None)
    assert desk.do(row, "declare_no_facts", LATE, **NIL | {"declared_on": "2024-07-12"}).state == "nil_declared"


@pytest.mark.parametrize("actor", [UNLISTED, signatory(EDUCATION), SUPERVISOR])
def test_a_sealed_row_is_for_those_on_the_list(actor: Actor) -> None:
    """Who may not see reports of corruption says nothing of them either; of other rows any official of the body does."""
    with pytest.raises(NotPermitted):
        nil(Desk(), actor)
    if actor is not SUPERVISOR:
        assert nil(Desk(), actor, row="2.5.1").state == "nil_declared"


def test_people_neither_enter_facts_nor_take_them_out() -> None:
    """Facts enter and leave a row by being registered and withdrawn."""
    desk = Desk()
    data: dict[str, Any] = {"row": "2.1.1", "period": "2024Q2", "fact": str(uuid4()), "on": "2024-05-14"}
    with pytest.raises(NotPermitted):
        desk.open("reporting_row", "enter_fact", LATE, **data)
    found(desk)
    row = desk.row("2024Q2")
    assert row is not None
    with pytest.raises(NotPermitted):
        desk.do(row, "leave_fact", LATE, **data)
    assert desk.allowed(row) == set()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"row": "2.5.9"}, "row"),
        ({"period": "2024"}, "period"),
        ({"signature": {"post": "ethics_officer"}}, "signature.post"),
        ({"signature": SIGNATURE | {"person": "p-akim"}}, "signature.person"),
        ({"declared_on": "2024-03-31"}, "declared_on"),
        ({"declared_on": "2024-07-16"}, "declared_on"),
    ],
)
def test_what_is_no_nil(changed: dict[str, Any], field: str) -> None:
    """Of a row that there is, for a quarter that has begun, signed by somebody who may sign Appendix 2."""
    assert wrong(Desk(), **changed) == {field}


def test_a_nil_of_a_running_quarter_is_remarked() -> None:
    """Who declares before the quarter is over cannot know yet: it is recorded, and said."""
    early = nil(Desk(), declared_on="2024-06-30")
    assert remarks(early) == ("declared_before_the_period_ended",)


def test_no_nil_beside_a_fact() -> None:
    """While a fact stands in the row a nil is refused; once all facts are withdrawn it is possible again."""
    desk = Desk()
    facts = [found(desk), found(desk, found_on="2024-06-01")]
    row = desk.row("2024Q2")
    assert row is not None
    assert (row.state, row.facts.facts) == ("with_facts", tuple(fact.id for fact in facts))
    for number, fact in enumerate(facts):
        with pytest.raises(WrongOrder):
            desk.do(row, "declare_no_facts", LATE, **NIL)
        desk.do(fact, "withdraw_fact", LATE, **WITHDRAWN)
        assert desk.state("2024Q2") == ("with_facts", "empty_again")[number]
    assert desk.do(row, "declare_no_facts", LATE, **NIL).state == "nil_declared"


def test_a_fact_ends_a_nil() -> None:
    """The official must be able to register what happened: the nil holds no longer, which the row says."""
    desk = Desk()
    nil(desk)
    fact = found(desk)
    row = desk.row("2024Q2")
    assert row is not None
    assert (row.state, row.facts.nil, row.facts.facts) == ("with_facts", None, (fact.id,))
    assert row.history[-1].envelope.actor == SYSTEM.id
    assert remarks(row) == ("contradicts_nil",)
    found(desk)
    assert remarks(desk.row("2024Q2")) == ()


def test_a_correction_moves_a_fact_to_its_quarter() -> None:
    """A day in another quarter takes the fact out of one row and into the other, ending a nil there; there and back again."""
    desk = Desk()
    fact = found(desk)
    nil(desk, period="2024Q1")
    desk.correct(fact, 1, LATE, **REGISTERED | {"found_on": "2024-03-29"})
    assert [desk.state(period) for period in ("2024Q1", "2024Q2")] == ["with_facts", "empty_again"]
    assert remarks(desk.row("2024Q1")) == ("contradicts_nil",)
    nil_again = desk.row("2024Q2")
    assert nil_again is not None
    desk.do(nil_again, "declare_no_facts", LATE, **NIL)
    desk.correct(fact, 1, LATE, **REGISTERED)
    assert [desk.state(period) for period in ("2024Q1", "2024Q2")] == ["empty_again", "with_facts"]


def test_other_corrections_touch_no_row() -> None:
    """A correction of anything but the day, a link, and a correction of a withdrawn fact leave the rows alone."""
    desk = Desk()
    fact = found(desk)
    desk.correct(fact, 1, LATE, **REGISTERED | {"found_on": "2024-06-30"})
    row = desk.row("2024Q2")
    assert row is not None
    assert (row.facts.facts, row.history[-1].occurred_on) == ((fact.id,), date(2024, 6, 30))
    desk.correct(fact, 1, LATE, **REGISTERED | {"found_on": "2024-06-30", "crime_no": "241903031000124"})
    desk.do(fact, "link_fact", LATE, linked_on="2024-07-02", reason="Одно дело", same_as=str(uuid4()))
    assert desk.row("2024Q2") is row
    desk.do(fact, "withdraw_fact", LATE, **WITHDRAWN)
    desk.correct(fact, 1, LATE, **REGISTERED | {"found_on": "2024-03-29"})
    assert (desk.state("2024Q1"), desk.state("2024Q2")) == ("", "empty_again")


def test_a_nil_is_corrected_but_stays_in_its_row() -> None:
    """The signature can be corrected; row and quarter cannot, for they are what the case is."""
    desk = Desk()
    row = nil(desk)
    row = desk.correct(row, 1, LATE, **NIL | {"signature": {"post": "deputy_head", "person": "p-deputy"}})
    assert row.facts.nil.signature.post == "deputy_head"
    for changed in ({"row": "2.5.1"}, {"period": "2024Q1"}):
        with pytest.raises(Invalid):
            desk.correct(row, 1, LATE, **NIL | changed)


def test_a_row_is_begun_by_people_but_is_no_work() -> None:
    """It can be opened like work for the Instruction, and its events say that no list of work shows it."""
    assert "reporting_row" in WORKFLOWS.keys() - RECORDS.keys()
    own = [action.event for name, action in actions(WORKFLOWS["reporting_row"]).items() if name != "correct"]
    assert [event.WORK for event in own] == [False] * 4
