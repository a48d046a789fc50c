"""A reconciliation from the plan to the act: what is let in, what differs, how it is settled, what stands afterwards."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.bodies import COMPANY, DISTRICT, EDUCATION, country, officer
from tests.workflows.reconciliation.life import (
    ACT,
    DISCREDITING,
    FILED,
    OFFICER,
    OWN_LIST,
    REGISTER,
    REGISTRY_LIST,
    REOPENED,
    compared,
    listed,
    lived,
    own,
    resolve,
    scenario,
)
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor, Role
from workflows.consequences import consequences
from workflows.reconciliation import matching
from workflows.reconciliation.consequences import CONSEQUENCES
from workflows.reconciliation.differences import Difference, differences
from workflows.reconciliation.record import of_own, of_registry
from workflows.reconciliation.stages import STAGES
from workflows.refusals import Invalid, NotPermitted, WrongOrder

DAY = "2024-12-31"


def open_ones(made: Scenario) -> list[Difference]:
    """What is still to be settled."""
    return list(made.case.facts.unresolved)


def told(made: Scenario) -> list[tuple[str, str, dict[str, Any]]]:
    """What the newest event does elsewhere: workflow, action, data."""
    found = consequences(CONSEQUENCES, made.case, made.last, REGISTER)
    return [(one.workflow, one.action, dict(one.data)) for one in found]


def refusal(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[tuple[str | int, ...], str]]:
    """Where something is wrong, and what."""
    return [(one.path, str(one.text)) for one in error.value.violations]


def test_a_whole_year() -> None:
    """Both lists agree, the act is approved and the year closed; remarked is that nobody is named where no posts are recorded."""
    made = lived("close_reconciliation")
    assert (made.case.state, made.last.CLOSES, made.case.facts.differences) == ("closed", True, ())
    assert {remark for event in made.case.history for remark in event.remarks} == {"signatory_not_named"}


def test_an_act_names_its_signatory_and_has_its_document() -> None:
    """An act that neither says who approved it nor has a file is recorded with a remark for each (SG-8, l.380)."""
    made = lived("receive_registry_list").do("approve_act", OFFICER, DAY, **ACT)
    assert made.last.remarks == ("signatory_not_named", "act_without_file")


def test_who_approves_is_the_head_of_the_apparatus_by_the_register() -> None:
    """Where the register knows the posts, somebody named under the act who is not in that post is refused."""
    known, person = country(), officer(EDUCATION)
    known.person("p-apparatus")
    known.post(EDUCATION, "apparatus-head", "apparatus_head")
    known.appoint(EDUCATION, "apparatus-head", "p-apparatus")
    made = scenario(EDUCATION, known.register)
    made.do("enter_own_list", person, DAY, entered_on="2024-12-02")
    made.do("receive_registry_list", person, DAY, **REGISTRY_LIST | {"rows": []})
    with pytest.raises(Invalid) as error:
        made.do("approve_act", person, DAY, **FILED | {"signature": {"post": "apparatus_head", "person": "p-head"}})
    assert refusal(error)[0][0] == ("signature", "person")
    named = {"signature": {"post": "apparatus_head", "person": "p-apparatus"}}
    assert made.do("approve_act", person, DAY, **FILED | named).last.remarks == ()


def test_an_act_enters_its_row_of_appendix_2() -> None:
    """The approved act is a fact of row 2.2.1 in the quarter of its approval (A-02); taken back, it leaves the row."""
    made = lived("approve_act")
    fact = {"row": "2.2.1", "period": "2024Q4", "fact": str(made.case.id)}
    assert told(made) == [("reporting_row", "enter_fact", fact | {"on": "2024-12-17"})]
    made.do("reopen_reconciliation", OFFICER, DAY, **REOPENED)
    assert (made.case.state, told(made)) == ("at_work", [("reporting_row", "leave_fact", fact | {"on": "2024-12-18"})])


def test_an_act_without_offences_enters_nothing() -> None:
    """That there was nothing is declared by hand, not by an empty act."""
    made = compared([], []).do("approve_act", OFFICER, DAY, **ACT)
    assert (made.case.state, told(made)) == ("act_approved", [])


@pytest.mark.parametrize(
    ("row", "name", "words"),
    [
        (own(in_force_on="2023-12-29"), "in_force_on", "came into force in 2023"),
        (own(in_force_on="2025-01-03"), "in_force_on", "came into force in 2025"),
        (own(in_force_on=None), "in_force_on", "by a sentence or decision in force"),
        (own(in_force_on="2024-01-03", offence={"happened_on": "2024-01-05"}), "in_force_on", "before 2024-01-05"),
        (own(in_force_on="2024-12-05"), "in_force_on", "after 2024-12-02"),
        (own(offence={"category": "discrediting"}), "decision_on", "disciplinary decision is needed"),
        (
            own(offence={"category": "discrediting"}, **DISCREDITING | {"decision_on": "2023-12-01"}),
            "decision_on",
            "decision is of 2023",
        ),
    ],
)
def test_what_is_outside_the_year_is_refused(row: dict[str, Any], name: str, words: str) -> None:
    """An own row must have come into force, or been decided on, in the year (D20); the refusal says which year it is about."""
    with pytest.raises(Invalid) as error:
        scenario().do("enter_own_list", OFFICER, "2025-02-01", entered_on="2024-12-02", rows=[row])
    found = refusal(error)
    assert ("rows", 0, name) in [path for path, _ in found]
    assert any(words in text for _, text in found)


def test_an_offence_of_last_year_counts_by_its_force() -> None:
    """What happened in 2023 and came into force in 2024 is reconciled in 2024 (l.378), and a discrediting one by its decision."""
    rows = [own("1"), own("2", offence={"category": "discrediting"}, **DISCREDITING)]
    made = compared(rows, [listed("1"), listed("2", category="discrediting", **DISCREDITING)])
    entries = made.case.facts.entries
    assert [(entry.category.value, entry.counts_on) for entry in entries] == [
        ("criminal", date(2024, 6, 5)),
        ("discrediting", date(2024, 3, 1)),
    ]


def test_appendix_3_is_in_its_order() -> None:
    """Administrative offences come first, then criminal, then discrediting ones, each by date (l.755–759)."""
    rows = [
        own("1", in_force_on="2024-06-05"),
        own("2", in_force_on="2024-02-05"),
        own("3", offence={"category": "discrediting"}, **DISCREDITING),
        own("4", offence={"category": "administrative"}),
    ]
    assert [entry.code for entry in compared(rows, []).case.facts.entries] == ["4", "2", "1", "3"]


def test_rows_of_another_year_in_the_registry_are_remarked() -> None:
    """What the registry says is recorded as it came; that it is about another year is remarked, and settled one by one."""
    made = compared([], [listed(in_force_on="2023-06-05")])
    assert made.last.remarks == ("registry_rows_outside_the_year",)
    resolve(made, open_ones(made)[0].key, "outside_scope")
    assert open_ones(made) == []


def test_a_code_is_taken_once() -> None:
    """A row keeps its code: another one under it is refused, in the same list and in a later one."""
    with pytest.raises(Invalid) as error:
        scenario().do("enter_own_list", OFFICER, DAY, entered_on="2024-12-02", rows=[own("1"), own("1")])
    assert refusal(error)[0][0] == ("rows", 0, "code")
    with pytest.raises(Invalid):
        lived("enter_own_list").do("enter_own_list", OFFICER, DAY, **OWN_LIST)


def test_a_row_taken_out_is_compared_no_more() -> None:
    """A row entered by mistake is taken out with a reason; one that is not there cannot be."""
    made = compared([own("1"), own("2", "Ахметов Данияр Серикович")], [listed("1")])
    assert [one.own for one in open_ones(made)] == ["2"]
    made.do("withdraw_rows", OFFICER, DAY, withdrawn_on="2024-12-05", side="own", codes=["2"], reason="Ошибка")
    assert open_ones(made) == []
    with pytest.raises(Invalid) as error:
        made.do("withdraw_rows", OFFICER, DAY, withdrawn_on="2024-12-05", side="own", codes=["2"], reason="Ошибка")
    assert refusal(error)[0][0] == ("codes", 0)


def test_every_difference_is_settled_before_the_act() -> None:
    """The act is refused while one difference is open, and approved after the last one is settled."""
    made = compared([own("1"), own("2", "Ахметов Данияр Серикович")], [listed("1"), listed("7", "Цой Виктор")])
    for difference in open_ones(made):
        with pytest.raises(Invalid) as error:
            made.do("approve_act", OFFICER, DAY, **ACT)
        assert "not settled" in refusal(error)[0][1]
        resolve(made, difference.key, "own_list_right")
    assert made.do("approve_act", OFFICER, DAY, **ACT).case.state == "act_approved"


@pytest.mark.parametrize("missing", ["enter_own_list", "receive_registry_list"])
def test_an_act_needs_both_lists(missing: str) -> None:
    """A reconciliation is of two lists: with one alone there is no act; an empty list is a list."""
    made = scenario()
    if missing == "receive_registry_list":
        made.do("enter_own_list", OFFICER, DAY, entered_on="2024-12-02")
    else:
        made.do("receive_registry_list", OFFICER, DAY, **REGISTRY_LIST | {"rows": []})
    with pytest.raises(Invalid):
        made.do("approve_act", OFFICER, DAY, **ACT)


@pytest.mark.parametrize("post", ["first_head", "deputy_head"])
def test_the_head_of_the_apparatus_alone_approves(post: str) -> None:
    """Another signature under the act is refused where there may be a head of the apparatus (SG-8, l.380)."""
    made = lived("receive_registry_list")
    with pytest.raises(Invalid) as error:
        made.do("approve_act", OFFICER, DAY, **ACT | {"signature": {"post": post}})
    assert refusal(error)[0][0] == ("signature", "post")


def test_without_such_a_post_the_first_head_approves() -> None:
    """A body whose posts are known and that has no head of the apparatus has its act approved by its first head."""
    made, person = scenario(EDUCATION), officer(EDUCATION)
    made.do("enter_own_list", person, DAY, entered_on="2024-12-02")
    made.do("receive_registry_list", person, DAY, **REGISTRY_LIST | {"rows": []})
    signature = {"post": "first_head", "person": "p-head"}
    assert made.do("approve_act", person, DAY, **FILED | {"signature": signature}).last.remarks == ()


def test_a_resolution_can_be_taken_back() -> None:
    """A revoked resolution leaves the difference open again."""
    made = compared([own("1")], [])
    key = open_ones(made)[0].key
    resolve(made, key, "own_list_right")
    made.do("revoke_resolution", OFFICER, DAY, key=key, revoked_on="2024-12-10", reason="Ошибка")
    assert [one.key for one in open_ones(made)] == [key]


def test_new_rows_reopen_what_they_touch() -> None:
    """A row alone that was settled is a pair once its counterpart arrives, and what differs there is open; the rest stays settled."""
    made = compared([own("1"), own("2", "Ахметов Данияр Серикович", act_no="9")], [])
    for difference in open_ones(made):
        resolve(made, difference.key, "own_list_right")
    more = REGISTRY_LIST | {"rows": [listed("1", category="administrative")]}
    made.do("receive_registry_list", OFFICER, DAY, **more)
    assert [(one.own, one.registry, one.fields) for one in open_ones(made)] == [("1", "1", ("category",))]


def test_what_was_settled_apart_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows that people settled each by itself, before a rule thought of the pair, are not asked about again."""
    monkeypatch.setattr(matching, "STAGES", [stage for stage in STAGES if not stage.rule.startswith("spelling")])
    made = compared([own("1", "Сейітов Нұрлан Қайратұлы")], [listed("1", "Сеитов Нурлан Кайратович")])
    for difference in open_ones(made):
        resolve(made, difference.key, "own_list_right")
    monkeypatch.setattr(matching, "STAGES", STAGES)
    lists = made.case.facts.lists
    again = matching.match(map(of_own, lists.own.values()), map(of_registry, lists.registry.values()))
    assert [pair.rule for pair in again.pairs] == ["spelling_and_act"]
    assert [one.kind.value for one in differences(again, {})] == ["proposed"]
    assert list(differences(again, made.case.facts.resolutions)) == list(made.case.facts.differences)


