"""What an analysis refuses, and that a refusal changes nothing."""

from dataclasses import replace
from typing import Any

import pytest

from events.case import FactCorrected
from events.organization import OrganizationType
from tests.workflows.risk_analysis.life import (
    CLOSED,
    DISCUSSION,
    DISCUSSION_ANNOUNCED,
    ITEM,
    ORDER,
    PLAN,
    PROGRESS,
    PUBLISHED,
    RECOMMENDATION,
    REPORT,
    REVIEW,
    START,
    WITHHELD,
    lived,
)
from tests.workflows.scenario import APPARATUS, DEPUTY, HEAD, OFFICER, SUPERVISOR, Scenario
from workflows.actor import Actor, Post
from workflows.refusals import Invalid, NotPermitted, Refused, Unknown, WrongOrder

DEPUTY_OF_DISTRICT = replace(DEPUTY, organization_type=OrganizationType.RAY)


def refused(scenario: Scenario, action: str, actor: Actor, day: str, data: dict[str, Any]) -> Refused:
    """Try an action that must be refused; the case stays as it was."""
    before = dict(vars(scenario.case))
    with pytest.raises(Refused) as caught:
        scenario.do(action, actor, day, **data)
    assert vars(scenario.case) == before
    return caught.value


@pytest.mark.parametrize(
    ("after", "action", "actor", "data", "path"),
    [
        ("", "order", HEAD, ORDER | {"ends_on": "2024-03-01"}, ("ends_on",)),
        ("", "order", HEAD, ORDER | {"ordered_on": "12.02.2024"}, ("ordered_on",)),
        ("", "order", HEAD, {k: v for k, v in ORDER.items() if k != "starts_on"}, ("starts_on",)),
        ("", "order", HEAD, ORDER | {"colour": "red"}, ("colour",)),
        ("", "order", HEAD, ORDER | {"objects": []}, ("objects",)),
        ("", "order", HEAD, ORDER | {"objects": [" "]}, ("objects", 0)),
        ("", "order", HEAD, ORDER | {"order_no": "1\x002"}, ("order_no",)),
        ("", "order", HEAD, ORDER | {"ordered_on": "2030-01-01"}, ("ordered_on",)),
        ("", "announce_start", OFFICER, START, ("starts_on",)),
        ("order", "announce_start", OFFICER, START | {"secrets_excluded": False}, ("secrets_excluded",)),
        ("order", "announce_start", OFFICER, START | {"address": "нет"}, ("address",)),
        ("order", "announce_start", OFFICER, START | {"channel": "radio"}, ("channel",)),
        ("begin", "announce_discussion", OFFICER, DISCUSSION_ANNOUNCED | {"discussion_on": "2024-03-01"}, ("discussion_on",)),
        ("announce_discussion", "hold_discussion", OFFICER, DISCUSSION | {"held_on": "2024-03-01"}, ("held_on",)),
        ("announce_discussion", "hold_discussion", OFFICER, DISCUSSION | {"results_published_on": "2024-03-14"},
         ("results_published_on",)),
        ("hold_discussion", "finish", OFFICER, {"finished_on": "2024-03-03"}, ("finished_on",)),
        ("finish", "sign_report", HEAD, REPORT | {"risks": []}, ("risks",)),
        ("finish", "sign_report", HEAD, REPORT | {"recommendations": []}, ("recommendations",)),
        ("finish", "sign_report", HEAD, REPORT | {"recommendations": [RECOMMENDATION | {"risk": "R9"}]}, ("risks", 0, "code")),
        ("finish", "sign_report", HEAD, REPORT | {"recommendations": [RECOMMENDATION | {"lawful": False}]},
         ("recommendations", 0, "lawful")),
        ("finish", "sign_report", HEAD, REPORT | {"recommendations": [RECOMMENDATION, RECOMMENDATION]},
         ("recommendations", 1, "code")),
        ("finish", "sign_report", HEAD, REPORT | {"signed_on": "2024-03-27"}, ("signed_on",)),
        ("sign_report", "approve_plan", HEAD, PLAN | {"items": [ITEM | {"completion_form": ""}]}, ("items", 0, "completion_form")),
        ("sign_report", "approve_plan", HEAD, PLAN | {"items": [ITEM | {"recommendations": ["2"]}]}, ("items",)),
        ("sign_report", "approve_plan", HEAD, PLAN | {"approved_on": "2024-04-04"}, ("approved_on",)),
        ("approve_plan", "publish", OFFICER, PUBLISHED | {"published_on": "2024-04-18"}, ("published_on",)),
        ("approve_plan", "withhold", APPARATUS, WITHHELD | {"extent": "partial"}, ("report_address",)),
        ("approve_plan", "withhold", APPARATUS, WITHHELD | {"extent": "partial"}, ("published_on",)),
        ("", "order", HEAD, ORDER | {"external_analysis_ended_on": "2030-01-01"}, ("external_analysis_ended_on",)),
        ("", "order", HEAD, ORDER | {"ends_on": "2052-01-01"}, ("ends_on",)),
        ("announce_discussion", "hold_discussion", OFFICER, DISCUSSION | {"results_published_on": "2099-01-01"},
         ("results_published_on",)),
        ("hold_discussion", "finish", OFFICER, {"finished_on": "2024-03-14"}, ("finished_on",)),
        ("announce_start", "cancel", HEAD, {"cancelled_on": "2016-02-20", "basis_no": "1", "reason": "x"}, ("cancelled_on",)),
        ("publish", "report_progress", OFFICER, PROGRESS | {"quarter": "2099Q4"}, ("quarter",)),
        ("publish", "report_progress", OFFICER, PROGRESS | {"quarter": "2025Q1"}, ("received_on",)),
        ("report_progress", "report_progress", OFFICER, PROGRESS | {"received_on": "2024-07-01"}, ("quarter",)),
        ("review_progress", "review_progress", OFFICER, REVIEW, ("quarter",)),
        ("sign_report", "correct", OFFICER, {"corrects": 6, "reason": "x", "data": {"finished_on": "2024-04-30"}}, ("data",)),
        ("publish", "report_progress", OFFICER, PROGRESS | {"unit": "Чужой отдел"}, ("unit",)),
        ("publish", "report_progress", OFFICER, PROGRESS | {"quarter": "2024-2"}, ("quarter",)),
        ("publish", "review_progress", OFFICER, REVIEW, ("quarter",)),
        ("report_progress", "review_progress", OFFICER,
         REVIEW | {"recommendations": [{"recommendation": "1", "state": "done"}]}, ("recommendations", 0, "state")),
        ("announce_start", "correct", OFFICER, {"corrects": 9, "reason": "x", "data": START}, ("corrects",)),
        ("announce_start", "correct", OFFICER, {"corrects": 2, "reason": "x", "data": START | {"channel": "radio"}},
         ("data", "channel")),
        ("publish", "correct", HEAD, {"corrects": 8, "reason": "x",
         "data": PLAN | {"items": [ITEM | {"recommendations": ["9"]}]}}, ("data", "items")),
        ("order", "correct", HEAD, {"corrects": 1, "reason": "x", "data": ORDER | {"ends_on": "2052-01-01"}}, ("data", "ends_on")),
        ("approve_plan", "withhold", APPARATUS, WITHHELD | {"published_on": "2024-04-23"}, ("published_on",)),
        ("approve_plan", "withhold", APPARATUS, WITHHELD | {"plan_address": "https://example.kz/5"}, ("plan_address",)),
        ("publish", "close_monitoring", OFFICER, CLOSED | {"closed_on": "2024-04-23"}, ("closed_on",)),
    ],
)  # fmt: skip
def test_wrong_data(after: str, action: str, actor: Actor, data: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """Wrong data are refused naming the field, and nothing is recorded."""
    refusal = refused(lived(after), action, actor, "2024-07-11", data)
    assert isinstance(refusal, Invalid)
    assert path in [violation.path for violation in refusal.violations]


def test_all_wrong_fields_are_named_at_once() -> None:
    """A caller learns everything that is wrong with a payload in one answer."""
    refusal = refused(Scenario(), "order", HEAD, "2024-02-12", {"order_no": "", "starts_on": "x"})
    assert isinstance(refusal, Invalid)
    assert {v.path[0] for v in refusal.violations} == {
        "order_no",
        "ordered_on",
        "starts_on",
        "ends_on",
        "authorised",
        "objects",
    }


@pytest.mark.parametrize(
    ("after", "action", "actor", "data"),
    [
        ("order", "begin", OFFICER, {"began_on": "2024-03-04"}),
        ("begin", "hold_discussion", OFFICER, DISCUSSION),
        ("announce_discussion", "sign_report", HEAD, REPORT),
        ("order", "order", HEAD, ORDER),
        ("cancel", "begin", OFFICER, {"began_on": "2024-03-04"}),
    ],
)
def test_wrong_order(after: str, action: str, actor: Actor, data: dict[str, Any]) -> None:
    """What is out of order is refused, saying what is possible instead."""
    scenario = lived("order" if after == "cancel" else after)
    if after == "cancel":
        scenario.do("cancel", HEAD, "2024-02-20", cancelled_on="2024-02-20", basis_no="1", reason="x")
    refusal = refused(scenario, action, actor, "2024-07-11", data)
    assert isinstance(refusal, WrongOrder)
    assert refusal.possible


@pytest.mark.parametrize(
    ("after", "action", "actor", "data"),
    [
        ("", "order", OFFICER, ORDER),
        ("", "order", SUPERVISOR, ORDER),
        ("finish", "sign_report", OFFICER, REPORT),
        ("approve_plan", "withhold", HEAD, WITHHELD),
        ("approve_plan", "withhold", OFFICER, WITHHELD),
        ("order", "announce_start", SUPERVISOR, START),
        ("finish", "correct", OFFICER, {"corrects": 1, "reason": "x", "data": ORDER}),
        ("withhold", "correct", OFFICER, {"corrects": 9, "reason": "x", "data": WITHHELD}),
        ("withhold", "correct", HEAD, {"corrects": 9, "reason": "x", "data": WITHHELD}),
        ("order", "cancel", DEPUTY_OF_DISTRICT, {"cancelled_on": "2024-02-20", "basis_no": "1", "reason": "x"}),
        ("", "order", replace(HEAD, post=Post.DISTRICT_AKIM), ORDER),
    ],
)
def test_wrong_hand(after: str, action: str, actor: Actor, data: dict[str, Any]) -> None:
    """Who has no right is refused before anything is said of the data."""
    scenario = lived("approve_plan" if after == "withhold" else after)
    if after == "withhold":
        scenario.do("withhold", APPARATUS, "2024-04-23", **WITHHELD)
    assert isinstance(refused(scenario, action, actor, "2024-07-11", data), NotPermitted)


def test_foreign_officer() -> None:
    """An official of another body may do nothing here."""
    stranger = Actor("stranger", OFFICER.role, "almaty-region.land", OFFICER.organization_type)
    assert isinstance(refused(lived("order"), "announce_start", stranger, "2024-02-16", START), NotPermitted)


def test_unknown_action() -> None:
    """An action that does not exist is named."""
    assert isinstance(refused(lived("order"), "bribe", HEAD, "2024-02-16", {}), Unknown)


def test_deputy_signs_with_a_remark() -> None:
    """A deputy's signature is recorded, with a remark (SG-1 against SG-4 to SG-6)."""
    scenario = lived("finish").do("sign_report", DEPUTY, "2024-04-05", **REPORT)
    assert scenario.last.remarks == ("not_signed_by_first_head",)


def test_who_corrects_does_not_sign() -> None:
    """A correction keeps the remark on the signature that the entry bears, whoever corrects it."""
    scenario = lived("order").do(
        "correct", DEPUTY, "2024-02-13", corrects=1, reason="x", data=ORDER | {"order_no": "18-Ө"}
    )
    assert scenario.last.remarks == ()
    by_deputy = Scenario().do("order", DEPUTY, "2024-02-12", **ORDER)
    by_deputy.do("correct", HEAD, "2024-02-13", corrects=1, reason="x", data=ORDER | {"order_no": "18-Ө"})
    assert by_deputy.last.remarks == ("not_signed_by_first_head",)


def test_information_before_the_quarter_was_over_is_remarked() -> None:
    """Information is due in the month after the quarter (l.163): one sent before its end is recorded with a remark."""
    for received, remarks in (("2024-06-30", ("sent_before_the_quarter_was_over",)), ("2024-07-01", ())):
        scenario = lived("publish").do("report_progress", OFFICER, "2024-07-04", **PROGRESS | {"received_on": received})
        assert scenario.last.remarks == remarks


def test_withheld_without_apparatus() -> None:
    """A company without a head of the apparatus has the note approved by its first head."""
    head_of_company = replace(HEAD, organization_type=OrganizationType.KGS)
    scenario = lived("approve_plan").do("withhold", head_of_company, "2024-04-23", **WITHHELD)
    assert scenario.case.state == "monitoring_unpublished"


def test_announcement_may_precede_the_order() -> None:
    """The announcement gathers members of the public for the order, so it may come first (A-12)."""
    planned = START | {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    scenario = Scenario().do("announce_start", OFFICER, "2024-02-16", **planned)
    assert scenario.status("ORDER") == "open"
    scenario.do("order", HEAD, "2024-02-20", **ORDER | {"ordered_on": "2024-02-20", "public_members": ["ОФ «Ашықтық»"]})
    assert (scenario.case.state, scenario.status("ORDER")) == ("prepared", "met")


def test_other_days_than_ordered_are_remarked() -> None:
    """Beginning or finishing on another day than ordered is recorded, with a remark."""
    scenario = lived("announce_start").do("begin", OFFICER, "2024-03-05", began_on="2024-03-05")
    assert scenario.last.remarks == ("begun_on_another_day_than_ordered",)
    finished = lived("hold_discussion").do("finish", OFFICER, "2024-04-01", finished_on="2024-04-01")
    assert finished.last.remarks == ("finished_on_another_day_than_ordered",)


def test_amended_order_is_the_order() -> None:
    """What an amending order changes replaces what the first one said; what it leaves out stays."""
    scenario = lived("order").do(
        "amend_order",
        HEAD,
        "2024-02-14",
        order_no="19-Ө",
        amended_on="2024-02-14",
        starts_on="2024-03-04",
        ends_on="2024-03-29",
        reason="Новый объект",
        objects=["Отдел кадров"],
    )
    order = scenario.case.facts.order
    assert (order.objects, order.authorised.members) == (("Отдел кадров",), ("Главный специалист", "Юрист"))


def test_correction_replaces_all_fields() -> None:
    """A correction is stored complete and as values of the right types: what it leaves out is what an entry leaves out."""
    scenario = lived("announce_discussion").do("hold_discussion", OFFICER, "2024-03-18", **DISCUSSION, participants=24)
    scenario.do("correct", OFFICER, "2024-03-19", corrects=5, reason="x", data=DISCUSSION | {"participants": "12"})
    assert scenario.case.facts.discussion.participants == 12
    scenario.do("correct", OFFICER, "2024-03-19", corrects=5, reason="x", data=DISCUSSION)
    assert scenario.case.facts.discussion.participants is None
    assert isinstance(scenario.last, FactCorrected)
    assert scenario.last.data["participants"] is None


def test_short_analysis_is_remarked() -> None:
    """An analysis so short that the discussion had to be announced before it began is recorded with a remark."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER | {"ends_on": "2024-03-11"})
    assert scenario.last.remarks == ("discussion_announcement_due_before_start",)
