"""The signed papers of an analysis, and who records them for a body without an account (l.41, l.51, l.57; RU-U1 to RU-U3)."""

from typing import Any

import pytest

from events import analysis_schedule, risk_analysis
from events.event import CaseEvent
from tests.workflows.risk_analysis.life import LIFE, ORDER, PUBLISHED, SHA, WITHHELD
from tests.workflows.scenario import OF_ANY_CASE, Scenario
from tests.workflows.subtask.world import country, officer
from workflows import payload
from workflows.actor import Actor, Post, Role
from workflows.refusals import Invalid, NotPermitted

REGISTER = country()
OWN, ABOVE, BESIDE = officer("waterworks"), officer("department"), officer("company")
HEADS_ACTS = {"order", "sign_report", "approve_plan"}
BY_HEAD = {"signature": {"post": "first_head"}}


def lived(until: str, by: Actor) -> Scenario:
    """The analysis of a company without an account after an action of its life, all of it recorded by one official."""
    scenario = Scenario("risk_analysis", "waterworks", REGISTER)
    for action, _, day, data in LIFE:
        scenario.do(action, by, day, **data, **(BY_HEAD if action in HEADS_ACTS else {}))
        if action == until:
            break
    return scenario


@pytest.mark.parametrize(
    "event",
    [
        risk_analysis.AnalysisOrdered,
        risk_analysis.AnalysisOrderAmended,
        risk_analysis.DiscussionHeld,
        risk_analysis.AnalyticalReportSigned,
        risk_analysis.ActionPlanApproved,
        risk_analysis.PublicationWithheld,
        risk_analysis.PositionListApproved,
        risk_analysis.MonitoringClosed,
        analysis_schedule.ScheduleApproved,
        analysis_schedule.ScheduleAmended,
    ],
)
def test_a_paper_can_be_attached(event: type[CaseEvent]) -> None:
    """Every document of Project 1 that is signed has a place for the paper; none must be there, since old entries have none."""
    schema = payload.schema(event)
    assert "evidence-file" in str(schema["properties"]["file"])
    assert "file" not in schema["required"]


def test_the_file_stays_with_the_entry() -> None:
    """The hash of the paper is a fact of the analysis, and is mended like any other."""
    scenario = lived("order", ABOVE)
    scenario.do("correct", ABOVE, "2024-02-13", corrects=1, data=ORDER | BY_HEAD | {"file": SHA}, reason="Скан")
    assert scenario.case.facts.order.file == SHA


def test_the_body_that_uploads_does_the_work() -> None:
    """An official of the department above records the whole analysis of a company that has no account."""
    scenario = lived("close_monitoring", ABOVE)
    assert scenario.case.state == "closed"
    assert {remark for event in scenario.case.history for remark in event.remarks} == set()


@pytest.mark.parametrize("actor", [BESIDE, officer("oblast"), officer("ministry")])
def test_nobody_else_does(actor: Actor) -> None:
    """Neither a body beside nor one above that which uploads: they record nothing."""
    assert lived("order", ABOVE).allowed(actor) - {"plan", *OF_ANY_CASE} == set()


def test_an_account_of_ones_own() -> None:
    """For a body with an account nobody else acts, and its own officials sign nothing by recording it."""
    scenario = Scenario("risk_analysis", "company", REGISTER)
    for actor in (ABOVE, BESIDE):
        with pytest.raises(NotPermitted):
            scenario.do("order", actor, "2024-02-12", **ORDER | BY_HEAD)
    with pytest.raises(NotPermitted):
        lived("", OWN)


@pytest.mark.parametrize(
    ("signature", "path"),
    [({}, ("signature",)), ({"signature": {"post": "ethics_officer"}}, ("signature", "post"))],
)
def test_whoever_records_for_another_names_who_signed(signature: dict[str, Any], path: tuple[str, ...]) -> None:
    """Recording a head's act for another body is no signature: the entry says whose it is, and it must be entitled."""
    scenario = Scenario("risk_analysis", "waterworks", REGISTER)
    with pytest.raises(Invalid) as caught:
        scenario.do("order", ABOVE, "2024-02-12", **ORDER | signature)
    assert [violation.path for violation in caught.value.violations] == [path]


def test_a_signature_below_the_head_is_remarked_upon() -> None:
    """The order is the first head's (l.93): that of a deputy is recorded with the remark that his own would have."""
    scenario = Scenario("risk_analysis", "waterworks", REGISTER)
    scenario.do("order", ABOVE, "2024-02-12", **ORDER | {"signature": {"post": "deputy_head"}})
    assert scenario.last.remarks == ("not_signed_by_first_head",)


def test_a_note_of_secrecy_for_another_body() -> None:
    """The note that justifies withholding is recorded with its signatory, too (l.155)."""
    scenario = lived("approve_plan", ABOVE)
    with pytest.raises(Invalid):
        scenario.do("withhold", ABOVE, "2024-04-23", **WITHHELD)
    scenario.do("withhold", ABOVE, "2024-04-23", **WITHHELD | {"signature": {"post": "apparatus_head"}})
    assert scenario.case.state == "monitoring_unpublished"


def test_a_signatory_above_signs_nothing_of_the_company() -> None:
    """The head of the department above is not the head of the company: what he may do for it is an official's work."""
    head = Actor("head@department", Role.SIGNATORY, "department", ABOVE.organization_type, Post.FIRST_HEAD)
    scenario = Scenario("risk_analysis", "waterworks", REGISTER)
    with pytest.raises(NotPermitted):
        scenario.do("order", head, "2024-02-12", **ORDER | BY_HEAD)
    lived("approve_plan", ABOVE).do("publish", head, "2024-04-24", **PUBLISHED)
