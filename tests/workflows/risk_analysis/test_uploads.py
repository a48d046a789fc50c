"""Uploading the documents of an analysis by the dates of the Карта (l.41, l.47; D23; RU-U1 to RU-U3)."""

from typing import Any

import pytest

from tests.workflows.risk_analysis.life import LIFE, LIST, ORDER, SHA, WITHHELD, papered
from tests.workflows.risk_analysis.life import lived as unpapered
from tests.workflows.risk_analysis.test_documents import ABOVE, BY_HEAD, OWN, REGISTER, lived
from tests.workflows.scenario import APPARATUS, HEAD, OFFICER, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.refusals import Invalid, NotPermitted, WrongOrder

DATES: dict[str, Any] = {
    "set_on": "2024-01-20",
    "basis": "Карта на 2024 год",
    "dates": [
        {"subtask": "1.1.2", "period": "2024", "upload_by": "2024-02-20"},
        {"subtask": "1.2.3", "period": "2024", "upload_by": "2024-04-12"},
        {"subtask": "1.3.3", "period": "2024Q1", "upload_by": "2024-04-25"},
        {"subtask": "1.3.3", "period": "2024Q3", "upload_by": "2024-10-25"},
    ],
}
PLANNED = {"year": 2024, "planned_on": "2024-01-15"}


def dated(until: str = "") -> Scenario:
    """An analysis of the plan to which the Карта gave its dates, after an action of its life."""
    scenario = Scenario().do("plan", SYSTEM, "2024-01-15", **PLANNED)
    scenario.do("set_upload_dates", SYSTEM, "2024-01-20", **DATES)
    for action, actor, day, data in LIFE if until else ():
        scenario.do(action, actor, day, **papered(action, data))
        if action == until:
            break
    return scenario


def upload(scenario: Scenario, subtask: str, day: str, actor: Actor = OFFICER, **more: Any) -> Scenario:
    """Record that the documents of a subtask were uploaded on a day."""
    return scenario.do("upload_documents", actor, day, subtask=subtask, uploaded_on=day, **more)


def test_each_step_has_its_own_date() -> None:
    """The Карта's dates are deadlines of the steps: uploaded in time, late, and awaited still."""
    scenario = dated("sign_report")
    upload(scenario, "1.1.2", "2024-04-10")
    upload(scenario, "1.2.3", "2024-04-11")
    assert (scenario.status("D23/1.1.2"), scenario.due("D23/1.1.2")) == ("met_late", "2024-02-20")
    assert (scenario.status("D23/1.2.3"), scenario.due("D23/1.2.3")) == ("met", "2024-04-12")
    assert scenario.case.state == "report_signed"


def test_quarterly_information_by_its_quarters() -> None:
    """A date of 1.3.3 counts for a quarter of which information is due: none is before there is a plan."""
    scenario = dated("sign_report")
    assert not [key for key in scenario.case.deadlines if key.startswith("D23/1.3.3")]
    scenario = dated("review_progress")
    assert [key for key in scenario.case.deadlines if key.startswith("D23/1.3.3")] == ["D23/1.3.3/2024Q3"]
    with pytest.raises(Invalid):
        upload(scenario, "1.3.3", "2024-07-12", quarter="2024Q3")
    upload(scenario, "1.3.3", "2024-07-12", quarter="2024Q2")


def test_the_first_upload_counts() -> None:
    """What was uploaded in time and again later was in time; a correction of the first moves it."""
    scenario = upload(upload(dated("order"), "1.1.2", "2024-02-19"), "1.1.2", "2024-03-01")
    assert scenario.status("D23/1.1.2") == "met"
    data = {"subtask": "1.1.2", "uploaded_on": "2024-02-21"}
    first = scenario.case.version - 1
    scenario.do("correct", OFFICER, "2024-03-01", corrects=first, data=data, reason="Опечатка")
    assert scenario.status("D23/1.1.2") == "met_late"


def test_dates_are_moved_and_withdrawn() -> None:
    """The newest dates of the Карта hold, all of them; those of the plan are the first."""
    plan = PLANNED | {"upload_dates": DATES["dates"]}
    scenario = Scenario().do("plan", SYSTEM, "2024-01-15", **plan)
    assert scenario.due("D23/1.2.3") == "2024-04-12"
    moved = [DATES["dates"][0] | {"upload_by": "2024-02-26"}]
    scenario.do("set_upload_dates", SYSTEM, "2024-02-01", **DATES | {"dates": moved})
    assert (scenario.due("D23/1.1.2"), scenario.status("D23/1.2.3")) == ("2024-02-26", "dropped")
    for actor in (OFFICER, HEAD, SUPERVISOR):
        with pytest.raises(NotPermitted):
            scenario.do("set_upload_dates", actor, "2024-02-01", **DATES)


