"""What is refused: wrong people, wrong bodies, wrong days, wrong order; and what is only remarked."""

from typing import Any
from uuid import uuid4

import pytest

from tests.workflows.bodies import AKIMAT, COMPANY, EDUCATION, officer
from tests.workflows.liability.test_stories import NAMED
from tests.workflows.liability.world import (
    ACT,
    CRIME,
    DEPARTMENT_HR,
    DEPUTY,
    HR,
    NEXT,
    OFFENCE,
    OTHER,
    SIGNED,
    SPECIALIST,
    World,
)
from tests.workflows.scenario import SUPERVISOR
from workflows.actor import SYSTEM
from workflows.refusals import Invalid, NotPermitted, WrongOrder

TERMINATED = {"kind": "terminated_pretrial", "terminated_on": "2024-05-15"}


def paths(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    """The fields that are called wrong."""
    return {".".join(map(str, violation.path)) for violation in error.value.violations}


CRIMES: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("not a crime", {"offence": OFFENCE | {"category": "administrative"}}, {"offence.category"}),
    ("over before it began", {"offence": OFFENCE | {"happened_until": "2024-02-01"}}, {"offence.happened_until"}),
    ("too long", {"offence": OFFENCE | {"happened_on": "1990-01-01", "happened_until": "2024-02-01"}}, {"offence.happened_until"}),
    ("found before it was over", {"offence": OFFENCE | {"happened_until": "2024-05-22"}}, {"found_on", "outcome.judicial_act.dated_on"}),
    ("not yet final", {"outcome": {"kind": "judgment", "judicial_act": ACT | {"in_force_on": "2024-05-22"}}}, {"found_on"}),
    ("in force before its date", {"outcome": {"kind": "judgment", "judicial_act": ACT | {"dated_on": "2024-05-21"}}}, {"outcome.judicial_act.in_force_on"}),
    ("a judgment without its act", {"outcome": {"kind": "judgment"}}, {"outcome.judicial_act"}),
    ("a termination by court without its act", {"outcome": {"kind": "terminated_court", "terminated_on": "2024-05-15"}}, {"outcome.judicial_act", "outcome.terminated_on"}),
    ("a termination before trial without its day", {"outcome": {"kind": "terminated_pretrial"}}, {"outcome.terminated_on"}),
    ("a termination before trial with an act", {"outcome": TERMINATED | {"judicial_act": ACT}}, {"outcome.judicial_act"}),
    ("terminated before the offence", {"outcome": TERMINATED | {"terminated_on": "2024-02-11"}}, {"outcome.terminated_on"}),
    ("found tomorrow", {"found_on": "2024-05-22"}, {"found_on"}),
    ("nobody knows the offender", {"person": None}, {"not_in_register"}),
    ("known, and a reason why not", {"not_in_register": "Нет"}, {"not_in_register"}),
    ("not a person of the register", {"person": "p-nobody"}, {"person"}),
    ("a post of no body", {"post": {"organization": "nowhere", "post": "akim"}}, {"post.organization"}),
    ("no post of the body", {"post": {"organization": AKIMAT, "post": "nothing"}}, {"post.post"}),
)  # fmt: skip


@pytest.mark.parametrize(("data", "wrong"), [one[1:] for one in CRIMES], ids=[one[0] for one in CRIMES])
def test_a_crime_that_cannot_be(data: dict[str, Any], wrong: set[str]) -> None:
    """A crime that is none, is not final, or contradicts its days or the register is refused with the field, and opens nothing."""
    world = World()
    with pytest.raises(Invalid) as refused:
        world.crime(NEXT, **data)
    assert paths(refused) == wrong
    assert world.cases == {}


def test_quasi_state_entities_are_refused() -> None:
    """Task 2.3 is of state bodies and organisations: a company registers neither crimes nor checks nor moves (l.388)."""
    world, manager = World(), officer(COMPANY)
    for name, action, data in (
        ("conviction", "register_conviction", CRIME | {"person": NEXT}),
        ("liability_check", "open_by_hand", CRIME | {"reason": "Письмо"}),
        ("superior_move", "register_move", MOVE),
    ):
        with pytest.raises(Invalid) as refused:
            world.open(name, action, manager, "2024-05-31", COMPANY, **data)
        assert paths(refused) == {"found_on"}


