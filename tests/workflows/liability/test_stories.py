"""From the crime to the decision on each superior: who answers, by which row, within which terms, to which end."""

from typing import Any

import msgspec
import pytest

from events.case import FactCorrected
from events.resignation import Ruling, VerdictReason
from tests.workflows.bodies import AKIMAT, COMPANY, EDUCATION
from tests.workflows.liability.world import (
    AKIM,
    CRIME,
    DEPARTMENT_HR,
    DEPUTY,
    ELECTED,
    HEAD,
    HR,
    JUDGMENT,
    MANAGER,
    NEXT,
    OFFENCE,
    SIGNED,
    SPECIALIST,
    World,
    country,
    person,
)
from workflows.case import Case
from workflows.consequences import consequences
from workflows.liability_check.consequences import CONSEQUENCES
from workflows.refusals import Invalid

Step = tuple[str, str, dict[str, Any]]

ACCEPTED: tuple[Step, ...] = (
    ("2024-05-29", "file_resignation", {"filed_on": "2024-05-29", "recipient": "Аким области"}),
    ("2024-06-10", "accept_resignation", {"ordered_on": "2024-06-10", **SIGNED}),
    ("2024-06-11", "close_check", {"closed_on": "2024-06-11", "conclusion": "Отставка принята"}),
)
REFUSED: tuple[Step, ...] = (
    ("2024-06-05", "file_resignation", {"filed_on": "2024-06-05"}),
    ("2024-06-10", "refuse_resignation", {"ordered_on": "2024-06-10", **SIGNED}),
    (
        "2024-06-14",
        "decide_discipline",
        {"disciplined": True, "measure": "Выговор", "ordered_on": "2024-06-14", **SIGNED},
    ),
    ("2024-06-17", "close_check", {"closed_on": "2024-06-17", "conclusion": "Объявлен выговор"}),
)
NOT_FILED: tuple[Step, ...] = (
    ("2024-06-05", "record_not_filed", {"noted_on": "2024-06-05", "reason": "Не признаёт вину"}),
    ("2024-06-14", "decide_discipline", {"disciplined": False, "reasons": "Вина не установлена", "ordered_on": "2024-06-14", **SIGNED}),
    ("2024-06-17", "close_check", {"closed_on": "2024-06-17", "conclusion": "Оснований нет"}),
)  # fmt: skip
DISCIPLINED: tuple[Step, ...] = REFUSED[2:]
NOTHING: tuple[Step, ...] = (("2024-05-22", "close_check", {"closed_on": "2024-05-22", "conclusion": "Основания нет"}),)

