"""The schedule of analyses: what it asks for, refuses, remarks on, and opens."""

import uuid
from typing import Any

import pytest

from events.case import FactCorrected
from tests.workflows.bodies import (
    AKIMAT,
    COMPANY,
    DISTRICT,
    EDUCATION,
    MINISTRY,
    OTHER_AKIMAT,
    SECTION,
    TERRITORIAL,
    officer,
    register,
    signatory,
)
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor, Post
from workflows.consequences import case_id, consequences
from workflows.refusals import Invalid, NotPermitted, WrongOrder

REGISTER = register()
PLANNED = {"year": 2024, "planned_on": "2024-01-15"}
OBJECT = {"organization": EDUCATION, "starts_on": "2024-03-04", "ends_on": "2024-03-28"}
APPROVED: dict[str, Any] = {
    "year": 2024,
    "approved_on": "2024-01-25",
    "schedule_no": "3-г",
    "breakdown": "local",
    "objects": [OBJECT, OBJECT | {"organization": DISTRICT}],
    "file": "a" * 64,
}
AMENDED: dict[str, Any] = {
    "amended_on": "2024-02-20",
    "amendment_no": "7-г",
    "objects": [OBJECT | {"ends_on": "2024-04-05"}, OBJECT | {"organization": COMPANY}],
    "reason": "Создано новое предприятие",
}
NOT_NEEDED = {"decided_on": "2024-01-22", "reason": "Анализ только в центральном аппарате"}
CLOSED = {"closed_on": "2024-12-31", "conclusion": "Проведён везде"}
CANCELLED = {"cancelled_on": "2024-03-01", "basis_no": "19-Ө", "reason": "Реорганизация"}
AKIM, DEPUTY, OFFICER = signatory(AKIMAT), signatory(AKIMAT, Post.DEPUTY_HEAD), officer(AKIMAT)


def schedule(until: str = "", body: str = AKIMAT) -> Scenario:
    """A schedule after an action of its life."""
    scenario = Scenario("analysis_schedule", body, REGISTER)
    for action, actor, day, data in (
        ("plan", SYSTEM, "2024-01-15", PLANNED),
        ("approve_schedule", AKIM, "2024-01-25", APPROVED),
        ("amend_schedule", DEPUTY, "2024-02-20", AMENDED),
        ("close_schedule", OFFICER, "2024-12-31", CLOSED),
    ):
        if not until:
            break
        scenario.do(action, actor, day, **data)
        if action == until:
            break
    return scenario


def acted(scenario: Scenario) -> dict[tuple[uuid.UUID, str], dict[str, Any]]:
    """What the newest event does to analyses, by their cases and the action."""
    found = list(consequences(scenario.workflow.CONSEQUENCES, scenario.case, scenario.last, REGISTER))
    assert {one.workflow for one in found} <= {"risk_analysis"}
    assert len({one.case_id for one in found}) == len(found)
    return {(one.case_id, one.action): dict(one.data) for one in found}


def caused(scenario: Scenario) -> dict[uuid.UUID, dict[str, Any]]:
    """The dates that the newest event gives to analyses, by their cases."""
    return {analysis: data for (analysis, action), data in acted(scenario).items() if action == "schedule"}


def unscheduled(scenario: Scenario) -> set[uuid.UUID]:
    """The analyses that the newest event takes out of the schedule."""
    return {analysis for analysis, action in acted(scenario) if action == "unschedule"}


def analysis_of(code: str, year: int = 2024) -> uuid.UUID:
    """The case of the analysis of an object."""
    return case_id(code, "1.1.2", str(year))


def test_a_whole_life() -> None:
    """Planned, approved, amended and closed; an amendment replaces the dates of what it names and keeps the rest."""
    scenario = schedule("close_schedule")
    assert (scenario.case.state, scenario.last.CLOSES, scenario.last.remarks) == ("closed", True, ())
    assert {code: row.ends_on.isoformat() for code, row in scenario.case.facts.objects.items()} == {
        EDUCATION: "2024-04-05",
        DISTRICT: "2024-03-28",
        COMPANY: "2024-03-28",
    }


def test_each_object_is_told_its_dates() -> None:
    """An approved schedule acts on the analysis of each object; an amendment on those that it names."""
    scenario = schedule("approve_schedule")
    told = caused(scenario)
    assert told.keys() == {case_id(code, "1.1.2", "2024") for code in (EDUCATION, DISTRICT)}
    assert told[case_id(EDUCATION, "1.1.2", "2024")] == {
        "year": 2024,
        "schedule": str(scenario.case.id),
        "body": AKIMAT,
        "starts_on": "2024-03-04",
        "ends_on": "2024-03-28",
        "scheduled_on": "2024-01-25",
    }
    amended = caused(schedule("amend_schedule"))
    assert amended.keys() == {case_id(code, "1.1.2", "2024") for code in (EDUCATION, COMPANY)}