MOVE: dict[str, Any] = {
    "found_on": "2024-05-31", "offence": OFFENCE, "superior": "Жумабеков А. Н.", "position": "Заместитель акима",
    "new_organization": "Министерство юстиции", "new_position": "Директор", "new_appointed_on": "2024-05-27",
    "measures_before": "Затребовано объяснение", "not_finished_reason": "Перевод",
}  # fmt: skip


def test_others_are_refused() -> None:
    """Another body, the supervisors and the service itself register no crime; nobody but the superior's body acts on a check."""
    world = World()
    for stranger in (OTHER, SUPERVISOR, SYSTEM):
        with pytest.raises(NotPermitted):
            world.open("conviction", "register_conviction", stranger, "2024-05-21", AKIMAT, **CRIME | {"person": NEXT})
    crime = world.crime(NEXT)
    check = world.check(crime, AKIMAT, "deputy-1", DEPUTY)
    for stranger in (OTHER, SUPERVISOR, DEPARTMENT_HR):
        with pytest.raises(NotPermitted):
            world.do(check.id, "file_resignation", stranger, "2024-05-29", filed_on="2024-05-29")
    with pytest.raises(NotPermitted):
        world.open("liability_check", "open_check", HR, "2024-05-29", AKIMAT, **CRIME)


def test_the_order_of_steps() -> None:
    """Nothing is decided before it is filed; an administrative superior files nothing; what is closed stays so."""
    world = World()
    political = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    for action in ("accept_resignation", "refuse_resignation", "decide_discipline", "decide_by_hand", "close_check"):
        with pytest.raises(WrongOrder):
            world.do(political.id, action, HR, "2024-05-29")
    administrative = world.check(world.crime(SPECIALIST), EDUCATION, "director", NEXT)
    with pytest.raises(WrongOrder):
        world.do(administrative.id, "file_resignation", DEPARTMENT_HR, "2024-05-29", filed_on="2024-05-29")


