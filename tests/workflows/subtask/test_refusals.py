"""What a subtask may not contradict, and what is recorded with a remark."""

from typing import Any

import pytest

from events.event import CaseEvent
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import FILE, PAGE, PUBLISHED, SOCIAL_ORDER, WALKS, Walk, attach, sign
from tests.workflows.subtask.world import AGENCY, SYSTEM, assigned, country, officer
from workflows.refusals import Invalid, NotPermitted

REGISTER = country()
DAY = "2024-12-17"
BY_CODE: dict[str, Walk] = {walk.subtask: walk for walk in reversed(WALKS)}


def with_first(subtask: str, **changes: Any) -> dict[str, Any]:
    """The data of a subtask's first report, changed."""
    return {**BY_CODE[subtask].reports[0][1], **changes}


CERTIFICATE = BY_CODE["3.3.1"].reports[0][1]["certificates"][0]
TRAINEE = BY_CODE["4.2.1"].reports[0][1]["trainees"][0]
PROPAGANDA = {"kind": "legal_act", "subject": "Правила"}

# subtask, changes to its report, path of what is wrong
WRONG: list[tuple[str, dict[str, Any], tuple[str | int, ...]]] = [
    ("3.1.1", {"held_on": "2024-07-01"}, ("held_on",)),
    ("3.1.1", {"held_on": "2024-03-31"}, ("held_on",)),
    ("3.1.1", {"participants": 0}, ("participants",)),
    ("3.2.1", {"valid_until": "2024-03-11"}, ("valid_until",)),
    ("3.2.6", {"approved_on": "2022-03-01"}, ("valid_until",)),
    ("3.2.6", {"approved_on": "2023-12-20", "valid_until": "2023-12-31"}, ("valid_until",)),
    ("3.2.2", {"contents": ["goals", "principles", "measures"]}, ("contents",)),
    ("3.2.9", {"documents": [PUBLISHED["documents"][0]] * 2}, ("documents", 1, "document")),
    ("3.2.9", {"documents": [{**PUBLISHED["documents"][0], "document": "3.3.1"}]}, ("documents", 0, "document")),
    ("3.2.9", {"documents": []}, ("documents",)),
    ("3.2.9", {"documents": [], "familiarised_on": "2024-04-01", "employees": 9}, ("familiarised_on",)),
    ("3.2.9", {"documents": [], "familiarised_on": "2024-04-01"}, ("employees",)),
    ("3.2.9", {"documents": [], "familiarised_on": "2030-01-01", "employees": 9}, ("familiarised_on",)),
    (
        "3.2.9",
        {"documents": [*PUBLISHED["documents"][:7], {**PUBLISHED["documents"][7], "published_on": "2024-12-18"}]},
        ("documents", 7, "published_on"),
    ),
    ("3.3.1", {"certificates": [{**CERTIFICATE, "issued_on": "2024-12-30"}]}, ("certificates", 0, "issued_on")),
    ("3.3.1", {"certificates": [{**CERTIFICATE, "issued_on": "2023-12-31"}]}, ("certificates", 0, "issued_on")),
    ("3.3.1", {"certificates": [{**CERTIFICATE, "valid_to": "2024-06-13"}]}, ("certificates", 0, "valid_to")),
    ("4.1.1", {"held_on": "2024-03-31"}, ("held_on",)),
    ("4.1.2", {"anticorruption": 901}, ("anticorruption",)),
    ("4.1.2", {"anticorruption_of_next_year": 951}, ("anticorruption_of_next_year",)),
    ("4.1.2", {"total": -1}, ("total",)),
    ("4.2.1", {"staff": 1}, ("staff",)),
    ("4.2.1", {"staff": 0}, ("staff",)),
    ("4.2.1", {"trainees": [{**TRAINEE, "began_on": "2024-04-13"}]}, ("trainees", 0, "began_on")),
    ("4.2.1", {"trainees": [{**TRAINEE, "ended_on": "2025-01-10"}]}, ("trainees", 0, "ended_on")),
    ("4.2.1", {"trainees": [TRAINEE, {**TRAINEE, "ended_on": "2024-12-31"}]}, ("trainees", 1, "ended_on")),
    ("4.2.3", {"held_on": "2024-06-01"}, ("held_on",)),
    ("4.2.3", {"participants": 0}, ("participants",)),
    ("4.2.4", {"done_on": "2023-12-29"}, ("done_on",)),
    ("4.3.1", PROPAGANDA, ("act_approved_on",)),
    ("4.3.1", {**PROPAGANDA, "act_approved_on": "2023-12-29"}, ("act_approved_on",)),
    ("4.3.1", {**PROPAGANDA, "act_approved_on": "2024-12-31"}, ("act_approved_on",)),
    ("4.3.1", {**PROPAGANDA, "act_approved_on": "2024-12-02"}, ("held_on",)),
    ("4.3.1", {"held_at": "25:00"}, ("held_at",)),
]