def test_different_facts_are_settled_each_for_itself() -> None:
    """Two rows that turn out to be two facts are each a row that the other list lacks."""
    made = compared([own("1")], [listed("1", "Сереков Ерлан Болатович")])
    [proposed] = open_ones(made)
    assert (proposed.kind.value, proposed.rule) == ("proposed", "near_name_and_act")
    resolve(made, proposed.key, "different_facts")
    assert [one.kind.value for one in open_ones(made)] == ["own_only", "registry_only"]
    for difference in open_ones(made):
        resolve(made, difference.key, "own_list_right")
    assert (open_ones(made), len(made.case.facts.entries)) == ([], 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "resolution", "words"),
    [
        ([own()], [], "same_fact", "only one row"),
        ([own()], [], "different_facts", "only one row"),
        ([], [listed()], "registry_right", "missing in the body's list"),
    ],
)
def test_a_resolution_must_fit(mine: list[Any], theirs: list[Any], resolution: str, words: str) -> None:
    """A row alone is no pair, and an offence that the registry knows rightly belongs into the body's list."""
    made = compared(mine, theirs)
    with pytest.raises(Invalid) as error:
        resolve(made, open_ones(made)[0].key, resolution)
    assert words in refusal(error)[0][1]
    with pytest.raises(Invalid):
        resolve(made, "own/1/00000000", "own_list_right")