FILED = ("file_resignation", {"filed_on": "2024-05-29"})
STEPS: tuple[tuple[str, tuple[tuple[str, dict[str, Any]], ...], str, dict[str, Any], set[str]], ...] = (
    ("filed before the offence", (), "file_resignation", {"filed_on": "2024-02-11"}, {"filed_on"}),
    ("not filed before it was final", (), "record_not_filed", {"noted_on": "2024-05-19", "reason": "x"}, {"noted_on"}),
    ("not filed while it may be", (), "record_not_filed", {"noted_on": "2024-05-30", "reason": "x"}, {"noted_on"}),
    ("accepted before it was filed", (FILED,), "accept_resignation", {"ordered_on": "2024-05-28", **SIGNED}, {"ordered_on"}),
    ("not accepted before it was filed", (FILED,), "refuse_resignation", {"ordered_on": "2024-05-28", **SIGNED}, {"ordered_on"}),
    ("disciplined without a measure", (("record_not_filed", {"noted_on": "2024-05-31", "reason": "x"}),), "decide_discipline",
     {"disciplined": True, "ordered_on": "2024-05-31", **SIGNED}, {"measure"}),
    ("not disciplined without reasons", (("record_not_filed", {"noted_on": "2024-05-31", "reason": "x"}),), "decide_discipline",
     {"disciplined": False, "ordered_on": "2024-05-31", **SIGNED}, {"reasons"}),
    ("a measure without discipline", (("record_not_filed", {"noted_on": "2024-05-31", "reason": "x"}),), "decide_discipline",
     {"disciplined": False, "measure": "Выговор", "reasons": "x", "ordered_on": "2024-05-31", **SIGNED}, {"measure"}),
    ("disciplined before the crime was final", (("record_not_filed", {"noted_on": "2024-05-31", "reason": "x"}),), "decide_discipline",
     {"disciplined": True, "measure": "Выговор", "ordered_on": "2024-05-19", **SIGNED}, {"ordered_on"}),
    ("closed before the decision", (FILED, ("accept_resignation", {"ordered_on": "2024-05-31", **SIGNED})), "close_check",
     {"closed_on": "2024-05-30", "conclusion": "x"}, {"closed_on"}),
    ("withdrawn before it was found", (), "withdraw_fact", {"withdrawn_on": "2024-05-20", "reason": "x"}, {"withdrawn_on"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "action", "data", "wrong"), [one[1:] for one in STEPS], ids=[one[0] for one in STEPS]
)
def test_a_step_that_cannot_be(
    before: tuple[tuple[str, dict[str, Any]], ...], action: str, data: dict[str, Any], wrong: set[str]
) -> None:
    """A decision before what it decides on, or without what it needs, is refused with the field."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    for name, given in before:
        world.do(check.id, name, HR, "2024-05-31", **given)
    with pytest.raises(Invalid) as refused:
        world.do(check.id, action, HR, "2024-05-31", **data)
    assert paths(refused) == wrong


SUPERIORS: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("neither code nor reason", {"not_in_register": None}, {"superior.person"}),
    ("a code that nobody has", {"not_in_register": None, "person": "p-nobody"}, {"superior.person"}),
    ("a day outside the offence", {"last_day": "2024-02-13"}, {"superior.last_day"}),
    ("appointed after the offence", {"appointed_on": "2024-02-13"}, {"superior.appointed_on"}),
    ("said what the class says", {"political": True, "political_reason": "x"}, {"superior.political"}),
    ("said without how it is known", {"official": {"body": "OBL", "kind": "first_head", "post_class": "other"}, "political": True}, {"superior.political_reason"}),
)  # fmt: skip


@pytest.mark.parametrize(("data", "wrong"), [one[1:] for one in SUPERIORS], ids=[one[0] for one in SUPERIORS])
def test_a_superior_who_cannot_be(data: dict[str, Any], wrong: set[str]) -> None:
    """A superior named by hand fits the offence, the register and the class of the post."""
    world = World()
    opened = world.open("liability_check", "open_by_hand", HR, "2024-05-21", AKIMAT, **CRIME | {"reason": "Письмо"})
    with pytest.raises(Invalid) as refused:
        world.do(opened, "name_superior", HR, "2024-05-22", **NAMED | {"superior": NAMED["superior"] | data})
    assert paths(refused) == wrong


ADMINISTRATIVE = {"body": "UPR", "kind": "first_head", "post_class": "corps_b"}


@pytest.mark.parametrize(
    "data",
    [
        {"official": ADMINISTRATIVE, "relation": "supervises"},
        {"official": ADMINISTRATIVE | {"post_class": "quasi_state"}},
        {"official": ADMINISTRATIVE | {"post_class": "other"}},
    ],
    ids=["administrative", "quasi-state", "class unknown"],
)
def test_nobody_else_resigns_by_hand(data: dict[str, Any]) -> None:
    """An official decides no resignation of a superior who is not known as a political servant; discipline may be decided."""
    world = World()
    opened = world.open("liability_check", "open_by_hand", HR, "2024-05-21", AKIMAT, **CRIME | {"reason": "Письмо"})
    world.do(opened, "name_superior", HR, "2024-05-22", **NAMED | {"superior": NAMED["superior"] | data})
    decision = {"decided_on": "2024-05-22", "reason": "Приказ № 12"}
    with pytest.raises(Invalid) as refused:
        world.do(opened, "decide_by_hand", HR, "2024-05-22", ruling="resigns", **decision)
    assert paths(refused) == {"ruling"}
    decided = world.do(opened, "decide_by_hand", HR, "2024-05-22", ruling="discipline", **decision)
    assert decided.state == "discipline_awaited"


def test_a_check_by_hand_says_why() -> None:
    """Whoever opens a check beside the service says why; it then goes on like the others, without a crime to follow."""
    world = World()
    with pytest.raises(Invalid) as refused:
        world.open("liability_check", "open_by_hand", HR, "2024-05-21", AKIMAT, **CRIME)
    assert paths(refused) == {"reason"}
    whole = CRIME | {"reason": "Письмо", "superior": NAMED["superior"]}
    whole |= {"subordinate": {"body": "OBL", "kind": "deputy_head", "post_class": "political"}}
    case = world.cases[world.open("liability_check", "open_by_hand", HR, "2024-05-21", AKIMAT, **whole)]
    assert (case.state, case.facts.verdict.row) == ("resignation_awaited", "R5")


def test_a_political_move_in_the_law_from_2026() -> None:
    """By the new law a move to another political post does not free from the duty: the check goes on; another move ends it."""
    world = World()
    act = {"court": "Суд", "dated_on": "2026-07-02", "in_force_on": "2026-07-20"}
    outcome = {"kind": "judgment", "judicial_act": act}
    crime = world.crime(NEXT, "2026-07-21", found_on="2026-07-21", outcome=outcome)
    check = world.check(crime, AKIMAT, "deputy-1", DEPUTY)
    moved = {key: MOVE[key] for key in ("new_organization", "new_position", "measures_before", "not_finished_reason")}
    moved |= {"noted_on": "2026-07-24", "new_appointed_on": "2026-07-23"}
    with pytest.raises(Invalid) as refused:
        world.do(check.id, "superior_moved", HR, "2026-07-24", **moved, new_political=True)
    assert paths(refused) == {"new_political"}
    assert world.do(check.id, "superior_moved", HR, "2026-07-24", **moved, new_political=False).state == "moved_on"


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"noted_on": "2024-05-26"}, {"noted_on"}),
        ({"new_appointed_on": "2024-02-12"}, {"new_appointed_on"}),
        ({"new_appointed_on": "2024-06-01"}, {"new_appointed_on", "noted_on"}),
    ],
)
def test_a_move_that_cannot_be(data: dict[str, Any], wrong: set[str]) -> None:
    """A move lies after the offence and before it is noted."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    moved = {key: MOVE[key] for key in ("new_organization", "new_position", "measures_before", "not_finished_reason")}
    moved |= {"noted_on": "2024-05-31", "new_appointed_on": "2024-05-27", "new_political": True} | data
    with pytest.raises(Invalid) as refused:
        world.do(check.id, "superior_moved", HR, "2024-05-31", **moved)
    assert paths(refused) == wrong


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"found_on": "2024-05-26"}, {"found_on"}),
        ({"new_appointed_on": "2024-02-11"}, {"new_appointed_on"}),
        ({"judicial_act": ACT | {"in_force_on": "2024-05-01"}}, {"judicial_act.in_force_on"}),
    ],
)
def test_a_move_by_hand_that_cannot_be(data: dict[str, Any], wrong: set[str]) -> None:
    """The same holds for a move that is registered by hand."""
    with pytest.raises(Invalid) as refused:
        World().open("superior_move", "register_move", HR, "2024-05-31", AKIMAT, **MOVE | data)
    assert paths(refused) == wrong


