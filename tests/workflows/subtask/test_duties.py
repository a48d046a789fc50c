"""Nobody sets their own dates, releases themselves, or accepts what they or their body did; uploads are by their day's body."""

from typing import Any

import pytest

from tests.workflows.organization.country import Country
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import WALKS, Walk, attach
from tests.workflows.subtask.world import SUPERVISOR, SYSTEM, country, officer
from workflows.actor import Actor, Role
from workflows.refusals import Invalid, NotPermitted

REGISTER = country()
DAY = "2024-12-17"
WALK: dict[str, Walk] = {f"{walk.subtask}-{walk.body}": walk for walk in WALKS}
ASSIGNED: dict[str, Any] = {
    "subtask": "3.2.1", "period": "2024", "assigned_on": "2024-01-15", "upload_by": "2024-12-20",
}  # fmt: skip


def correction(entry: int, data: dict[str, Any]) -> dict[str, Any]:
    """The data of a correction."""
    return {"corrects": entry, "data": data, "reason": "Опечатка"}


@pytest.mark.parametrize("by", [officer("company"), officer("department")])
@pytest.mark.parametrize("upload_by", ["2025-12-19", None])
def test_who_does_the_work_does_not_move_its_date(by: Actor, upload_by: str | None) -> None:
    """The date of the Карта that an assignment holds is corrected by those alone who may set it (l.47)."""
    scenario = WALK["3.2.1-company"].given(REGISTER)
    with pytest.raises(NotPermitted):
        scenario.do("correct", by, DAY, **correction(1, ASSIGNED | {"upload_by": upload_by}))
    assert scenario.due("D23") == "2024-12-20"
    scenario.do("correct", SUPERVISOR, DAY, **correction(1, ASSIGNED | {"upload_by": upload_by}))
    assert scenario.status("D23") == ("open" if upload_by else "dropped")


@pytest.mark.parametrize(("field", "value"), [("subtask", "3.2.3"), ("period", "2025")])
def test_a_case_stays_that_of_its_subtask_and_period(field: str, value: str) -> None:
    """No correction makes a case one of another subtask or period, whose own case there is."""
    scenario = WALK["3.2.1-company"].given(REGISTER)
    with pytest.raises(Invalid) as caught:
        scenario.do("correct", SUPERVISOR, DAY, **correction(1, ASSIGNED | {field: value}))
    assert [violation.path for violation in caught.value.violations] == [("data", field)]


def test_whoever_supervises_now_accepts_what_another_uploaded_before() -> None:
    """After a change of the supervisor the new one accepts what the former uploaded for the entity."""
    made = _changing_hands()
    made.enter("other", "UPR", "oblast", region="KZ-19", account=True)
    made.do("company", "supervise", supervisor="other", since="2024-06-03", primary=True)
    walk = WALK["3.1.1-company"]
    scenario = walk.given(made.register).do(walk.reports[0][0], officer("company"), DAY, **walk.reports[0][1])
    for kind in walk.evidence:
        attach(scenario, kind, officer("company"), DAY)
    signature = {"post": "first_head"}
    scenario.do("sign_evidence", officer("company"), DAY, signed_on="2024-05-17", signature=signature)
    scenario.do("upload_evidence", officer("department"), DAY, uploaded_on="2024-05-20")
    now = Actor("officer@other", Role.OFFICER, "other", officer("department").organization_type)
    assert "accept" in scenario.allowed(now)
    assert not {"accept", "send_back"} & scenario.allowed(officer("department", "colleague"))


def _company_done_by(entered: Actor, proved: Actor, signed: Actor) -> Scenario:
    """The training of an entity with an account, each part recorded by somebody else."""
    walk = WALK["3.1.1-company"]
    scenario = walk.given(REGISTER).do(walk.reports[0][0], entered, DAY, **walk.reports[0][1])
    attach(attach(scenario, "info", proved, DAY), "protocol", proved, DAY)
    scenario.do("sign_evidence", signed, DAY, signed_on=DAY, signature={"post": "first_head", "person": "p-1"})
    return scenario.do("upload_evidence", officer("company"), DAY, uploaded_on=DAY)


def test_whoever_had_a_part_in_the_work_does_not_accept_it() -> None:
    """Entry, evidence and signature, and the correction of one, keep their author from reviewing, wherever they serve now."""
    moved = Actor("moved", Role.OFFICER, "company", officer("company").organization_type)
    now = Actor("moved", Role.OFFICER, "department", officer("department").organization_type)
    own = officer("company")
    for parts in ((moved, own, own), (own, moved, own), (own, own, moved)):
        scenario = _company_done_by(*parts)
        assert not {"accept", "send_back"} & scenario.allowed(now)
        assert {"accept", "send_back"} <= scenario.allowed(officer("department"))
    scenario = _company_done_by(own, own, own)
    scenario.do("send_back", officer("department", "colleague"), DAY, returned_on=DAY, reason="Неверное число")
    data = WALK["3.1.1-company"].reports[0][1] | {"participants": 35}
    scenario.do("correct", moved, DAY, **correction(2, data)).do(
        "take_in_hand", own, DAY, begun_on=DAY, responsible="Б"
    )
    scenario.do("sign_evidence", own, DAY, signed_on=DAY, signature={"post": "first_head", "person": "p-1"})
    scenario.do("upload_evidence", own, DAY, uploaded_on=DAY)
    assert "accept" not in scenario.allowed(now)