@pytest.mark.parametrize(
    ("theirs", "resolution", "lines"),
    [
        ([listed(category="administrative")], "registry_right", [("administrative", date(2024, 6, 5))]),
        ([listed(category="administrative")], "own_list_right", [("criminal", date(2024, 6, 5))]),
        ([listed(in_force_on="2025-01-05")], "registry_right", []),
        ([listed(category="administrative")], "outside_scope", []),
        ([], "registry_right", []),
        ([], "own_list_right", [("criminal", date(2024, 6, 5))]),
    ],
)
def test_the_act_tells_what_was_found_right(theirs: list[Any], resolution: str, lines: list[Any]) -> None:
    """A line of the act has the category and the date of the list that is right, and is left out if it is none of the year."""
    made = compared([own()], theirs)
    resolve(made, open_ones(made)[0].key, resolution)
    assert [(entry.category.value, entry.counts_on) for entry in made.case.facts.entries] == lines


def test_an_approved_act_freezes_the_lists() -> None:
    """Neither new rows nor corrections change what was approved; taken back, it can be changed and approved anew."""
    made = lived("approve_act")
    with pytest.raises(WrongOrder):
        made.do("enter_own_list", OFFICER, DAY, **OWN_LIST)
    right = OWN_LIST | {"rows": [own(fabula="Иначе")]}
    with pytest.raises(Invalid) as error:
        made.do("correct", OFFICER, DAY, corrects=2, data=right, reason="Опечатка")
    assert "take that back first" in refusal(error)[0][1]
    with pytest.raises(NotPermitted):
        made.do("correct", OFFICER, DAY, corrects=4, data=ACT | {"number": "1"}, reason="Опечатка")
    made.do("reopen_reconciliation", OFFICER, DAY, **REOPENED)
    made.do("correct", OFFICER, DAY, corrects=2, data=right, reason="Опечатка")
    made.do("approve_act", OFFICER, DAY, **ACT)
    assert made.case.facts.entries[0].row.fabula == "Иначе"


