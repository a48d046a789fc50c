"""What the signature of a report must have: somebody who signed, whose paper says what the form says."""

from typing import Any

import pytest

from tests.workflows.bodies import AKIMAT, officer
from tests.workflows.report.test_report import DAY, HASH, OFFICER, SIGNED, formed, wrong
from tests.workflows.scenario import Scenario
from workflows.refusals import Invalid

UNNAMED = SIGNED | {"signature": {"post": "first_head"}}


def checked(**changed: Any) -> Scenario:
    """A report that somebody looked through."""
    return formed(**changed).do("check_report", OFFICER, DAY, checked_on="2024-07-04")


def found(likeness: str, **more: Any) -> dict[str, Any]:
    """What the service found of the file of a signed form."""
    return {"comparison": {"likeness": likeness, **more}}


@pytest.mark.parametrize(
    ("said", "remarks"),
    [
        (found("same", signed_inside=True), set()),
        (found("same") | {"detached": HASH}, set()),
        (found("same"), {"signed_form_bears_no_signature"}),
        (found("scan"), set()),
        (found("different", page=2, stands="12", form_says="13"), {"signed_form_differs"}),
        (found("supplemented", page=1, stands="Копия"), {"signed_form_says_more", "signed_form_bears_no_signature"}),
        (found("not_compared"), {"signed_form_not_compared"}),
    ],
)
def test_what_was_found_of_the_file_is_remarked(said: dict[str, Any], remarks: set[str]) -> None:
    """The form's own file with a signature, and a scan with whoever signed it, are as they should be; all else is remarked."""
    assert set(checked().do("sign_form", OFFICER, DAY, **SIGNED | said).last.remarks) == remarks


def test_a_scan_names_its_signatory() -> None:
    """Nothing else says who signed a paper: without a name it is refused, unless an electronic signature is in it or beside it."""
    assert wrong(checked(), "sign_form", **UNNAMED | found("scan")) == {"signature.person"}
    for more in (found("scan", signed_inside=True), found("scan") | {"detached": HASH}, found("same")):
        made = checked().do("sign_form", OFFICER, DAY, **UNNAMED | more)
        assert "signatory_not_named" in made.last.remarks


def test_a_scan_of_a_body_whose_posts_nobody_recorded_names_the_post_alone() -> None:
    """Where the register knows of no posts nobody can be named."""
    made = formed(AKIMAT, officer(AKIMAT))
    made.do("check_report", officer(AKIMAT), DAY, checked_on="2024-07-04")
    made.do("sign_form", officer(AKIMAT), DAY, **UNNAMED | {"signature": {"post": "apparatus_head"}} | found("scan"))
    assert made.case.state == "signed"


def test_a_form_that_nobody_signed_is_not_submitted() -> None:
    """With neither a name nor the signed form there is no report (SG-9, SG-11, SG-12); either is enough once the entry is corrected."""
    bare = UNNAMED | {"file": None}
    made = checked().do("sign_form", OFFICER, DAY, **bare)
    assert {"signed_without_file", "signatory_not_named"} <= set(made.last.remarks)
    assert wrong(made, "submit_report", submitted_on="2024-07-05") == {""}
    number = made.last.originator_version
    for mended in (SIGNED | {"file": None}, UNNAMED):
        again = checked().do("sign_form", OFFICER, DAY, **bare)
        again.do("correct", OFFICER, DAY, corrects=number, data=mended, reason="Не был указан подписавший")
        again.do("submit_report", OFFICER, DAY, submitted_on="2024-07-05")
        assert again.case.state == "submitted"
        with pytest.raises(Invalid):
            again.do("correct", OFFICER, DAY, corrects=number, data=bare, reason="Опечатка")