def test_a_correction_tells_the_objects_again() -> None:
    """What an object is told follows the schedule as it is now known."""
    scenario = schedule("approve_schedule")
    data = APPROVED | {"objects": [OBJECT | {"starts_on": "2024-03-05"}]}
    scenario.do("correct", AKIM, "2024-01-26", corrects=2, data=data, reason="Опечатка")
    assert isinstance(scenario.last, FactCorrected)
    assert [one["starts_on"] for one in caused(scenario).values()] == ["2024-03-05"]


def corrected(scenario: Scenario, entry: int, data: dict[str, Any]) -> Scenario:
    """Correct an entry of a schedule."""
    return scenario.do("correct", AKIM, "2024-02-21", corrects=entry, data=data, reason="Опечатка")


def test_a_correction_of_an_amended_approval_keeps_the_amended_dates() -> None:
    """An object is never told the dates of the corrected entry that an amendment has replaced since: nothing is new to it."""
    assert acted(corrected(schedule("amend_schedule"), 2, APPROVED | {"schedule_no": "4-г"})) == {}
    later = APPROVED | {"objects": [one | {"ends_on": "2024-03-29"} for one in APPROVED["objects"]]}
    told = caused(corrected(schedule("amend_schedule"), 2, later))
    assert {analysis: data["ends_on"] for analysis, data in told.items()} == {analysis_of(DISTRICT): "2024-03-29"}


def test_a_correction_that_drops_an_object_tells_it() -> None:
    """Whoever was named by mistake is in the schedule no longer, unless another entry names them too."""
    approved = corrected(schedule("approve_schedule"), 2, APPROVED | {"objects": [OBJECT]})
    assert (set(caused(approved)), unscheduled(approved)) == (set(), {analysis_of(DISTRICT)})
    district = [OBJECT | {"organization": DISTRICT}]
    amended = corrected(schedule("amend_schedule"), 2, APPROVED | {"objects": district})
    assert acted(amended) == {}
    back = corrected(schedule("amend_schedule"), 3, AMENDED | {"objects": district})
    assert caused(back)[analysis_of(EDUCATION)]["ends_on"] == "2024-03-28"
    assert unscheduled(back) == {analysis_of(COMPANY)}


def test_a_correction_of_the_year_moves_the_analyses() -> None:
    """The analyses of the year that was written by mistake are unscheduled, those of the right one scheduled."""
    scenario = Scenario("analysis_schedule", AKIMAT, REGISTER)
    scenario.do("approve_schedule", AKIM, "2024-01-25", **APPROVED | {"year": 2023})
    corrected(scenario, 1, APPROVED)
    assert caused(scenario).keys() == {analysis_of(EDUCATION), analysis_of(DISTRICT)}
    assert unscheduled(scenario) == {analysis_of(EDUCATION, 2023), analysis_of(DISTRICT, 2023)}


def test_an_amendment_takes_objects_out() -> None:
    """An amendment may remove objects; a correction that leaves one in gives it its dates back."""
    removal = AMENDED | {"objects": [], "removed": [DISTRICT]}
    scenario = schedule("approve_schedule").do("amend_schedule", DEPUTY, "2024-02-20", **removal)
    assert scenario.case.facts.objects.keys() == {EDUCATION}
    assert acted(scenario) == {(analysis_of(DISTRICT), "unschedule"): {"schedule": str(scenario.case.id)}}
    corrected(scenario, 3, AMENDED | {"removed": []})
    assert caused(scenario).keys() == {analysis_of(code) for code in (EDUCATION, DISTRICT, COMPANY)}


def test_no_schedule_without_a_decision() -> None:
    """It depends on a decision of the head (l.85): without one the case ends as not applicable."""
    scenario = schedule("plan").do("decide_against_schedule", AKIM, "2024-01-22", **NOT_NEEDED)
    assert (scenario.case.state, scenario.last.CLOSES) == ("not_applicable", True)
    assert scenario.case.state in scenario.workflow.ENDED


DATES = [{"subtask": "1.1.1", "period": "2024", "upload_by": "2024-02-01"}]