def test_a_correction_compares_anew() -> None:
    """A corrected name is paired, and the entry that settled the old difference is remarked as not agreeing any more."""
    made = compared([own("1", "Цой Виктор", act_no=None)], [])
    resolve(made, open_ones(made)[0].key, "own_list_right")
    data = {"entered_on": "2024-12-02", "rows": [own("1")]}
    made.do("correct", OFFICER, DAY, corrects=2, data=data, reason="Не та фамилия")
    assert made.last.remarks == ("leaves_another_entry_inconsistent",)
    assert [one.own for one in open_ones(made)] == ["1"]


def test_a_correction_after_the_act_was_taken_back() -> None:
    """What was right when the act was approved need not hold afterwards: the correction opens a difference anew."""
    made = lived("approve_act").do("reopen_reconciliation", OFFICER, DAY, **REOPENED)
    data = OWN_LIST | {"rows": [own(offence={"category": "administrative"})]}
    made.do("correct", OFFICER, DAY, corrects=2, data=data, reason="Не та категория")
    assert [one.fields for one in open_ones(made)] == [("category",)]


@pytest.mark.parametrize("actor", [officer(DISTRICT), SUPERVISOR, SYSTEM, Actor("x", Role.OFFICER, "")])
def test_others_record_nothing(actor: Actor) -> None:
    """The lists are entered by officials of the body, or of the one that uploads for it; by nobody else."""
    with pytest.raises(NotPermitted):
        scenario().do("enter_own_list", actor, DAY, **OWN_LIST)


def test_who_uploads_records_for_a_body_without_an_account() -> None:
    """An institution that has no account in the platform has its lists entered by the department above it (l.51), which has one."""
    made = country()
    made.enter("archive", "ORG", EDUCATION, account=False)
    made.enter("library", "ORG", EDUCATION, account=True)
    for body, may in (("archive", True), ("library", False)):
        assert ("enter_own_list" in scenario(body, made.register).allowed(officer(EDUCATION))) is may


def test_quasi_state_entities_do_not_reconcile() -> None:
    """Only bodies with civil servants reconcile (l.372): an entity's is refused with the reason."""
    with pytest.raises(Invalid) as error:
        scenario(COMPANY)
    assert "civil servants" in refusal(error)[0][1]


def test_what_outsiders_see_are_figures() -> None:
    """The case shows how many rows there are and how many differ, not thousands of rows."""
    shown = compared([own("1")], [listed("1", "Цой Виктор", act_no=None)]).case.facts.shown()
    assert (shown["own_rows"], shown["registry_rows"], shown["unresolved"]) == (1, 1, 2)
    assert "lists" not in shown
