"""A report on a form: what was formed stays, and each step has its order, its hand and its remarks."""

from typing import Any

import pytest

from tests.workflows.bodies import AKIMAT, COMPANY, DISTRICT, EDUCATION, officer, register
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import Actor
from workflows.forms import forms
from workflows.refusals import Invalid, NotPermitted, WrongOrder
from workflows.report import ReportFacts, report_case
from workflows.report.proof import proof

DAY = "2024-07-15"
OFFICER = officer(EDUCATION)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FORMED: dict[str, Any] = {
    "appendix": 2, "period": "2024Q2", "consolidated": False, "formed_on": "2024-07-03", "known_at": "2024-07-03T05:00:00+00:00",
    "position": 120, "snapshot": HASH, "lines": 3, "blanks": 0,
}  # fmt: skip
SIGNED = {"signed_on": "2024-07-05", "signature": {"post": "first_head", "person": "p-head"}, "file": HASH}


def filled_in(body: str = EDUCATION, **changed: Any) -> dict[str, Any]:
    """What the service enters when it fills in a form, with its mark."""
    data = {name: value for name, value in (FORMED | changed).items() if value is not None}
    return {**data, "proof": proof(body, data)}


def report(body: str = EDUCATION, **changed: Any) -> Scenario:
    """A report of a body that was never formed yet."""
    made = Scenario("report", body, register())
    named = FORMED | changed
    case_id = report_case(body, named["appendix"], named["period"], consolidated=named["consolidated"])
    made.case = made.workflow.CASE.blank(case_id, body)
    return made


def formed(body: str = EDUCATION, actor: Actor = OFFICER, **changed: Any) -> Scenario:
    """A report that was formed once."""
    return report(body, **changed).do("form_report", actor, DAY, **filled_in(body, **changed))


def signed(**changed: Any) -> Scenario:
    """A report that was checked and signed."""
    return (
        formed(**changed)
        .do("check_report", OFFICER, DAY, checked_on="2024-07-04")
        .do("sign_form", OFFICER, DAY, **SIGNED)
    )


def facts(scenario: Scenario) -> ReportFacts:
    """What is known of it."""
    found: ReportFacts = scenario.case.facts
    return found


def wrong(scenario: Scenario, action: str, **data: Any) -> set[str]:
    """The fields for which an action is refused."""
    with pytest.raises(Invalid) as refused:
        scenario.do(action, OFFICER, DAY, **data)
    return {".".join(map(str, one.path)) for one in refused.value.violations}


def test_a_report_goes_its_way() -> None:
    """Formed, checked, signed, submitted; where there is no head of the apparatus, the head signs without a remark (SG-9)."""
    made = signed()
    assert made.last.remarks == ()
    made.do("submit_report", OFFICER, DAY, submitted_on="2024-07-05")
    assert (made.case.state, facts(made).formed, facts(made).submitted) == (
        "submitted",
        made.case.history[0],
        made.case.history[-1],
    )


def test_a_form_is_signed_before_it_is_submitted() -> None:
    """Whoever submits a form whose signature is missing is told so, and not that it is not theirs to submit; others are told that."""
    made = formed().do("check_report", OFFICER, DAY, checked_on="2024-07-04")
    with pytest.raises(NotPermitted, match="It is to be signed before it is uploaded"):
        made.do("submit_report", OFFICER, DAY, submitted_on="2024-07-05")
    with pytest.raises(NotPermitted, match="Your role"):
        made.do("submit_report", officer(COMPANY), DAY, submitted_on="2024-07-05")


def test_only_the_service_fills_a_form_in() -> None:
    """Without the mark of the service, with that of other data or of another body, nothing is formed, and nobody is offered it."""
    for data in (FORMED, {**filled_in(), "blanks": 9}, filled_in(AKIMAT)):
        with pytest.raises((NotPermitted, Invalid)):
            report().do("form_report", OFFICER, DAY, **data)
    assert "form_report" not in report().allowed(OFFICER)


def test_a_report_is_formed_by_its_body_or_whoever_uploads_for_it() -> None:
    """Neither another body nor a supervisor forms it."""
    for stranger in (officer(DISTRICT), SUPERVISOR):
        with pytest.raises(NotPermitted):
            formed(actor=stranger)


def test_steps_have_their_order() -> None:
    """What is not checked is not signed, what is not signed is not submitted."""
    with pytest.raises(WrongOrder):
        formed().do("sign_form", OFFICER, DAY, **SIGNED)
    with pytest.raises(NotPermitted):
        formed().do("check_report", OFFICER, DAY, checked_on="2024-07-04").do(
            "submit_report", OFFICER, DAY, submitted_on="2024-07-05"
        )


def test_the_form_that_nobody_signs_is_submitted_once_it_is_checked() -> None:
    """Appendix 4 has no block for a signature (SG-10), but it is evidence (l.41): without one it is remarked."""
    made = formed(AKIMAT, officer(AKIMAT), appendix=4, period="2024", formed_on="2024-07-10")
    made.do("check_report", officer(AKIMAT), DAY, checked_on="2024-07-11")
    made.do("submit_report", officer(AKIMAT), DAY, submitted_on="2024-07-12")
    assert (made.case.state, made.last.remarks) == ("submitted", ("form_not_signed",))


