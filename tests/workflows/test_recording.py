"""How long after the fact an entry was made, and the day and the signatory of a paper."""

from dataclasses import replace

import pytest

from tests.projections.findings.found import data_of
from tests.workflows.bodies import EDUCATION, places
from tests.workflows.risk_analysis.life import ORDER, REPORT, lived
from tests.workflows.scenario import HEAD, SUPERVISOR, Scenario
from workflows.actor import Post


@pytest.mark.parametrize(
    ("recorded", "lag"),
    [("2024-02-12", 0), ("2024-02-13", 1), ("2024-02-17", 4), ("2024-03-04", 15), ("2024-03-11", 19)],
)
def test_the_lag_is_in_working_days(recorded: str, lag: int) -> None:
    """An order of Monday, 12 February is as late as working days lie between; days off do not count."""
    assert Scenario().do("order", HEAD, recorded, **ORDER).last.envelope.lag == lag


def test_the_lag_of_a_correction_is_that_of_the_corrected_entry() -> None:
    """Correcting later makes an entry no later: what counts is when it was made, and the day that it names now."""
    scenario = Scenario().do("order", HEAD, "2024-02-16", **ORDER)
    right = data_of(scenario.last, ordered_on="2024-02-15")
    scenario.do("correct", HEAD, "2024-09-02", corrects=1, reason="Опечатка", data=right)
    assert [event.envelope.lag for event in scenario.case.history] == [4, 1]


def test_what_has_no_day_of_its_own_is_recorded_at_once() -> None:
    """Events that happen by being recorded have no lag."""
    scenario = lived("order").do(
        "name_responsible", SUPERVISOR, "2024-06-03", account="5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11"
    )
    assert scenario.last.envelope.lag == 0


def test_the_signatory_is_held_to_the_day_of_the_paper() -> None:
    """The remark stands while others correct something else, and goes with the day; where no posts are recorded nobody is held to any."""
    made = places()
    made.post(EDUCATION, "head", Post.FIRST_HEAD.value)
    made.appoint(EDUCATION, "head", "p-new", since="2024-04-15")
    head, another = replace(HEAD, person="p-new"), replace(HEAD, id="another", person="p-other")
    scenario = lived("finish")
    assert "signatory_not_in_post" not in scenario.do("sign_report", head, "2024-04-16", **REPORT).last.remarks
    scenario = lived("finish")
    scenario.register = made.register
    scenario.do("sign_report", head, "2024-04-16", **REPORT)
    assert scenario.last.remarks == ("signatory_not_in_post",)
    other_number = data_of(scenario.last, report_no="6")
    scenario.do("correct", another, "2024-04-17", corrects=7, reason="Опечатка", data=other_number)
    assert "signatory_not_in_post" in scenario.last.remarks
    other_day = other_number | {"signed_on": "2024-04-16"}
    scenario.do("correct", another, "2024-04-17", corrects=7, reason="Опечатка", data=other_day)
    assert "signatory_not_in_post" not in scenario.last.remarks
