"""Nobody signs what is not there yet: a signature is refused on a day before the work, the papers and the updates under it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.cartogram import life as cartogram
from tests.workflows.reconciliation import life as reconciliation
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import FILE, WALKS, Walk, sign
from tests.workflows.subtask.world import country, officer
from workflows.refusals import Invalid, NotPermitted

REGISTER = country()
SIGNED = [walk for walk in WALKS if walk.post]
BY_CODE = {walk.subtask: walk for walk in reversed(WALKS)}
DAY = "2024-12-16"
OWN = officer("company")


def refused(scenario: Scenario, action: str, by: Any, on: str, **data: Any) -> dict[tuple[str | int, ...], str]:
    """What is wrong, by where."""
    with pytest.raises(Invalid) as caught:
        scenario.do(action, by, on, **data)
    return {violation.path: str(violation.text) for violation in caught.value.violations}


def proved_with(document_date: str) -> Scenario:
    """A training event of a company with minutes of a day."""
    scenario = BY_CODE["3.1.1"].reported(REGISTER)
    paper = {"title": "Протокол", "attached_on": DAY, "no_state_secrets": True, "file": FILE}
    scenario.do("attach_evidence", OWN, DAY, kind="info", **paper)
    return scenario.do("attach_evidence", OWN, DAY, kind="protocol", document_date=document_date, **paper)


@pytest.mark.parametrize("walk", SIGNED, ids=lambda walk: f"{walk.subtask}-{walk.body}")
def test_the_evidence_of_a_subtask_is_signed_after_the_work(walk: Walk) -> None:
    """Of every subtask the signature may be of the day of the work that it vouches for, and not of the day before."""
    last = max(event.occurred_on for event in walk.reported(REGISTER).case.history[1:])
    before = last - timedelta(days=1)
    data = {"signed_on": before.isoformat(), "signature": {"post": walk.post, **walk.signatory}}
    scenario = walk.proved(REGISTER)
    assert refused(scenario, "sign_evidence", walk.performer, walk.day, **data) == {
        ("signed_on",): f"This cannot be before {last}."
    }
    scenario.do("sign_evidence", walk.performer, walk.day, **data | {"signed_on": last.isoformat()})
    assert scenario.last.occurred_on == last


def test_a_paper_is_signed_after_its_date() -> None:
    """Minutes of the 29th are not signed on the 28th; what was withdrawn counts no more."""
    scenario = proved_with("2024-11-29")
    data: dict[str, Any] = {"signed_on": "2024-11-28", "signature": {"post": "first_head", "person": "p-1"}}
    assert set(refused(scenario, "sign_evidence", OWN, DAY, **data)) == {("signed_on",)}
    number = scenario.case.version
    scenario.do("withdraw_evidence", OWN, DAY, withdraws=number, withdrawn_on=DAY, reason="Не тот протокол")
    rest = {"title": "Протокол", "attached_on": DAY, "no_state_secrets": True, "file": FILE}
    scenario.do("attach_evidence", OWN, DAY, kind="protocol", document_date="2024-11-27", **rest)
    assert scenario.do("sign_evidence", OWN, DAY, **data).case.state == "signed"


def test_a_withdrawn_report_does_not_hold_a_signature_back() -> None:
    """A report entered by mistake, and taken out again, does not count for the order of days, not even after a renewal."""
    walk = BY_CODE["3.2.1"]
    scenario = walk.given(REGISTER)
    wrong = walk.reports[0][1] | {"approved_on": "2024-12-10"}
    scenario.do("confirm_document", OWN, DAY, **wrong)
    scenario.do("withdraw_entry", OWN, DAY, withdraws=2, withdrawn_on=DAY, reason="Не тот документ")
    scenario.do("confirm_document", OWN, DAY, **walk.reports[0][1])
    paper = {"kind": "doc", "title": "Положение", "attached_on": DAY, "no_state_secrets": True, "file": FILE}
    signed = {"signed_on": "2024-03-12", "signature": {"post": "first_head", "person": "p-1"}}
    scenario.do("attach_evidence", OWN, DAY, **paper).do("sign_evidence", OWN, DAY, **signed)
    scenario.do("upload_evidence", OWN, DAY, uploaded_on=DAY)
    scenario.do("renew", OWN, DAY, begun_on=DAY, reason="Новая редакция")
    scenario.do("confirm_document", OWN, DAY, **walk.reports[0][1] | {"approved_on": "2024-12-02"})
    scenario.do("attach_evidence", OWN, DAY, **paper)
    assert scenario.do("sign_evidence", OWN, DAY, **signed | {"signed_on": "2024-12-02"}).case.state == "signed"


def test_a_nil_is_signed_after_it_was_declared() -> None:
    """That there is nothing to report is signed on the day of the declaration or later."""
    nil = {"declared_on": "2024-12-10", "explanation": "Сертификат не получался"}
    scenario = BY_CODE["3.3.1"].given(REGISTER).do("declare_nil", OWN, DAY, **nil)
    data = {"signed_on": "2024-12-09", "signature": {"post": "first_head", "person": "p-1"}}
    assert set(refused(scenario, "sign_evidence", OWN, DAY, **data)) == {("signed_on",)}
    assert sign(scenario, "first_head", OWN, "2024-12-10", person="p-1").case.state == "signed"


def test_what_needs_no_signature_is_uploaded_after_the_work() -> None:
    """Links that nobody signs are uploaded on the day as of which they are reported, or later."""
    walk = BY_CODE["3.2.9"]
    wrong = refused(walk.proved(REGISTER), "upload_evidence", walk.performer, walk.day, uploaded_on="2024-04-04")
    assert wrong == {("uploaded_on",): "This cannot be before 2024-04-05."}


def test_the_work_is_not_moved_behind_its_signature() -> None:
    """Work is put on a day after that of its signature only once the signature is taken back; the next one is held to it."""
    walk = BY_CODE["3.1.1"]
    scenario = walk.proved(REGISTER)
    sign(scenario, "first_head", OWN, "2024-05-20", person="p-1")
    moved = {"corrects": 2, "data": walk.reports[0][1] | {"held_on": "2024-05-21"}, "reason": "Опечатка"}
    with pytest.raises(NotPermitted, match="reopen"):
        scenario.do("correct", OWN, DAY, **moved)
    scenario.do("reopen", OWN, DAY, reopened_on=DAY, reason="Не тот день").do("correct", OWN, DAY, **moved)
    signed = {"signed_on": "2024-05-20", "signature": {"post": "first_head", "person": "p-1"}}
    assert set(refused(scenario, "sign_evidence", OWN, DAY, **signed)) == {("signed_on",)}


def test_the_report_on_a_cartogram_is_signed_after_both_sections() -> None:
    """The report tells of both sections: it is not signed before the later of the two updates."""
    scenario, day = cartogram.lived("update_risks"), "2024-12-10"
    data = cartogram.SIGNED | {"signed_on": "2024-05-14"}
    wrong = refused(scenario, "sign_cartogram_report", cartogram.APPARATUS, day, **data)
    assert wrong == {("signed_on",): "This cannot be before 2024-05-15."}
    scenario.do("sign_cartogram_report", cartogram.APPARATUS, day, **cartogram.SIGNED | {"signed_on": "2024-05-15"})
    assert scenario.last.occurred_on == date(2024, 5, 15)


def test_an_act_is_approved_after_its_differences_were_settled() -> None:
    """An act tells what is right: it is not approved before that was found out."""
    made = reconciliation.compared([reconciliation.own()], [])
    reconciliation.resolve(made, made.case.facts.unresolved[0].key, "own_list_right")
    data = reconciliation.ACT | {"approved_on": "2024-12-08"}
    wrong = refused(made, "approve_act", reconciliation.OFFICER, "2024-12-31", **data)
    assert wrong == {("approved_on",): "This cannot be before 2024-12-09."}
    made.do("approve_act", reconciliation.OFFICER, "2024-12-31", **data | {"approved_on": "2024-12-09"})
    assert made.case.state == "act_approved"