def test_a_move_for_a_lesser_offence() -> None:
    """A move may concern an administrative or discrediting offence, without number or court: 2.3.1 does not count it (A-29)."""
    world = World()
    for category, remarks in (("criminal", ()), ("administrative", ("not_counted_in_2_3_1",)), ("discrediting", ("not_counted_in_2_3_1",))):  # fmt: skip
        move = world.open(
            "superior_move",
            "register_move",
            HR,
            "2024-05-31",
            AKIMAT,
            **MOVE | {"offence": OFFENCE | {"category": category}},
        )
        assert world.cases[move].history[0].remarks == remarks
    withdrawn = world.do(move, "withdraw_fact", HR, "2024-06-03", withdrawn_on="2024-06-03", reason="Повтор")
    assert withdrawn.state == "withdrawn"


def test_an_unusual_number_is_remarked() -> None:
    """A number of the crime without 15 digits is recorded with a remark on the crime and its checks (A-30)."""
    world = World()
    crime = world.crime(NEXT, crime_number="12/24")
    assert "crime_number_unusual" in world.cases[crime].history[0].remarks
    assert all("crime_number_unusual" in check.history[0].remarks for check in world.checks(crime))


def test_an_appeal_needs_an_act() -> None:
    """Of a case terminated before trial there is nothing to appeal against; a decision is not older than the act."""
    world = World()
    appeal = {"instance": "appeal", "outcome": "upheld", "text": "Без изменения"}
    with pytest.raises(Invalid) as refused:
        world.do(
            world.crime(NEXT, outcome=TERMINATED), "record_appeal", HR, "2024-06-03", decided_on="2024-06-03", **appeal
        )
    assert paths(refused) == {"instance"}
    with pytest.raises(Invalid) as refused:
        world.do(world.crime(NEXT), "record_appeal", HR, "2024-06-03", decided_on="2024-05-01", **appeal)
    assert paths(refused) == {"decided_on"}