def test_uploaded_by_the_date_of_the_map() -> None:
    """A date of the Карта is a deadline of the schedule (l.47), met by its first upload."""
    scenario = Scenario("analysis_schedule", AKIMAT, REGISTER)
    scenario.do("plan", SYSTEM, "2024-01-15", **PLANNED, upload_dates=DATES)
    scenario.do("approve_schedule", AKIM, "2024-01-25", **APPROVED)
    assert (scenario.due("D23/1.1.1"), scenario.status("D23/1.1.1")) == ("2024-02-01", "open")
    scenario.do("upload_schedule", OFFICER, "2024-02-01", uploaded_on="2024-02-01")
    scenario.do("upload_schedule", OFFICER, "2024-02-20", uploaded_on="2024-02-20")
    assert (scenario.status("D23/1.1.1"), scenario.last.remarks) == ("met", ())
    with pytest.raises(Invalid):
        scenario.do("upload_schedule", OFFICER, "2024-02-20", uploaded_on="2024-01-24")
    with pytest.raises(NotPermitted):
        scenario.do("upload_schedule", officer(EDUCATION), "2024-02-20", uploaded_on="2024-02-20")


def test_without_the_paper_nothing_is_uploaded() -> None:
    """The approved schedule is the evidence (l.89): while its entry has no file the upload is refused."""
    scenario = Scenario("analysis_schedule", AKIMAT, REGISTER)
    scenario.do("approve_schedule", AKIM, "2024-01-25", **APPROVED | {"file": None})
    assert "upload_schedule" not in scenario.allowed(OFFICER)
    with pytest.raises(Invalid) as caught:
        scenario.do("upload_schedule", OFFICER, "2024-02-01", uploaded_on="2024-02-01")
    [violation] = caught.value.violations
    assert str(violation.text) == "Entry 1 has no file of the signed paper: add it by correcting that entry."
    scenario.do("correct", AKIM, "2024-02-01", corrects=1, data=APPROVED, reason="Скан")
    assert scenario.do("upload_schedule", OFFICER, "2024-02-01", uploaded_on="2024-02-01").case.state == "approved"


def test_without_a_decision_nothing_is_uploaded() -> None:
    """Where the head decides against a schedule, the date of the Карта asks for none."""
    scenario = schedule("plan").do(
        "set_upload_dates", SYSTEM, "2024-01-20", set_on="2024-01-20", basis="Карта", dates=DATES
    )
    scenario.do("decide_against_schedule", AKIM, "2024-01-22", **NOT_NEEDED)
    assert scenario.status("D23/1.1.1") == "dropped"


def test_cancelled() -> None:
    """A schedule can be called off; what it has told the analyses stays theirs."""
    scenario = schedule("approve_schedule").do("cancel_schedule", AKIM, "2024-03-01", **CANCELLED)
    assert (scenario.case.state, scenario.last.CLOSES, caused(scenario)) == ("cancelled", True, {})


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"objects": [OBJECT, OBJECT]}, ("objects", 1, "organization")),
        ({"objects": [OBJECT | {"ends_on": "2024-03-03"}]}, ("objects", 0, "ends_on")),
        ({"objects": [OBJECT | {"organization": OTHER_AKIMAT}]}, ("objects", 0, "organization")),
        ({"objects": [OBJECT | {"organization": TERRITORIAL}]}, ("objects", 0, "organization")),
        ({"objects": [OBJECT | {"organization": "nobody"}]}, ("objects", 0, "organization")),
        ({"objects": []}, ("objects",)),
        ({"year": 2025}, ("year",)),
        ({"approved_on": "2024-02-01"}, ("approved_on",)),
        ({"breakdown": "other"}, ("breakdown",)),
    ],
)
def test_what_an_approval_may_not_say(change: dict[str, Any], path: tuple[Any, ...]) -> None:
    """Objects stand below the body and once, terms do not end before they start, nothing lies in the future."""
    with pytest.raises(Invalid) as caught:
        schedule("plan").do("approve_schedule", AKIM, "2024-01-25", **APPROVED | change)
    assert [violation.path for violation in caught.value.violations] == [path]