STORIES = {
    "a political superior resigns": (NEXT, AKIMAT, "deputy-1", DEPUTY, "R12", "resignation_awaited", HR, ACCEPTED, "met"),
    "the resignation is not accepted": (NEXT, AKIMAT, "deputy-1", DEPUTY, "R12", "resignation_awaited", HR, REFUSED, "met_late"),
    "no application is filed": (NEXT, AKIMAT, "deputy-1", DEPUTY, "R12", "resignation_awaited", HR, NOT_FILED, "not_done"),
    "an administrative superior": (SPECIALIST, EDUCATION, "director", NEXT, "R20", "discipline_awaited", DEPARTMENT_HR, DISCIPLINED, ""),
    "an elected akim as subordinate": (ELECTED, AKIMAT, "akim", AKIM, "R9", "no_duty", HR, NOTHING, ""),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_from_the_crime_to_the_closed_check(story: str) -> None:
    """One act opens the check of the superior in the superior's body, with its row; the steps lead to the end that they record."""
    who, body, post, superior, row, state, actor, steps, term = STORIES[story]
    world = World()
    crime = world.crime(who)
    check = world.check(crime, body, post, superior)
    assert [one.id for one in world.checks(crime)] == [check.id]
    assert (check.organization, check.state, check.facts.verdict.row) == (body, state, row)
    for day, action, data in steps:
        check = world.do(check.id, action, actor, day, **data)
    assert check.state == "closed"
    d14 = check.deadlines.get("D14")
    assert (d14.status if d14 else "") == term
    assert d14 is None or d14.deadline.due.isoformat() == "2024-05-30"


def reasons(check: Case) -> tuple[str, str, str, str]:
    """What the recorded verdict cites."""
    verdict = check.facts.verdicts[-1].verdict
    return verdict.row, verdict.law, verdict.article, verdict.paragraph


def test_the_verdict_is_recorded_with_its_arithmetic() -> None:
    """The event says row, article, paragraph and law, and by which days three months had passed."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    assert [event.TOPIC for event in check.history] == [
        "liability_check.check_opened",
        "liability_check.verdict_reached",
    ]
    assert reasons(check) == ("R12", "416-V", "60", "3-1")
    tenure = check.facts.verdicts[-1].tenure
    days = (tenure.appointed_on, tenure.three_months_on, tenure.last_day)
    assert [day.isoformat() for day in days] == ["2023-02-01", "2023-05-01", "2024-02-12"]
    assert (tenure.passed, check.facts.verdicts[-1].political) == (True, True)
    assert check.facts.superior.name == "Ахметова А. К."


def test_the_same_facts_by_the_law_from_2026() -> None:
    """In August 2026 the elected akim's superior is to resign, and the decision is due within ten days, too."""
    world = World()
    act = {"court": "Суд", "dated_on": "2026-07-02", "in_force_on": "2026-07-20"}
    crime = world.crime(
        ELECTED,
        "2026-07-21",
        found_on="2026-07-21",
        offence=OFFENCE | {"happened_on": "2026-02-12"},
        outcome={"kind": "judgment", "judicial_act": act},
        aggravated=True,
    )
    check = world.check(crime, AKIMAT, "akim", AKIM)
    assert (check.state, reasons(check)) == ("resignation_awaited", ("R9", "290-VIII", "69", ""))
    world.do(check.id, "file_resignation", HR, "2026-07-29", filed_on="2026-07-29")
    check = world.do(check.id, "refuse_resignation", HR, "2026-08-12", ordered_on="2026-08-12", **SIGNED)
    due = {key: (standing.deadline.due.isoformat(), standing.status) for key, standing in check.deadlines.items()}
    assert due == {"D14": ("2026-07-30", "met"), "RESIGNATION_10D": ("2026-08-10", "met_late")}
    decided = world.do(
        check.id,
        "decide_discipline",
        HR,
        "2026-08-14",
        disciplined=False,
        reasons="Нет",
        ordered_on="2026-08-14",
        **SIGNED,
    )
    assert "discipline_was_mandatory" in decided.history[-1].remarks


def test_d14_counts_from_the_termination_and_moves_off_days_off() -> None:
    """Of a case terminated before trial the ten days run from that day (A-27), and end on the working day after a day off."""
    world = World()
    outcome = {"kind": "terminated_pretrial", "terminated_on": "2024-05-15"}
    check = world.check(world.crime(NEXT, outcome=outcome), AKIMAT, "deputy-1", DEPUTY)
    arithmetic = check.deadlines["D14"].deadline.arithmetic
    assert (arithmetic.anchor.isoformat(), str(arithmetic.moved_from), arithmetic.due.isoformat()) == (
        "2024-05-15",
        "2024-05-25",
        "2024-05-27",
    )


LASTING = {"happened_on": "2023-11-01", "happened_until": "2024-03-20"}


def test_superiors_of_each_part_and_one_who_moved() -> None:
    """Of an offence that lasted each superior answers by the last day in their own tenure; one who moved is a fact of 2.3.2."""
    world = World()
    crime = world.crime(SPECIALIST, offence=OFFENCE | LASTING)
    first, second = (world.check(crime, EDUCATION, "director", who) for who in (HEAD, NEXT))
    assert [check.facts.superior.last_day.isoformat() for check in (first, second)] == ["2023-12-31", "2024-03-20"]
    assert [check.facts.tenure.passed for check in (first, second)] == [True, False]
    assert {check.facts.verdict.row for check in (first, second)} == {"R20"}
    assert "last_day_in_tenure_to_be_checked" in first.history[0].remarks
    moved = world.do(
        first.id,
        "superior_moved",
        DEPARTMENT_HR,
        "2024-05-30",
        noted_on="2024-05-30",
        new_organization="Министерство просвещения",
        new_position="Директор департамента",
        new_appointed_on="2024-05-27",
        new_political=False,
        measures_before="Затребовано объяснение",
        not_finished_reason="Перевод состоялся до заседания комиссии",
    )
    assert (moved.state, moved.deadlines["DISCIPLINE_1M"].status) == ("moved_on", "dropped")
    move = next(case for case in world.cases.values() if world.name_of(case) == "superior_move")
    facts = move.facts.registered
    assert (move.organization, move.state, facts.check) == (EDUCATION, "registered", first.id)
    assert (facts.superior, facts.new_position, facts.crime_number) == (
        first.facts.superior.name,
        "Директор департамента",
        CRIME["crime_number"],
    )
    assert facts.judicial_act.court == JUDGMENT["judicial_act"]["court"]
    closed = world.do(move.id, "close_move", DEPARTMENT_HR, "2024-06-20", closed_on="2024-06-20", result="Передано")
    assert closed.state == "closed"
    for day, action, data in DISCIPLINED:
        second = world.do(second.id, action, DEPARTMENT_HR, day, **data)
    assert second.state == "closed"


def test_a_short_tenure_does_not_resign() -> None:
    """A deputy akim under three months in the post does not resign, and the check says by which days."""
    world = World()
    crime = world.crime(HEAD, offence=OFFENCE | {"happened_on": "2023-04-30"})
    check = world.check(crime, AKIMAT, "deputy-1", DEPUTY)
    assert (check.state, check.facts.verdict.row, check.facts.tenure.passed) == ("no_duty", "R21", False)


def test_the_manager_of_a_company() -> None:
    """A quasi-state entity has no such subtask: the check is the supervising body's, and decided by hand (R24)."""
    world = World()
    crime = world.open(
        "conviction",
        "register_conviction",
        DEPARTMENT_HR,
        "2024-05-21",
        EDUCATION,
        **CRIME | {"post": {"organization": COMPANY, "post": "engineer"}},
    )
    check = world.check(crime, COMPANY, "manager", MANAGER)
    assert (check.organization, check.state, check.facts.verdict.row) == (EDUCATION, "hand_awaited", "R24")
    decided = world.do(
        check.id,
        "decide_by_hand",
        DEPARTMENT_HR,
        "2024-05-27",
        decided_on="2024-05-27",
        ruling="discipline",
        reason="Устав",
    )
    assert (decided.state, decided.facts.verdict.why) == ("discipline_awaited", VerdictReason.DECIDED_BY_HAND)
    assert decided.facts.verdicts[-1].verdict.row == "R24"


@pytest.mark.parametrize(("ruling", "state"), [("resigns", "resignation_awaited"), ("no_duty", "no_duty")])
def test_what_an_official_may_decide_by_hand(ruling: str, state: str) -> None:
    """What the table leaves open goes on as the official decides, with the reason; D14 is owed if it is a resignation."""
    world = World()
    crime = world.open(
        "conviction",
        "register_conviction",
        HR,
        "2024-05-21",
        AKIMAT,
        **CRIME | {"not_in_register": "Уволен до ведения реестра"},
    )
    [check] = world.checks(crime)
    assert (check.state, check.organization) == ("superior_sought", AKIMAT)
    named = world.do(check.id, "name_superior", HR, "2024-05-22", **NAMED)
    assert (named.state, named.facts.verdict.why) == ("hand_awaited", VerdictReason.SUBORDINATE_UNKNOWN)
    decided = world.do(
        check.id, "decide_by_hand", HR, "2024-05-27", decided_on="2024-05-27", ruling=ruling, reason="Приказ № 12"
    )
    assert (decided.state, "D14" in decided.deadlines) == (state, ruling == Ruling.RESIGNS)


NAMED: dict[str, Any] = {
    "named_on": "2024-05-22",
    "reason": "Приказ о распределении обязанностей № 12",
    "superior": {
        "name": "Жумабеков А. Н.", "position": "Аким области", "relation": "direct", "appointed_on": "2023-01-03",
        "last_day": "2024-02-12", "not_in_register": "Архив",
        "official": {"body": "OBL", "kind": "first_head", "post_class": "political"},
    },
}  # fmt: skip


def test_a_vacant_post_leaves_a_check_to_be_named() -> None:
    """For the days on which nobody was in the superior's post a check is opened in that body, and somebody names the superior."""
    made = country()
    made.post(EDUCATION, "unit", "unit_head", "2023-01-03")
    made.post(EDUCATION, "clerk", "specialist", "2023-01-03", superior={"organization": EDUCATION, "post": "unit"})
    made.appoint(EDUCATION, "clerk", "p-clerk", "2023-01-03")
    made.appoint(EDUCATION, "unit", "p-unit", "2024-02-01")
    world = World(made.register)
    crime = world.crime("p-clerk", offence=OFFENCE | {"happened_on": "2024-01-20", "happened_until": "2024-02-12"})
    states = {check.state: check.organization for check in world.checks(crime)}
    assert states == {"superior_sought": EDUCATION, "discipline_awaited": EDUCATION}
    assert "superior_to_be_entered_by_hand" in world.cases[crime].history[0].remarks


def overturned(world: World, crime: Any, outcome: str = "overturned") -> None:
    """Record what the appeal decided."""
    data = {"instance": "appeal", "decided_on": "2024-06-03", "outcome": outcome, "text": "Апелляционное постановление"}
    world.do(crime, "record_appeal", HR, "2024-06-03", **data)


def test_an_overturned_act_ends_open_checks() -> None:
    """An overturned act leaves no ground: an open check ends with the reason, its term is not owed; a closed one only hears of it."""
    world = World()
    crime = world.crime(NEXT)
    check = world.check(crime, AKIMAT, "deputy-1", DEPUTY)
    closed_crime = world.crime(ELECTED)
    closed = world.check(closed_crime, AKIMAT, "akim", AKIM)
    for day, action, data in NOTHING:
        world.do(closed.id, action, HR, day, **data)
    overturned(world, crime)
    overturned(world, closed_crime)
    check, closed = world.cases[check.id], world.cases[closed.id]
    assert (check.state, check.facts.no_basis.reason) == ("no_basis_left", "Апелляционное постановление")
    assert check.deadlines["D14"].status == "not_done"
    assert (closed.state, closed.history[-1].TOPIC) == ("closed", "liability_check.no_basis_left")


def test_a_changed_act_is_noted() -> None:
    """A changed or upheld act leaves the checks as they are, and is written down in each."""
    world = World()
    crime = world.crime(NEXT)
    overturned(world, crime, "changed")
    [check] = world.checks(crime)
    assert (check.state, [appeal.outcome.value for appeal in check.facts.appeals]) == (
        "resignation_awaited",
        ["changed"],
    )


def test_a_withdrawn_crime_ends_its_checks() -> None:
    """Without the crime there is nothing to check."""
    world = World()
    crime = world.crime(NEXT)
    world.do(crime, "withdraw_fact", HR, "2024-05-24", withdrawn_on="2024-05-24", reason="Ошибка")
    assert [check.state for check in world.checks(crime)] == ["no_basis_left"]
    assert world.cases[crime].state == "withdrawn"


def test_a_check_without_ground_is_no_dead_end() -> None:
    """It left its row with its ground; an official may still withdraw it or say that it is the fact of another case."""
    world = World()
    crime = world.crime(NEXT)
    overturned(world, crime)
    [check] = world.checks(crime)
    assert world.allowed(check.id, HR) == {"withdraw_fact", "link_fact", "correct"}
    [left] = consequences(CONSEQUENCES, check, check.history[-1], world.register)
    assert (left.action, left.data["on"]) == ("leave_fact", "2024-06-03")
    gone = world.do(check.id, "withdraw_fact", HR, "2024-06-05", withdrawn_on="2024-06-05", reason="Повтор")
    assert list(consequences(CONSEQUENCES, gone, gone.history[-1], world.register)) == []


def corrected(world: World, crime: Any, entry: int, **data: Any) -> None:
    """Correct an entry of a crime."""
    world.do(crime, "correct", HR, "2024-06-05", corrects=entry, data=data, reason="Опечатка")


def appeal_was(world: World, crime: Any, outcome: str, entry: int = 3) -> None:
    """Correct what the appeal decided."""
    data = {"instance": "appeal", "decided_on": "2024-06-03", "text": "Исправлено"}
    corrected(world, crime, entry, outcome=outcome, **data)


STOPPED: dict[str, tuple[tuple[Step, ...], str]] = {
    "nothing was done": ((), "resignation_awaited"),
    "filed": (ACCEPTED[:1], "resignation_filed"),
    "not filed": (NOT_FILED[:1], "resignation_not_filed"),
    "not accepted": (REFUSED[:2], "resignation_refused"),
    "decided": (ACCEPTED[:2], "decided"),
}


@pytest.mark.parametrize("stopped", STOPPED)
def test_a_corrected_appeal_gives_the_ground_back(stopped: str) -> None:
    """An act that was upheld after all revives the open check where it stopped: its row, its term, its way to the end; and again."""
    world, (steps, state) = World(), STOPPED[stopped]
    crime = world.crime(NEXT)
    check = world.check(crime, AKIMAT, "deputy-1", DEPUTY)
    for day, action, data in steps:
        world.do(check.id, action, HR, day, **data)
    before = world.cases[check.id]
    for _ in range(2):
        if len(world.cases[crime].facts.appeals) == 0:
            overturned(world, crime)
        else:
            appeal_was(world, crime, "overturned")
        lost = world.cases[check.id]
        assert (lost.state, lost.facts.appeals) == ("no_basis_left", ())
        appeal_was(world, crime, "upheld")
        known = world.cases[check.id]
        assert (known.state, known.facts.no_basis, known.facts.groundless) == (state, None, 0)
        resumed = next(event for event in known.history[::-1] if event.TOPIC == "liability_check.check_resumed")
        assert (resumed.REOPENS, resumed.state in {state, "superior_sought"}) == (True, True)
        entered = next(iter(consequences(CONSEQUENCES, known, resumed, world.register)))
        assert (entered.action, entered.data["period"]) == ("enter_fact", "2024Q2")
        assert [appeal.outcome.value for appeal in known.facts.appeals] == ["upheld"]
        assert {key: (one.status, one.deadline.due) for key, one in known.deadlines.items()} == {
            key: (one.status, one.deadline.due) for key, one in before.deadlines.items()
        }


def decided(world: World, crime: Any, day: str, outcome: str) -> None:
    """Record what the cassation decided."""
    data = {"instance": "cassation", "decided_on": day, "outcome": outcome, "text": "Кассационное постановление"}
    world.do(crime, "record_appeal", HR, "2024-07-10", **data)


@pytest.mark.parametrize("outcome", ["upheld", "changed"])
def test_a_later_instance_gives_the_ground_back(outcome: str) -> None:
    """Overturned on appeal, restored by the cassation: the check goes on; overturned again it ends, and the last decision counts."""
    world = World()
    crime = world.crime(NEXT)
    check = world.check(crime, AKIMAT, "deputy-1", DEPUTY).id
    overturned(world, crime)
    assert not world.cases[crime].facts.stands
    decided(world, crime, "2024-07-01", outcome)
    assert world.cases[crime].facts.stands
    known = world.cases[check]
    assert (known.state, known.facts.no_basis, known.deadlines["D14"].status) == ("resignation_awaited", None, "open")
    decided(world, crime, "2024-07-05", "overturned")
    assert (world.cases[check].state, world.cases[crime].facts.stands) == ("no_basis_left", False)


def test_decisions_count_in_the_order_of_their_days() -> None:
    """An overturning entered after the decision that undid it ends nothing; if that one turns out to be older, the check ends."""
    world = World()
    crime = world.crime(NEXT)
    decided(world, crime, "2024-07-01", "upheld")
    overturned(world, crime)
    [check] = world.checks(crime)
    assert (check.state, check.facts.no_basis) == ("resignation_awaited", None)
    data = {"instance": "cassation", "decided_on": "2024-06-01", "outcome": "upheld", "text": "Исправлено"}
    corrected(world, crime, 3, **data)
    [check] = world.checks(crime)
    assert (check.state, world.cases[crime].facts.stands) == ("no_basis_left", False)
    again = data | {"decided_on": "2024-07-01"}
    world.do(crime, "correct", HR, "2024-07-10", corrects=3, data=again, reason="Опечатка")
    assert [one.state for one in world.checks(crime)] == ["resignation_awaited"]


def test_a_superior_found_while_there_was_no_ground() -> None:
    """Who turned out to have been the superior while the act stood overturned is checked once a later instance restores it."""
    world = World()
    crime = world.crime(NEXT)
    overturned(world, crime)
    corrected(world, crime, 1, **CRIME | person(SPECIALIST))
    assert [check.state for check in world.checks(crime)] == ["no_basis_left"]
    decided(world, crime, "2024-07-01", "upheld")
    assert world.check(crime, EDUCATION, "director", NEXT).state == "discipline_awaited"
    assert world.check(crime, AKIMAT, "deputy-1", DEPUTY).state == "no_basis_left"


def test_a_name_that_the_register_has_otherwise() -> None:
    """Nobody's crime is put down to another person's code: initials will do, another name is refused at the field."""
    world = World()
    named = {"offence": OFFENCE | {"offender": "Сериков Е.Б."}}
    world.open("conviction", "register_conviction", HR, "2024-05-21", **CRIME | person(NEXT) | named)
    other = {"offence": OFFENCE | {"offender": "Совершенно Другой Человек"}}
    with pytest.raises(Invalid) as refused:
        world.open("conviction", "register_conviction", HR, "2024-05-21", **CRIME | person(NEXT) | other)
    [violation] = refused.value.violations
    assert (violation.path, violation.text.params["person"].bodies) == (("offence", "offender"), (EDUCATION,))


@pytest.mark.parametrize("offender", ["Сериков Ерлан Болатович", "Ахметов Даурен"])
def test_who_held_the_post_by_the_register(offender: str) -> None:
    """With a post and no person, an offender whom the register does not have in it on that day is remarked."""
    data = {"post": {"organization": EDUCATION, "post": "director"}, "offence": OFFENCE | {"offender": offender}}
    world = World()
    crime = world.open("conviction", "register_conviction", HR, "2024-05-21", **CRIME | data)
    remarked = "offender_is_not_the_holder" in world.cases[crime].history[0].remarks
    assert remarked is (offender != OFFENCE["offender"])


BY_CODE: dict[str, Any] = {
    "name": "Ахметова А. К.", "position": "deputy-1", "relation": "supervises", "appointed_on": "2023-02-01",
    "last_day": "2024-02-12", "person": DEPUTY,
    "official": {"body": "OBL", "kind": "deputy_head", "post_class": "political"},
}  # fmt: skip
HEAD_OF_UPR = {"body": "UPR", "kind": "first_head", "post_class": "corps_b"}
DIFFERENT: dict[str, tuple[dict[str, Any], set[str]]] = {
    "the name": ({"name": "Р Р"}, {"superior.name"}),
    "the position": ({"position": "П"}, {"superior.position"}),
    "the kind of post": ({"official": BY_CODE["official"] | {"kind": "first_head"}}, {"superior.official.kind"}),
    "the class": ({"official": BY_CODE["official"] | {"post_class": "corps_b"}}, {"superior.official.post_class"}),
    "the appointment": ({"appointed_on": "2022-01-10"}, {"superior.appointed_on"}),
    "acting": ({"acting": True}, {"superior.acting"}),
    "a reason why not": ({"not_in_register": "Архив"}, {"superior.not_in_register"}),
    "who was in no post that day": ({"person": HEAD, "name": OFFENCE["offender"]}, {"superior.not_in_register"}),
}  # fmt: skip


def by_hand(world: World, superior: dict[str, Any]) -> Case:
    """Open a check by hand of a superior."""
    data = CRIME | {"reason": "Письмо", "superior": superior, "subordinate": HEAD_OF_UPR}
    return world.cases[world.open("liability_check", "open_by_hand", HR, "2024-05-21", AKIMAT, **data)]


@pytest.mark.parametrize("different", DIFFERENT)
def test_a_superior_by_code_is_the_one_of_the_register(different: str) -> None:
    """Post, class and appointment of a person of the register are those of the register: what differs is refused at the field."""
    changed, wrong = DIFFERENT[different]
    with pytest.raises(Invalid) as refused:
        by_hand(World(), BY_CODE | changed)
    assert {".".join(map(str, violation.path)) for violation in refused.value.violations} == wrong
    assert by_hand(World(), BY_CODE).facts.verdict.row == "R12"


def test_a_gap_of_the_register_is_decided_by_hand() -> None:
    """Of a person whom the register has in no post that day nothing is concluded: a remark, and an official decides, with a reason."""
    made = country()
    made.person("p-unposted")
    gap = BY_CODE | {"person": "p-unposted"}
    with pytest.raises(Invalid) as refused:
        by_hand(World(made.register), gap)
    assert [violation.path for violation in refused.value.violations] == [("superior", "not_in_register")]
    world = World(made.register)
    check = by_hand(world, gap | {"not_in_register": "Приказ № 3"})
    assert (check.state, check.facts.verdict.why) == ("hand_awaited", VerdictReason.NOT_BY_REGISTER)
    assert "superior_not_by_register" in check.history[0].remarks
    decided_so = {"decided_on": "2024-05-22", "reason": "Приказ № 3", "ruling": "resigns"}
    assert world.do(check.id, "decide_by_hand", HR, "2024-05-22", **decided_so).state == "resignation_awaited"


def test_a_correction_of_the_appeal_leaves_one_note() -> None:
    """Each correction takes the place of what the entry said before, and another instance's decision stays beside it."""
    world = World()
    crime = world.crime(NEXT)
    overturned(world, crime, "upheld")
    overturned(world, crime, "changed")
    for outcome in ("changed", "upheld"):
        appeal_was(world, crime, outcome)
    [check] = world.checks(crime)
    assert [(one.entry, one.outcome.value) for one in check.facts.appeals] == [(4, "changed"), (3, "upheld")]


def test_a_ground_that_is_gone_for_another_reason() -> None:
    """While another instance's decision, or the withdrawal of the crime, leaves no ground, a corrected appeal revives nothing."""
    world = World()
    crime = world.crime(NEXT)
    for _ in range(2):
        overturned(world, crime)
    appeal_was(world, crime, "upheld")
    assert [check.state for check in world.checks(crime)] == ["no_basis_left"]
    appeal_was(world, crime, "upheld", 4)
    assert [check.state for check in world.checks(crime)] == ["resignation_awaited"]
    appeal_was(world, crime, "overturned")
    world.do(crime, "withdraw_fact", HR, "2024-06-05", withdrawn_on="2024-06-05", reason="Ошибка")
    appeal_was(world, crime, "upheld")
    assert [check.state for check in world.checks(crime)] == ["no_basis_left"]


@pytest.mark.parametrize(("ended", "state"), [(NOTHING, "closed"), ((), "withdrawn")], ids=["closed", "withdrawn"])
def test_a_check_that_was_over_is_not_revived(ended: tuple[Step, ...], state: str) -> None:
    """A check that was closed before, or withdrawn meanwhile, stays so when the act turns out to have been upheld."""
    world = World()
    crime = world.crime(ELECTED)
    check = world.check(crime, AKIMAT, "akim", AKIM)
    for day, action, data in ended:
        world.do(check.id, action, HR, day, **data)
    overturned(world, crime)
    if not ended:
        world.do(check.id, "withdraw_fact", HR, "2024-06-05", withdrawn_on="2024-06-05", reason="Повтор")
    appeal_was(world, crime, "upheld")
    known = world.cases[check.id]
    assert (known.state, known.facts.no_basis) == (state, None)
    assert not any(event.REOPENS for event in known.history)


def test_a_verdict_that_changed_meanwhile() -> None:
    """Whoever turns out to be administrative while there is no ground goes on by the verdict as it is then."""
    world = World()
    crime = world.crime(NEXT)
    overturned(world, crime)
    [check] = world.checks(crime)
    data = msgspec.to_builtins(check.history[0].facts())
    data["superior"] |= {"appointed_on": "2024-01-15", "person": None, "not_in_register": "Приказ о назначении № 3"}
    world.do(check.id, "correct", HR, "2024-06-04", corrects=1, data=data, reason="Дата приказа")
    appeal_was(world, crime, "upheld")
    known = world.cases[check.id]
    assert (known.state, known.facts.verdict.row, known.deadlines["D14"].status) == ("no_duty", "R21", "dropped")


def test_a_superior_who_is_found_again() -> None:
    """A correction of the crime leaves a superior out, the next finds them again: the check goes on, told once of each."""
    world = World()
    crime = world.crime(SPECIALIST)
    first = world.check(crime, EDUCATION, "director", NEXT)
    earlier = OFFENCE | {"happened_on": "2023-10-02"}
    whole = CRIME | person(SPECIALIST)
    for place in ("г. Қонаев", "г. Талдықорған"):
        corrected(world, crime, 1, **whole | {"offence": earlier | {"place": place}})
        assert world.cases[first.id].state == "no_basis_left"
    corrected(world, crime, 1, **whole)
    known, other = world.cases[first.id], world.check(crime, EDUCATION, "director", HEAD)
    assert (known.state, other.state) == ("discipline_awaited", "no_basis_left")
    topics = [event.TOPIC.partition(".")[2] for event in known.history]
    assert (topics.count("no_basis_left"), topics.count("basis_regained"), topics.count("check_opened")) == (1, 1, 1)
    assert {check.check: check.dropped for check in world.cases[crime].facts.checks.values()} == {
        first.id: False,
        other.id: True,
    }


def test_a_crime_without_ground_opens_no_checks() -> None:
    """What a correction finds while the act is overturned is not opened; a superior found while it stands hears of its appeals."""
    world = World()
    crime = world.crime(SPECIALIST)
    overturned(world, crime)
    earlier = CRIME | person(SPECIALIST) | {"offence": OFFENCE | {"happened_on": "2023-10-02"}}
    corrected(world, crime, 1, **earlier)
    assert len(world.checks(crime)) == 1
    appeal_was(world, crime, "changed")
    corrected(world, crime, 1, **earlier | {"crime_number": "241903031000124"})
    found = world.check(crime, EDUCATION, "director", HEAD)
    assert (found.state, [one.outcome.value for one in found.facts.appeals]) == ("discipline_awaited", ["changed"])


def test_a_corrected_crime_corrects_its_checks() -> None:
    """The check is not opened anew: its first entry is corrected, with the reason, and only if it differs."""
    world = World()
    crime = world.crime(NEXT)
    whole = CRIME | person(NEXT)
    corrected(world, crime, 1, **whole | {"crime_number": "241903031000124"})
    [check] = world.checks(crime)
    assert [event.TOPIC for event in check.history].count("liability_check.check_opened") == 1
    correction = next(event for event in check.history if isinstance(event, FactCorrected))
    assert (correction.corrects, correction.reason) == (1, "Опечатка")
    assert (check.facts.registered.crime_number, check.facts.registered.conviction) == ("241903031000124", crime)
    post = {"organization": EDUCATION, "post": "director"}
    corrected(world, crime, 1, **whole | {"crime_number": "241903031000124", "post": post})
    assert world.checks(crime) == [check]


def test_a_corrected_crime_finds_other_superiors() -> None:
    """When a correction moves the offence, superiors of the new days are checked and those of the old ones no longer."""
    world = World()
    crime = world.crime(SPECIALIST)
    earlier = CRIME | {"person": SPECIALIST, "offence": OFFENCE | {"happened_on": "2023-10-02"}}
    world.do(crime, "correct", HR, "2024-05-22", corrects=1, data=earlier, reason="Дата")
    states = {check.facts.superior.person: check.state for check in world.checks(crime)}
    assert states == {NEXT: "no_basis_left", HEAD: "discipline_awaited"}


def test_a_corrected_act_moves_the_term_and_the_law() -> None:
    """When the entry into force is corrected, the check takes over the new day: its term moves with it."""
    world = World()
    crime = world.crime(NEXT, "2024-06-03", found_on="2024-06-03")
    later = JUDGMENT | {"judicial_act": JUDGMENT["judicial_act"] | {"in_force_on": "2024-05-31"}}
    data = CRIME | {"person": NEXT, "found_on": "2024-06-03", "outcome": later}
    world.do(crime, "correct", HR, "2024-06-04", corrects=1, data=data, reason="Дата")
    [check] = world.checks(crime)
    assert (check.state, check.deadlines["D14"].deadline.due.isoformat()) == ("resignation_awaited", "2024-06-10")


def test_a_correction_of_what_was_acted_upon_is_remarked() -> None:
    """A verdict that changes after an application was filed changes no state; it is recorded and remarked."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    world.do(check.id, "file_resignation", HR, "2024-05-29", filed_on="2024-05-29")
    opened = check.history[0]
    data = msgspec.to_builtins(opened.facts())
    data["superior"] |= {"appointed_on": "2024-01-15", "person": None, "not_in_register": "Приказ о назначении № 3"}
    corrected = world.do(check.id, "correct", HR, "2024-05-30", corrects=1, data=data, reason="Дата приказа")
    assert corrected.state == "resignation_filed"
    assert corrected.history[-1].remarks == ("verdict_changed",)
    assert corrected.facts.verdict.row == "R21"


def test_who_opens_and_decides() -> None:
    """Officials of the superior's body act on the check; the offender's own body, when it is another, does not."""
    world = World()
    check = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    assert world.allowed(check.id, HR) == {
        "file_resignation", "record_not_filed", "superior_moved", "withdraw_fact", "link_fact", "correct",
        "name_responsible",
    }  # fmt: skip
    assert world.allowed(check.id, DEPARTMENT_HR) == set()


def dues(check: Case) -> dict[str, tuple[str, str]]:
    """When each term is due, and how it binds."""
    standing = {key: one.deadline for key, one in check.deadlines.items()}
    return {key: (deadline.due.isoformat(), deadline.strength.value) for key, deadline in standing.items()}


def test_terms_of_discipline_and_of_the_decision() -> None:
    """Discipline has a month from discovery and six from the offence as reminders; a resignation is decided within a month."""
    world = World()
    administrative = world.check(world.crime(SPECIALIST), EDUCATION, "director", NEXT)
    assert dues(administrative) == {
        "DISCIPLINE_1M": ("2024-06-21", "recommended"),
        "DISCIPLINE_6M": ("2024-08-12", "recommended"),
    }
    political = world.check(world.crime(NEXT), AKIMAT, "deputy-1", DEPUTY)
    filed = world.do(political.id, "file_resignation", HR, "2024-05-29", filed_on="2024-05-29")
    assert dues(filed) == {"D14": ("2024-05-30", "hard"), "RESIGNATION_1M": ("2024-07-01", "hard")}


def test_an_old_offence_has_no_reminder_of_its_day() -> None:
    """Of an offence before the calendar begins the check is recorded all the same, without the reminder that counts from it."""
    world = World()
    superior = NAMED["superior"] | {"appointed_on": "2014-01-06", "last_day": "2015-03-02"}
    superior |= {"official": {"body": "UPR", "kind": "first_head", "post_class": "corps_b"}}
    data = CRIME | {"offence": OFFENCE | {"happened_on": "2015-03-02"}, "reason": "Письмо", "superior": superior}
    check = world.cases[world.open("liability_check", "open_by_hand", HR, "2024-05-21", AKIMAT, **data)]
    assert list(dues(check)) == ["DISCIPLINE_1M"]


def test_a_life_is_the_fold_of_its_events() -> None:
    """Folding the recorded events of all cases of a story anew gives the same cases."""
    world = World()
    crime = world.crime(SPECIALIST, offence=OFFENCE | LASTING)
    overturned(world, crime, "changed")
    for case in world.cases.values():
        folded = None
        for event in case.history:
            folded = event.mutate(folded)
        assert folded is not None
        assert (folded.state, folded.facts, folded.deadlines) == (case.state, case.facts, case.deadlines)


def test_a_corrected_act_that_what_was_done_contradicts() -> None:
    """An act that entered into force after the application is recorded all the same: the check says so."""
    world = World()
    crime = world.crime(NEXT, "2024-06-03", found_on="2024-06-03")
    [check] = world.checks(crime)
    world.do(check.id, "file_resignation", HR, "2024-06-03", filed_on="2024-05-29")
    later = JUDGMENT | {"judicial_act": JUDGMENT["judicial_act"] | {"in_force_on": "2024-05-31"}}
    corrected(world, crime, 1, **CRIME | person(NEXT) | {"found_on": "2024-06-03", "outcome": later})
    known = world.cases[check.id]
    correction = next(event for event in known.history if event.TOPIC == "case.fact_corrected")
    assert correction.remarks == ("filed_before_force",)
    assert (known.state, known.facts.final_on.isoformat()) == ("resignation_filed", "2024-05-31")


def test_who_was_entered_by_hand_stays() -> None:
    """A superior whom somebody wrote into the opening of the check is kept when the crime is corrected: the register names nobody."""
    world = World()
    whole = CRIME | {"not_in_register": "Уволен"}
    crime = world.open("conviction", "register_conviction", HR, "2024-05-21", AKIMAT, **whole)
    [check] = world.checks(crime)
    data = msgspec.to_builtins(check.history[0].facts()) | {"superior": NAMED["superior"]}
    world.do(check.id, "correct", HR, "2024-05-22", corrects=1, data=data, reason="Архив")
    corrected(world, crime, 1, **whole | {"crime_number": "241903031000124"})
    known = world.cases[check.id].facts
    assert (known.superior.name, known.registered.crime_number) == (NAMED["superior"]["name"], "241903031000124")
