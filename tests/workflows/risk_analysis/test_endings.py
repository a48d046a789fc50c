"""When an analysis may end."""

from datetime import date, timedelta

import pytest

from tests.workflows.risk_analysis.life import CLOSED, LIFE, START, WITHHELD, lived
from tests.workflows.scenario import APPARATUS, HEAD, OFFICER, Scenario
from workflows.refusals import Invalid

CANCELLED = {"cancelled_on": "2024-03-20", "basis_no": "1", "reason": "x"}
AMENDMENT = {"order_no": "21-Ө", "starts_on": "2024-03-04", "ends_on": "2024-04-12", "reason": "x"}
LATE = "2025-04-15"


def _ended(scenario: Scenario, day: date) -> Scenario:
    """End a case on a day, recorded long after it."""
    if "close_monitoring" in scenario.allowed(OFFICER):
        return scenario.do("close_monitoring", OFFICER, LATE, **CLOSED | {"closed_on": day.isoformat()})
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
    scenario = lived("approve_plan").do("withhold", APPARATUS, "2024-04-23", **WITHHELD)
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