def test_the_body_that_uploaded_for_another_does_not_accept() -> None:
    """What a supervising body did and uploaded for an entity is accepted by the body above it, not by a colleague (l.57)."""
    scenario = WALK["3.1.1-waterworks"].uploaded(REGISTER)
    assert not {"accept", "send_back"} & scenario.allowed(officer("department", "colleague"))
    assert {"accept", "send_back"} <= scenario.allowed(officer("oblast"))


def test_what_was_accepted_above_is_not_returned_below() -> None:
    """Whoever stands below those who accepted takes nothing back; they themselves, those above and supervisors may."""
    own = officer("company")
    scenario = _company_done_by(own, own, own)
    scenario.do("accept", officer("oblast"), DAY, accepted_on=DAY)
    assert "send_back" not in scenario.allowed(officer("department"))
    assert all("send_back" in scenario.allowed(one) for one in (officer("oblast", "colleague"), SUPERVISOR))
    scenario = _company_done_by(own, own, own)
    scenario.do("accept", officer("department"), DAY, accepted_on=DAY)
    assert all("send_back" in scenario.allowed(officer(body)) for body in ("department", "oblast"))


def test_nobody_releases_themselves_from_a_duty() -> None:
    """Neither performer declares a quarter's training not applicable or takes a decision back; those above and the plan do."""
    released = {"declared_on": "2024-06-28", "reason": "Нет времени"}
    scenario = WALK["3.1.1-company"].given(REGISTER)
    with pytest.raises(NotPermitted):
        scenario.do("declare_not_applicable", officer("company"), "2024-06-28", **released)
    assert scenario.status("D16") == "open"
    assert "declare_not_applicable" in scenario.allowed(SYSTEM) & scenario.allowed(officer("department"))
    waiver = {"waived_on": "2024-06-28", "decision_no": "45-Ө", "reason": "Реорганизация"}
    scenario.do("waive", officer("department"), "2024-06-28", **waiver)
    with pytest.raises(NotPermitted):
        scenario.do("reopen", officer("company"), "2024-07-01", reopened_on="2024-07-01", reason="Передумали")


def _changing_hands() -> Country:
    """An entity whose account was opened on 3 June 2024: until then its department uploaded for it."""
    made = Country()
    made.enter("oblast", "OBL", region="KZ-19", account=True)
    made.enter("department", "UPR", "oblast", region="KZ-19", account=True)
    made.enter("company", "KGS", "department", region="KZ-19", account=False)
    made.do("company", "describe", since="2024-06-03", region="KZ-19", account=True)
    return made


@pytest.mark.parametrize(
    ("by", "uploaded_on", "right"),
    [
        ("department", "2024-05-20", True),
        ("company", "2024-05-20", False),
        ("company", "2024-06-03", True),
        ("department", "2024-06-03", False),
    ],
)
def test_the_day_decides_who_uploads(by: str, uploaded_on: str, right: bool) -> None:
    """An upload is recorded by the body that uploaded on its day, though another one does by now (RU-U1 to RU-U3)."""
    walk, register = WALK["3.1.1-company"], _changing_hands().register
    scenario = walk.given(register).do(walk.reports[0][0], officer("company"), DAY, **walk.reports[0][1])
    for kind in walk.evidence:
        attach(scenario, kind, officer("company"), DAY)
    signature = {"post": "first_head"}
    scenario.do("sign_evidence", officer("company"), DAY, signed_on="2024-05-17", signature=signature)
    if right:
        scenario.do("upload_evidence", officer(by), DAY, uploaded_on=uploaded_on)
        assert scenario.last.envelope.body == by
        return
    with pytest.raises(Invalid) as caught:
        scenario.do("upload_evidence", officer(by), DAY, uploaded_on=uploaded_on)
    assert [violation.path for violation in caught.value.violations] == [("uploaded_on",)]


def test_an_upload_is_not_corrected_to_a_day_of_another_body() -> None:
    """The corrected day is held against the body that recorded the upload."""
    walk, register = WALK["3.1.1-company"], _changing_hands().register
    scenario = walk.given(register).do(walk.reports[0][0], officer("company"), DAY, **walk.reports[0][1])
    for kind in walk.evidence:
        attach(scenario, kind, officer("company"), DAY)
    signature = {"post": "first_head"}
    scenario.do("sign_evidence", officer("company"), DAY, signed_on="2024-05-17", signature=signature)
    scenario.do("upload_evidence", officer("company"), DAY, uploaded_on="2024-06-04")
    with pytest.raises(Invalid) as caught:
        scenario.do("correct", officer("company"), DAY, **correction(6, {"uploaded_on": "2024-05-31", "address": None}))
    assert [violation.path for violation in caught.value.violations] == [("data", "uploaded_on")]
