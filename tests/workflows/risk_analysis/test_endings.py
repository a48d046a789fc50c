"""When an analysis may end."""

from datetime import date, timedelta

import pytest

from tests.workflows.risk_analysis.life import CLOSED, LIFE, LIST, REVIEW, START, WITHHELD, lived
from tests.workflows.scenario import APPARATUS, HEAD, OFFICER, Scenario
from workflows.refusals import Invalid

CANCELLED = {"cancelled_on": "2024-03-20", "basis_no": "1", "reason": "x"}
AMENDMENT = {"order_no": "21-Ө", "starts_on": "2024-03-04", "ends_on": "2024-04-12", "reason": "x"}
LATE = "2025-04-15"
EARLY = CLOSED | {"reason": "Реорганизация управления"}


def _ended(scenario: Scenario, day: date) -> Scenario:
    """End a case on a day, recorded long after it."""
    if "close_monitoring" in scenario.allowed(OFFICER):
        return scenario.do("close_monitoring", OFFICER, LATE, **EARLY | {"closed_on": day.isoformat()})
    return scenario.do("cancel", HEAD, LATE, **CANCELLED | {"cancelled_on": day.isoformat()})


@pytest.mark.parametrize("until", [action for action, *_ in LIFE])
def test_ends_on_the_day_of_its_last_act_at_the_earliest(until: str) -> None:
    """An end before the last act is refused, so that no breach falls behind it; one on the same day is not."""
    scenario = lived(until)
    if not {"close_monitoring", "cancel"} & (scenario.allowed(OFFICER) | scenario.allowed(HEAD)):
        return
    last = scenario.last.occurred_on
    with pytest.raises(Invalid):
        _ended(scenario, last - timedelta(days=1))
    assert _ended(scenario, last).case.state in scenario.workflow.ENDED


def test_amendment_counts_as_an_act() -> None:
    """An analysis is not cancelled before the last order that amends it."""
    scenario = lived("begin").do("amend_order", HEAD, "2024-03-12", amended_on="2024-03-12", **AMENDMENT)
    with pytest.raises(Invalid):
        _ended(scenario, date(2024, 3, 11))
    assert _ended(scenario, date(2024, 3, 12)).case.state == "cancelled"


def test_withholding_counts_as_an_act() -> None:
    """A monitoring is not closed before the note that withholds the results."""
    scenario = lived("approve_plan").do(
        "approve_positions", OFFICER, "2024-04-22", **LIST | {"approved_on": "2024-04-22"}
    )
    scenario.do("withhold", APPARATUS, "2024-04-23", **WITHHELD)
    with pytest.raises(Invalid):
        _ended(scenario, date(2024, 4, 22))
    assert _ended(scenario, date(2024, 4, 23)).case.state == "closed"


def test_a_correction_moves_neither_end_nor_act_past_the_other() -> None:
    """After the end, too, the end is corrected to no earlier day than the last act, and no act to a later one than the end."""
    scenario = lived("announce_start").do("cancel", HEAD, "2024-03-20", **CANCELLED)
    for version, data in ((3, CANCELLED | {"cancelled_on": "2024-02-15"}), (2, START | {"published_on": "2024-03-21"})):
        with pytest.raises(Invalid):
            scenario.do("correct", HEAD, "2024-03-22", corrects=version, reason="x", data=data)
    scenario.do("correct", HEAD, "2024-03-22", corrects=3, reason="x", data=CANCELLED | {"cancelled_on": "2024-02-16"})
    assert scenario.case.facts.cancelled_on == date(2024, 2, 16)


def _refused(scenario: Scenario, **data: str) -> list[tuple[tuple[object, ...], str]]:
    """Try to close a monitoring; gives what is wrong with that."""
    with pytest.raises(Invalid) as caught:
        scenario.do("close_monitoring", OFFICER, LATE, **CLOSED | data)
    return [(violation.path, str(violation.text)) for violation in caught.value.violations]


def test_no_end_without_the_list_of_positions() -> None:
    """Every body draws up its list (1.4.1, l.177): until it is approved the monitoring is not closed, nor offered to be."""
    scenario = lived("review_progress")
    assert "close_monitoring" not in scenario.allowed(OFFICER)
    text = "Approve the list of positions first, though it may name none: every body draws one up (1.4.1, l.177)."
    assert _refused(scenario) == [(("closed_on",), text)]
    scenario.do("approve_positions", OFFICER, "2024-07-11", **LIST | {"positions": []})
    assert scenario.do("close_monitoring", OFFICER, LATE, **CLOSED).case.state == "closed"


def test_an_end_before_the_year_is_over_says_why() -> None:
    """The monitoring lasts a year from the report (l.161, D10): an earlier end is recorded as early, with its reason only."""
    scenario = lived("approve_positions")
    text = "Say why the monitoring ends before its year is over (2025-04-05, l.161)."
    assert _refused(scenario, closed_on="2025-04-04") == [(("reason",), text)]
    scenario.do("close_monitoring", OFFICER, LATE, **EARLY | {"closed_on": "2025-04-04"})
    assert (scenario.case.state, scenario.status("D10")) == ("closed", "early")


def test_an_end_with_open_recommendations_says_why() -> None:
    """A recommendation that no review found carried out stays a remark on the end, which gives the reason (l.167)."""
    scenario = lived("report_progress")
    open_still = [{"recommendation": "1", "state": "in_progress"}]
    scenario.do("review_progress", OFFICER, "2024-07-10", **REVIEW | {"recommendations": open_still})
    scenario.do("approve_positions", OFFICER, "2024-07-11", **LIST)
    assert _refused(scenario) == [(("reason",), "Say why these recommendations are not carried out: 1.")]
    scenario.do("close_monitoring", OFFICER, LATE, **EARLY)
    assert scenario.last.remarks == ("closed_with_recommendations_not_carried_out",)