def test_late_is_recorded_as_a_breach() -> None:
    """An application after the ten days is recorded, and its term is met late; also after it was noted that none was filed."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    world.do(check.id, "record_not_filed", HR, "2024-05-31", noted_on="2024-05-31", reason="В отпуске")
    filed = world.do(check.id, "file_resignation", HR, "2024-06-03", filed_on="2024-06-03")
    assert (filed.state, filed.deadlines["D14"].status) == ("resignation_filed", "met_late")


def test_early_is_recorded_with_a_remark() -> None:
    """An application filed before the act entered into force is recorded in time, with a remark; when none is, the day says it."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    filed = world.do(check.id, "file_resignation", HR, "2024-05-21", filed_on="2024-05-19")
    assert (filed.state, filed.history[-1].remarks) == ("resignation_filed", ("filed_before_force",))
    assert filed.deadlines["D14"].status == "met"


def test_the_refusal_names_the_last_day() -> None:
    """Who says too early that nothing was filed is told until when it may be."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    with pytest.raises(Invalid) as refused:
        world.do(check.id, "record_not_filed", HR, "2024-05-28", noted_on="2024-05-25", reason="x")
    [violation] = refused.value.violations
    assert violation.text.params["due"].isoformat() == check.deadlines["D14"].deadline.due.isoformat() == "2024-05-30"


def test_the_same_fact_of_two_bodies() -> None:
    """Two registrations of a crime under one superior are one fact, whatever the spelling; a link keeps both."""
    world = World()
    cases = []
    for actor, body, name in ((HR, AKIMAT, "Жумабеков А. Н."), (DEPARTMENT_HR, EDUCATION, "Жұмабеков А.Н.")):
        data = CRIME | {"reason": "Письмо", "superior": NAMED["superior"] | {"name": name}}
        cases.append(world.cases[world.open("liability_check", "open_by_hand", actor, "2024-05-21", body, **data)])
    assert len({case.facts.registered.identity for case in cases}) == 1
    linked = world.do(
        cases[0].id, "link_fact", HR, "2024-05-22", same_as=str(cases[1].id), linked_on="2024-05-22", reason="Повтор"
    )
    assert (linked.state, linked.facts.same_as) == (cases[0].state, cases[1].id)


def test_a_fact_is_not_linked_to_itself() -> None:
    """Neither a check nor a move is the fact of itself, nor found to be another's before it was found."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY).id
    move = world.open("superior_move", "register_move", HR, "2024-05-31", AKIMAT, **MOVE)
    for case, day in ((check, "2024-05-20"), (move, "2024-05-30")):
        for other, on, wrong in ((case, "2024-05-31", "same_as"), (uuid4(), day, "linked_on")):
            with pytest.raises(Invalid) as refused:
                world.do(case, "link_fact", HR, "2024-05-31", same_as=str(other), linked_on=on, reason="x")
            assert paths(refused) == {wrong}


def test_under_three_months_nobody_resigns_by_hand() -> None:
    """Where the table leaves a political superior to an official, who was not yet three months in the post does not resign."""
    world, day = World(), "2026-07-22"
    act = {"court": "Суд", "dated_on": "2026-07-02", "in_force_on": "2026-07-20"}
    found = CRIME | {"found_on": "2026-07-21", "outcome": {"kind": "judgment", "judicial_act": act}}
    superior = NAMED["superior"] | {"appointed_on": "2023-11-13", "former_team": True}
    opened = world.open("liability_check", "open_by_hand", HR, day, AKIMAT, **found | {"reason": "Письмо"})
    named = world.do(opened, "name_superior", HR, day, **NAMED | {"named_on": day, "superior": superior})
    assert (named.state, named.facts.political, named.facts.tenure.passed) == ("hand_awaited", True, False)
    decision = {"decided_on": day, "reason": "Приказ № 12"}
    with pytest.raises(Invalid) as refused:
        world.do(opened, "decide_by_hand", HR, day, ruling="resigns", **decision)
    [violation] = refused.value.violations
    assert (violation.path, str(violation.text)) == (
        ("ruling",),
        "Three months in the post had not passed at the time of the offence",
    )
    assert world.do(opened, "decide_by_hand", HR, day, ruling="no_duty", **decision).state == "no_duty"