def test_nothing_is_owed_of_what_is_called_off_or_put_off() -> None:
    """A cancelled analysis and one that waits for a year after an external one upload nothing."""
    cancelled = dated().do("cancel", HEAD, "2024-02-01", cancelled_on="2024-02-01", basis_no="1", reason="x")
    deferred = dated().do("defer", OFFICER, "2024-02-01", deferred_on="2024-02-01")
    for scenario in (cancelled, deferred):
        assert {scenario.status(key) for key in ("D23/1.1.2", "D23/1.2.3")} == {"dropped"}


@pytest.mark.parametrize(
    ("until", "data", "path"),
    [
        ("order", {"subtask": "1.2.3"}, "subtask"),
        ("order", {"subtask": "3.1.1"}, "subtask"),
        ("order", {"subtask": "1.1.2", "uploaded_on": "2024-02-11"}, "uploaded_on"),
        ("order", {"subtask": "1.1.2", "quarter": "2024Q2"}, "quarter"),
        ("publish", {"subtask": "1.3.3", "quarter": "2024Q2"}, "subtask"),
        ("publish", {"subtask": "1.3.3"}, "subtask"),
        ("publish", {"subtask": "1.4.1"}, "subtask"),
    ],
)
def test_only_what_there_is_is_uploaded(until: str, data: dict[str, Any], path: str) -> None:
    """A document exists before it is uploaded, and belongs to a step of the analysis."""
    scenario = dated(until)
    with pytest.raises(Invalid) as caught:
        scenario.do("upload_documents", OFFICER, "2024-12-30", **{"uploaded_on": "2024-12-30"} | data)
    assert [violation.path for violation in caught.value.violations] == [(path,)]


@pytest.mark.parametrize("subtask", ["1.1.2", "1.1.3", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.4.1"])
def test_every_step_is_uploaded(subtask: str) -> None:
    """Until the monitoring ends, the documents of every step can be recorded as uploaded."""
    assert upload(dated("approve_positions"), subtask, "2024-07-12").case.state == "monitoring"


def test_nothing_is_uploaded_before_the_order() -> None:
    """A planned analysis has no documents yet."""
    with pytest.raises(WrongOrder):
        upload(dated(), "1.1.2", "2024-02-01")


def test_the_account_holder_uploads() -> None:
    """The documents of a company without an account are uploaded by the department above, and by nobody else."""
    scenario = lived("order", ABOVE)
    scenario.do("correct", ABOVE, "2024-02-13", corrects=1, data=ORDER | BY_HEAD | {"file": SHA}, reason="Скан")
    with pytest.raises(NotPermitted) as caught:
        upload(scenario, "1.1.2", "2024-02-19", OWN)
    assert str(caught.value.text) == "department uploads for waterworks."
    upload(scenario, "1.1.2", "2024-02-19", ABOVE)
    own = Scenario("risk_analysis", "company", REGISTER)
    assert "upload_documents" not in own.allowed(ABOVE)


@pytest.mark.parametrize("subtask", ["1.1.2", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.4.1"])
def test_without_the_paper_nothing_is_uploaded(subtask: str) -> None:
    """The signed paper is what is uploaded (l.41): while its entry has none the upload is refused, and the entry is named."""
    scenario = unpapered("approve_plan").do("withhold", APPARATUS, "2024-04-23", **WITHHELD)
    scenario.do("approve_positions", OFFICER, "2024-07-11", **LIST)
    with pytest.raises(Invalid) as caught:
        upload(scenario, subtask, "2024-07-12")
    [violation] = caught.value.violations
    number = {"1.1.2": 1, "1.2.2": 5, "1.2.3": 7, "1.3.1": 8, "1.3.2": 9, "1.4.1": 10}[subtask]
    assert (violation.path, str(violation.text)) == (
        ("subtask",),
        f"Entry {number} has no file of the signed paper: add it by correcting that entry.",
    )


def test_a_paper_is_added_by_a_correction_and_kept() -> None:
    """The entry gets its paper afterwards and is uploaded then; a correction does not take it away again. A link needs none."""
    scenario = unpapered("announce_start")
    upload(scenario, "1.1.3", "2024-02-19")
    scenario.do("correct", HEAD, "2024-02-19", corrects=1, data=ORDER | {"file": SHA}, reason="Скан")
    upload(scenario, "1.1.2", "2024-02-20")
    with pytest.raises(Invalid):
        scenario.do("correct", HEAD, "2024-02-21", corrects=1, data=ORDER, reason="Скан не тот")


def test_minutes_are_uploaded_once_they_are_approved_and_published() -> None:
    """The documents of the discussion are its approved minutes and the published results: not there on the day it was held."""
    with pytest.raises(Invalid) as caught:
        upload(dated("hold_discussion"), "1.2.2", "2024-03-17")
    [violation] = caught.value.violations
    assert (violation.path, str(violation.text)) == (("uploaded_on",), "This cannot be before 2024-03-18.")
    assert upload(dated("hold_discussion"), "1.2.2", "2024-03-18").last.TOPIC == "risk_analysis.documents_uploaded"