@pytest.mark.parametrize(("subtask", "changes", "path"), WRONG)
def test_wrong_reports_are_refused(subtask: str, changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """What contradicts itself, or belongs to another period, is refused, with the field named."""
    walk = BY_CODE[subtask]
    scenario = walk.given(REGISTER)
    with pytest.raises(Invalid) as caught:
        scenario.do(walk.reports[0][0], walk.performer, DAY, **with_first(subtask, **changes))
    assert path in [violation.path for violation in caught.value.violations]
    assert scenario.case.state == "assigned"


@pytest.mark.parametrize(
    ("subtask", "changes"),
    [
        ("3.2.6", {"approved_on": "2023-12-20", "valid_until": "2024-12-31"}),
        ("3.2.6", {"approved_on": "2022-03-01", "valid_until": "2024-06-30"}),
        ("3.2.1", {"approved_on": "2022-03-01"}),
    ],
)
def test_a_plan_is_of_the_year_in_which_it_is_in_force(subtask: str, changes: dict[str, Any]) -> None:
    """A plan approved before the year counts for it if it is said to be in force then; other documents stay until they lapse."""
    walk = BY_CODE[subtask]
    scenario = walk.given(REGISTER).do("confirm_document", walk.performer, DAY, **with_first(subtask, **changes))
    assert scenario.case.state == "in_work"


def test_a_plan_approved_after_its_year_is_one_of_another() -> None:
    """What was approved when the year was over does not show that there was a plan in it."""
    walk, late = BY_CODE["3.2.6"], with_first("3.2.6", approved_on="2025-01-08")
    scenario = walk.given(REGISTER)
    with pytest.raises(Invalid) as caught:
        scenario.do("confirm_document", walk.performer, "2025-01-09", **late)
    assert [violation.path for violation in caught.value.violations] == [("approved_on",)]


def test_a_later_table_of_the_social_order_replaces_the_earlier() -> None:
    """There is one table of the year (A-54): the newest stands, with its remarks alone, and the earlier is history."""
    walk, by = BY_CODE["4.1.2"], officer("district")
    scenario = walk.given(REGISTER)
    for changes in ({"breakdown": SOCIAL_ORDER["breakdown"][:1]}, {"total_of_year": 899}, {}):
        scenario.do("report_social_order", by, DAY, **with_first("4.1.2", **changes))
    assert [entry.originator_version for entry in scenario.case.facts.entries] == [4]
    assert (list(scenario.case.remarks()), scenario.case.history[1].remarks) == ([], ("breakdown_differs_from_sum",))
    with pytest.raises(Invalid):
        scenario.do("withdraw_entry", by, DAY, withdraws=2, withdrawn_on=DAY, reason="Заменена")


def test_a_list_of_those_who_took_the_course_may_be_attached() -> None:
    """4.2.2 asks for no document, but a list and certificates may be attached; the Agency confirms all the same (A-51, l.663)."""
    scenario, by = assigned("4.2.2", "district", "2024", REGISTER), officer("district")
    attach(attach(scenario, "certificate", by, DAY), "attachments", by, DAY)
    scenario.do("confirm_course", AGENCY, DAY, confirmed_on=DAY, servants=3)
    assert scenario.case.state == "confirmed"


def test_a_company_without_a_site_familiarises() -> None:
    """Where there is no site, the employees' familiarisation takes the place of publication, and is signed (l.41, l.577)."""
    scenario = assigned("3.2.9", "waterworks", "2024", REGISTER)
    by = officer("department")
    report = {"reported_on": "2024-04-05", "familiarised_on": "2024-04-01", "employees": 120}
    scenario.do("record_publication", by, DAY, **report)
    with pytest.raises(Invalid) as caught:
        sign(scenario, "first_head", by, DAY)
    assert "familiarisation" in str(caught.value.violations[0].text)
    attach(scenario, "familiarisation", by, DAY)
    with pytest.raises(NotPermitted, match="signed before"):
        scenario.do("upload_evidence", by, DAY, uploaded_on=DAY)
    sign(scenario, "first_head", by, DAY).do("upload_evidence", by, DAY, uploaded_on=DAY)
    assert scenario.case.state == "uploaded"


def test_who_acts_for_another_body() -> None:
    """The supervising body's official does the work of a company without an account, which is theirs all the same."""
    scenario = assigned("3.1.1", "waterworks", "2024Q2", REGISTER)
    assert "record_training" in scenario.allowed(officer("department"))
    assert "record_training" in scenario.allowed(officer("waterworks"))
    assert "upload_evidence" not in scenario.allowed(officer("waterworks"))


@pytest.mark.parametrize(
    ("person", "day", "accepted"),
    [("p-1", DAY, True), ("p-2", DAY, False), ("p-1", "2020-06-01", False), ("p-99", DAY, False)],
)
def test_the_named_signatory_held_the_post(person: str, day: str, accepted: bool) -> None:
    """A signatory who is named must have held the post on the day of the signature."""
    walk = BY_CODE["3.3.1"]
    scenario = walk.proved(REGISTER)
    data = {"signed_on": day, "signature": {"post": "first_head", "person": person}}
    if accepted:
        scenario.do("sign_evidence", walk.performer, DAY, **data)
        assert scenario.last.remarks == ()
        return
    with pytest.raises(Invalid) as caught:
        scenario.do("sign_evidence", walk.performer, DAY, **data)
    assert ("signature", "person") in [violation.path for violation in caught.value.violations]


def _deputy_of_district(scenario: Scenario) -> Scenario:
    return sign(scenario, "deputy_head", officer("district"), DAY, on_decision="12-Ө")


def _without_signature(scenario: Scenario) -> Scenario:
    return scenario.do("upload_evidence", officer("district"), DAY, uploaded_on=DAY)


def _unnamed(scenario: Scenario) -> Scenario:
    return sign(scenario, "first_head", officer("company"), DAY)


@pytest.mark.parametrize(
    ("subtask", "act", "remarks"),
    [
        ("4.2.1", _deputy_of_district, ("signed_on_decision", "signatory_not_named")),
        ("4.1.2", _without_signature, ("form_not_signed",)),
        ("3.3.1", _unnamed, ("signatory_not_named",)),
    ],
)
def test_remarks_on_signatures(subtask: str, act: Any, remarks: tuple[str, ...]) -> None:
    """What two rules judge differently, or a form does not ask for, is recorded with a remark."""
    assert act(BY_CODE[subtask].proved(REGISTER)).last.remarks == remarks


@pytest.mark.parametrize(
    ("subtask", "changes", "remark"),
    [
        ("4.1.2", {"breakdown": SOCIAL_ORDER["breakdown"][:1]}, "breakdown_differs_from_sum"),
        ("4.1.2", {"total_of_year": 899}, "year_differs_from_region"),
        ("3.2.9", {"documents": PUBLISHED["documents"][:7]}, "not_all_documents_published"),
        ("4.2.4", {}, "position_not_in_list"),
        ("3.2.5", {"public_took_part": False}, "without_the_public"),
    ],
)
def test_remarks_on_reports(subtask: str, changes: dict[str, Any], remark: str) -> None:
    """What does not add up is recorded with a remark."""
    walk = BY_CODE[subtask]
    scenario = walk.given(REGISTER).do(walk.reports[0][0], walk.performer, DAY, **with_first(subtask, **changes))
    assert remark in scenario.last.remarks


def test_the_quota_is_remarked_upon_and_judged() -> None:
    """Fewer than 5 % trained is recorded as it is, with a remark, and the year's limit stays open (l.613)."""
    walk = BY_CODE["4.2.1"]
    scenario = walk.given(REGISTER).do(walk.reports[0][0], walk.performer, DAY, **with_first("4.2.1", staff=41))
    for kind in walk.evidence:
        attach(scenario, kind, walk.performer, DAY)
    sign(scenario, "district_akim", walk.performer, DAY)
    assert "quota_not_reached" in scenario.last.remarks
    assert scenario.status("D18") == "open"


def test_positions_come_from_analyses() -> None:
    """Positions that an analysis named are known to the ethics officer's work; they open it if need be."""
    positions = [{"title": "Главный специалист", "unit": "Отдел", "risk": "R1"}]
    received = {"subtask": "4.2.4", "year": 2024, "analysis": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11", "report_no": "5"}
    scenario = Scenario("subtask", "district", REGISTER)
    scenario.do("receive_positions", SYSTEM, "2024-04-05", **received, positions=positions)
    report = with_first("4.2.4", position="главный специалист")
    scenario.do("record_prevention", officer("district"), DAY, **report)
    assert scenario.last.remarks == ()


def test_nothing_to_report() -> None:
    """Where there may be nothing to report, that is said, signed and uploaded; elsewhere it is refused (A-66)."""
    nil = {"declared_on": "2024-12-10", "explanation": "Сертификат не получался"}
    walk = BY_CODE["3.3.1"]
    scenario = walk.given(REGISTER).do("declare_nil", walk.performer, DAY, **nil)
    sign(scenario, "first_head", walk.performer, DAY).do("upload_evidence", walk.performer, DAY, uploaded_on=DAY)
    assert scenario.case.state == "uploaded"
    with pytest.raises(Invalid):
        BY_CODE["3.1.1"].given(REGISTER).do("declare_nil", walk.performer, DAY, **nil)
    with pytest.raises(Invalid):
        walk.reported(REGISTER).do("declare_nil", walk.performer, DAY, **nil)


def test_a_document_lapses_and_is_renewed() -> None:
    """A lapsed document is confirmed, proved, signed and uploaded anew; what was before stays in the history."""
    walk = BY_CODE["3.2.5"]
    scenario = walk.uploaded(REGISTER).do("accept", officer("department"), DAY, accepted_on=DAY)
    scenario.do("lapse", officer("company"), "2025-01-09", lapsed_on="2025-01-08", reason="Истёк срок")
    assert (scenario.case.state, scenario.case.facts.entries) == ("lapsed", ())
    scenario.do("confirm_document", officer("company"), "2025-01-10", **with_first("3.2.5", approved_on="2025-01-09"))
    attach(scenario, "doc", officer("company"), "2025-01-10")
    sign(scenario, "first_head", officer("company"), "2025-01-10")
    assert scenario.case.state == "signed"


def uploaded_until(valid_until: str) -> Scenario:
    """A document in force until a day, uploaded."""
    walk = BY_CODE["3.2.1"]
    report = with_first("3.2.1", valid_until=valid_until)
    scenario = walk.given(REGISTER).do("confirm_document", walk.performer, DAY, **report)
    sign(attach(scenario, "doc", walk.performer, DAY), "first_head", walk.performer, DAY)
    return scenario.do("upload_evidence", walk.performer, DAY, uploaded_on=DAY)


def test_validity_is_watched() -> None:
    """A document that is proved and in force until a day is to be renewed by then."""
    scenario = uploaded_until("2026-03-11")
    assert (scenario.due("VALIDITY"), scenario.status("VALIDITY")) == ("2026-03-11", "open")


def test_withdrawn_evidence_does_not_count() -> None:
    """Evidence that was withdrawn is missed where it is needed, and cannot be withdrawn again."""
    walk = BY_CODE["3.2.1"]
    scenario = walk.proved(REGISTER)
    withdrawal = {"withdraws": scenario.case.version, "withdrawn_on": DAY, "reason": "Не тот файл"}
    scenario.do("withdraw_evidence", walk.performer, DAY, **withdrawal)
    for action, data in (
        ("sign_evidence", {"signed_on": DAY, "signature": {"post": "first_head"}}),
        ("withdraw_evidence", withdrawal),
    ):
        with pytest.raises(Invalid):
            scenario.do(action, walk.performer, DAY, **data)


def test_the_date_of_the_card_moves() -> None:
    """The date by which to upload is the Карта's, as it was last set; without one, none is asked (l.47)."""
    scenario = assigned("3.2.1", "company", "2024", REGISTER)
    assert "D23" not in scenario.case.deadlines
    scenario.do("set_upload_date", SYSTEM, "2024-02-01", set_on="2024-02-01", upload_by="2024-06-28", basis="Карта")
    scenario.do("set_upload_date", SYSTEM, "2024-03-01", set_on="2024-03-01", upload_by="2024-09-27", basis="Карта")
    assert scenario.due("D23") == "2024-09-27"


def test_put_aside_and_taken_up_again() -> None:
    """What does not apply, or was waived, owes nothing more until it is reopened; nobody releases themselves."""
    scenario = assigned("4.2.1", "district", "2024", REGISTER)
    put_aside = {"declared_on": "2024-03-01", "reason": "Нет служащих"}
    assert not {"declare_not_applicable", "waive"} & scenario.allowed(officer("district"))
    scenario.do("declare_not_applicable", officer("oblast"), "2024-03-01", **put_aside)
    assert scenario.status("D18") == "dropped"
    assert "reopen" not in scenario.allowed(officer("district"))
    assert "reopen" in scenario.allowed(SYSTEM)
    scenario.do("reopen", officer("oblast"), "2024-04-01", reopened_on="2024-04-01", reason="Появились")
    assert (scenario.case.state, scenario.status("D18")) == ("in_work", "open")
    assert "waive" not in scenario.allowed(officer("district"))
    waiver = {"waived_on": "2024-05-02", "decision_no": "45-Ө", "reason": "Реорганизация"}
    scenario.do("waive", officer("oblast"), "2024-05-02", **waiver)
    assert scenario.status("D18") == "dropped"
    assert not {"reopen"} & (scenario.allowed(officer("district")) | scenario.allowed(SYSTEM))
    assert "reopen" in scenario.allowed(officer("oblast"))


def test_assignments_fit_the_body() -> None:
    """A subtask is given to bodies that the Instruction names for it, and only if this workflow carries it."""
    for subtask, body, period in (
        ("3.2.1", "district", "2024"),
        ("4.1.1", "department", "2024Q1"),
        ("1.5.1", "oblast", "2024"),
        ("9.9.9", "district", "2024"),
    ):
        with pytest.raises(Invalid) as caught:
            assigned(subtask, body, period, REGISTER)
        assert {violation.path for violation in caught.value.violations} == {("subtask",)}


def test_corrections_are_checked_like_reports() -> None:
    """A correction of a report is refused for what the report would be refused for."""
    walk = BY_CODE["3.1.1"]
    scenario = walk.reported(REGISTER)
    wrong = {"corrects": 2, "data": with_first("3.1.1", held_on="2024-07-01"), "reason": "Опечатка"}
    with pytest.raises(Invalid) as caught:
        scenario.do("correct", walk.performer, DAY, **wrong)
    assert [violation.path for violation in caught.value.violations] == [("data", "held_on")]
    scenario.do("correct", walk.performer, DAY, **wrong | {"data": with_first("3.1.1", held_on="2024-05-17")})
    assert scenario.case.deadlines["D16"].judgement is not None
    assert str(scenario.case.deadlines["D16"].judgement.done_on) == "2024-05-17"


def test_events_close_and_reopen() -> None:
    """Acceptance closes the case for the lists; a return opens it again."""
    walk = BY_CODE["3.2.1"]
    scenario = walk.uploaded(REGISTER).do("accept", officer("department"), DAY, accepted_on=DAY)
    accepted: CaseEvent = scenario.last
    scenario.do("send_back", officer("department"), DAY, returned_on=DAY, reason="Скан без подписи")
    assert (accepted.CLOSES, scenario.last.REOPENS, scenario.case.state) == (True, True, "returned")


@pytest.mark.parametrize(
    ("kind", "proof", "path"),
    [
        ("url", {"file": FILE}, {("publication",), ("file",)}),
        ("url", {}, {("publication",)}),
        ("url", {"publication": PAGE, "file": FILE}, {("file",)}),
        ("protocol", {"publication": PAGE}, {("publication",), ("file",)}),
        ("protocol", {}, {("file",)}),
        ("protocol", {"publication": PAGE, "file": FILE}, {("publication",)}),
        ("certificate", {}, {("kind",)}),
    ],
)
def test_evidence_is_what_its_kind_says(kind: str, proof: dict[str, Any], path: set[tuple[str]]) -> None:
    """A link is a publication, everything else a file: each lack and each surplus is refused at its own field."""
    scenario = BY_CODE["3.1.1"].reported(REGISTER)
    data = {"kind": kind, "title": "x", "attached_on": DAY, "no_state_secrets": True, **proof}
    with pytest.raises(Invalid) as caught:
        scenario.do("attach_evidence", BY_CODE["3.1.1"].performer, DAY, **data)
    assert {violation.path for violation in caught.value.violations} == path