def test_what_was_formed_stays() -> None:
    """A report that is reopened gets another version; the first keeps its snapshot and its signature, and is not corrected."""
    made = signed().do("reopen_report", OFFICER, DAY, reopened_on="2024-07-09", reason="Ещё один факт")
    other = HASH[::-1]
    made.do("form_report", OFFICER, DAY, **filled_in(formed_on="2024-07-10", snapshot=other, position=130))
    known = facts(made)
    assert [one.snapshot for one in known.versions] == [HASH, other]
    first, second = known.signed_version(1), known.signed_version(2)
    assert first is not None
    assert first.signed_on.isoformat() == "2024-07-05"
    assert (second, known.signed, made.case.state) == (None, None, "formed")
    with pytest.raises(NotPermitted):
        made.do("correct", OFFICER, DAY, corrects=1, data=FORMED | {"lines": 9}, reason="Опечатка")


def test_whoever_receives_a_report_returns_it() -> None:
    """The body above, or a supervisor, gives it back with a reason; the body forms it anew, and does not return its own."""
    made = signed().do("submit_report", OFFICER, DAY, submitted_on="2024-07-05")
    back = {"returned_on": "2024-07-08", "reason": "Не указаны меры"}
    with pytest.raises(NotPermitted):
        made.do("return_report", OFFICER, DAY, **back)
    made.do("return_report", officer(AKIMAT), DAY, **back)
    assert made.case.state == "returned"
    made.do("form_report", OFFICER, DAY, **filled_in(formed_on="2024-07-10"))
    assert facts(made).returned is None


def test_a_report_is_of_its_form_body_and_period() -> None:
    """Another form than that of the case, a period that the form is not for, a body that does not fill it in: each is refused."""
    assert wrong(report(), "form_report", **filled_in(period="2024Q3", formed_on="2024-07-15")) == {"appendix"}
    assert wrong(report(period="2024-05"), "form_report", **filled_in(period="2024-05")) == {"period"}
    company = report(COMPANY, appendix=5, period="2024")
    with pytest.raises(Invalid):
        company.do("form_report", officer(COMPANY), DAY, **filled_in(COMPANY, appendix=5, period="2024"))


def test_a_consolidated_report_is_another_case() -> None:
    """A body's own form and that with the bodies below it do not take each other's place."""
    own, whole = (report_case(AKIMAT, 2, "2024Q2", consolidated=both) for both in (False, True))
    assert own != whole
    made = formed(AKIMAT, officer(AKIMAT), consolidated=True)
    assert made.case.id == whole


def test_days_follow_each_other() -> None:
    """Nothing is checked before it was formed, nor signed before it was checked, nor formed before its period."""
    assert wrong(formed(), "check_report", checked_on="2024-07-02") == {"checked_on"}
    checked = formed().do("check_report", OFFICER, DAY, checked_on="2024-07-04")
    assert wrong(checked, "sign_form", **SIGNED | {"signed_on": "2024-07-03"}) == {"signed_on"}
    assert wrong(report(), "form_report", **filled_in(formed_on="2024-03-31")) == {"formed_on"}


def test_who_may_sign_is_judged_by_the_register() -> None:
    """Somebody who did not hold the post, or a post that does not sign the form, is refused; a signature needs its file."""
    checked = formed().do("check_report", OFFICER, DAY, checked_on="2024-07-04")
    other = SIGNED | {"signature": {"post": "first_head", "person": "p-deputy"}}
    ethics = SIGNED | {"signature": {"post": "ethics_officer"}}
    assert wrong(checked, "sign_form", **other) == {"signature.person"}
    assert wrong(checked, "sign_form", **ethics) == {"signature.post"}
    assert wrong(checked, "sign_form", **SIGNED | {"file": None, "detached": HASH}) == {"file"}


def test_what_is_unusual_is_remarked() -> None:
    """A form formed before its period ended, signed with blanks, or without the file of the signed form, is recorded so."""
    early = formed(formed_on="2024-06-28")
    assert early.last.remarks == ("formed_before_the_period_ended",)
    bare = formed(blanks=2).do("check_report", OFFICER, DAY, checked_on="2024-07-04")
    bare.do("sign_form", OFFICER, DAY, **SIGNED | {"file": None})
    assert set(bare.last.remarks) == {"signed_with_blanks", "signed_without_file"}


def test_every_form_has_its_signatories() -> None:
    """Each form's paper lets somebody of an akimat sign; that of Appendix 5 the ethics officer alone (SG-11)."""
    papers = {number: known.paper.value for number, known in forms().items()}
    assert papers == {
        1: "appendix_1_2", 2: "appendix_1_2", 3: "reconciliation_act", 4: "unsigned_form", 5: "ethics_report", 6: "general_form",
    }  # fmt: skip


def test_what_was_formed_once_is_not_entered_again() -> None:
    """Given two versions, the data of the first are no third one, though the service made their mark: the record has gone on."""
    twice = formed().do("form_report", OFFICER, DAY, **filled_in(position=130, formed_on="2024-07-05"))
    assert wrong(twice, "form_report", **filled_in()) == {"position", "formed_on"}