@pytest.mark.parametrize(
    ("action", "data", "path"),
    [
        ("amend_schedule", AMENDED | {"amended_on": "2024-01-24"}, ("amended_on",)),
        ("amend_schedule", AMENDED | {"objects": [OBJECT, OBJECT]}, ("objects", 1, "organization")),
        (
            "amend_schedule",
            AMENDED | {"objects": [OBJECT | {"organization": MINISTRY}]},
            ("objects", 0, "organization"),
        ),
        ("amend_schedule", AMENDED | {"objects": []}, ("objects",)),
        ("amend_schedule", AMENDED | {"removed": [COMPANY]}, ("removed", 0)),
        ("amend_schedule", AMENDED | {"removed": [SECTION]}, ("removed", 0)),
        ("amend_schedule", AMENDED | {"removed": [DISTRICT, DISTRICT]}, ("removed", 1)),
        ("close_schedule", CLOSED | {"closed_on": "2024-01-24"}, ("closed_on",)),
        ("cancel_schedule", CANCELLED | {"cancelled_on": "2024-01-24"}, ("cancelled_on",)),
    ],
)
def test_nothing_precedes_the_approval(action: str, data: dict[str, Any], path: tuple[Any, ...]) -> None:
    """What follows an approval is held to the same rules and is not before it."""
    with pytest.raises(Invalid) as caught:
        schedule("approve_schedule").do(action, AKIM, "2024-12-31", **data)
    assert [violation.path for violation in caught.value.violations] == [path]


@pytest.mark.parametrize(
    ("change", "remarks"),
    [
        ({}, ()),
        ({"objects": [OBJECT | {"ends_on": "2025-01-10"}]}, ("dates_outside_the_year",)),
        ({"breakdown": "central"}, ("breakdown_of_another_level",)),
    ],
)
def test_what_is_remarked_upon(change: dict[str, Any], remarks: tuple[str, ...]) -> None:
    """Dates of another year and the breakdown of another level are recorded with a remark."""
    assert schedule("plan").do("approve_schedule", AKIM, "2024-01-25", **APPROVED | change).last.remarks == remarks


@pytest.mark.parametrize("body", [EDUCATION, SECTION, COMPANY, TERRITORIAL])
def test_only_bodies_with_a_system_below_them(body: str) -> None:
    """Departments, sections, companies and territorial departments draw up none: neither their heads nor the plan of the year."""
    with pytest.raises(NotPermitted):
        Scenario("analysis_schedule", body, REGISTER).do("approve_schedule", signatory(body), "2024-01-25", **APPROVED)
    with pytest.raises(Invalid):
        Scenario("analysis_schedule", body, REGISTER).do("plan", SYSTEM, "2024-01-15", **PLANNED)


def test_a_district_may_draw_one_up_unasked() -> None:
    """The Instruction says “akim” (l.87): an akim of a district may draw up a schedule for his own sections."""
    objects = [OBJECT | {"organization": SECTION}]
    scenario = Scenario("analysis_schedule", DISTRICT, REGISTER)
    scenario.do(
        "approve_schedule", signatory(DISTRICT, Post.DISTRICT_AKIM), "2024-01-25", **APPROVED | {"objects": objects}
    )
    assert scenario.case.state == "approved"


@pytest.mark.parametrize(
    ("until", "action", "data", "actor", "refusal"),
    [
        ("", "plan", PLANNED, officer(EDUCATION), NotPermitted),
        ("plan", "approve_schedule", APPROVED, OFFICER, NotPermitted),
        ("plan", "approve_schedule", APPROVED, signatory(OTHER_AKIMAT), NotPermitted),
        ("plan", "approve_schedule", APPROVED, SYSTEM, NotPermitted),
        ("plan", "decide_against_schedule", NOT_NEEDED, OFFICER, NotPermitted),
        ("approve_schedule", "amend_schedule", AMENDED, OFFICER, NotPermitted),
        ("approve_schedule", "close_schedule", CLOSED, SUPERVISOR, NotPermitted),
        ("approve_schedule", "cancel_schedule", CANCELLED, OFFICER, NotPermitted),
        ("approve_schedule", "decide_against_schedule", NOT_NEEDED, AKIM, WrongOrder),
        ("plan", "amend_schedule", AMENDED, AKIM, WrongOrder),
        ("close_schedule", "cancel_schedule", CANCELLED, AKIM, WrongOrder),
    ],
)
def test_who_and_when(until: str, action: str, data: dict[str, Any], actor: Actor, refusal: type[Exception]) -> None:
    """Heads approve, amend and call off, officers close, the plan comes from the body, from above or by itself."""
    with pytest.raises(refusal):
        schedule(until).do(action, actor, "2024-12-31", **data)


@pytest.mark.parametrize("actor", [SYSTEM, SUPERVISOR, OFFICER, AKIM])
def test_who_plans(actor: Actor) -> None:
    """The plan of a year comes from the service, a supervisor, or the body itself."""
    assert (
        Scenario("analysis_schedule", AKIMAT, REGISTER).do("plan", actor, "2024-01-15", **PLANNED).case.facts.year
        == 2024
    )
