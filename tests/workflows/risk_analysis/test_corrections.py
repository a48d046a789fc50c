"""What corrections do to deadlines, and what they may leave behind."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.risk_analysis.life import (
    CLOSED,
    ITEM,
    LIFE,
    LIST,
    ORDER,
    PLAN,
    PROGRESS,
    RECOMMENDATION,
    REPORT,
    REVIEW,
    UNIT,
    lived,
)
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from workflows.refusals import Invalid

LEFT = ("leaves_another_entry_inconsistent",)
CANCELLED = {"cancelled_on": "2024-03-20", "basis_no": "1", "reason": "x"}
OTHER_UNIT = "Отдел закупа"


def corrected(scenario: Scenario, version: int, data: dict[str, Any], day: str = "2025-04-15") -> Scenario:
    """Correct an entry as the head, who may correct all but notes."""
    return scenario.do("correct", HEAD, day, corrects=version, reason="x", data=data)


def test_end_corrected_to_an_earlier_day() -> None:
    """What was not yet due on the true day of the end was never owed."""
    scenario = lived("announce_start").do("cancel", HEAD, "2024-03-20", **CANCELLED)
    assert (scenario.status("D05"), scenario.status("D06")) == ("not_done", "not_done")
    corrected(scenario, 3, CANCELLED | {"cancelled_on": "2024-02-20"})
    assert (scenario.status("D05"), scenario.status("D06")) == ("dropped", "dropped")


def test_end_corrected_to_a_later_day() -> None:
    """What was due before the true day of the end is a breach."""
    key = f"D11/2024Q3/{UNIT}"
    scenario, early = lived("approve_positions"), CLOSED | {"reason": "Реорганизация"}
    scenario.do("close_monitoring", OFFICER, "2024-10-08", **early | {"closed_on": "2024-08-01"})
    assert scenario.status(key) == "dropped"
    assert corrected(scenario, 13, early | {"closed_on": "2024-10-08"}).status(key) == "not_done"


def test_information_of_another_quarter_leaves_its_own_undone() -> None:
    """When information turns out to be for another quarter, that one is met and the first one a breach, after the end too."""
    scenario = lived("publish")
    for quarter, received in (("2024Q3", "2024-10-04"), ("2024Q2", "2024-07-04")):
        scenario.do(
            "report_progress", OFFICER, "2024-12-20", **PROGRESS | {"quarter": quarter, "received_on": received}
        )
    scenario.do("approve_positions", OFFICER, "2024-12-20", **LIST)
    scenario.do("close_monitoring", OFFICER, "2025-04-14", **CLOSED | {"reason": "Не рассмотрено"})
    corrected(scenario, 10, PROGRESS | {"quarter": "2024Q4", "received_on": "2024-12-20"})
    assert [scenario.status(f"D11/2024{quarter}/{UNIT}") for quarter in ("Q2", "Q3", "Q4")] == [
        "met",
        "not_done",
        "met",
    ]


def test_term_corrected_after_the_end() -> None:
    """A limit that moves behind the end is no breach any more."""
    scenario = lived("order").do("cancel", HEAD, "2024-02-28", **CANCELLED | {"cancelled_on": "2024-02-28"})
    assert (scenario.due("D04"), scenario.status("D04")) == ("2024-02-19", "not_done")
    corrected(scenario, 1, ORDER | {"starts_on": "2024-04-04", "ends_on": "2024-04-28"}, "2024-02-29")
    assert (scenario.due("D04"), scenario.status("D04")) == ("2024-03-18", "dropped")


def test_holiday_made_known_later_keeps_an_end_from_breaching() -> None:
    """An end is held against the date that the calendar gives then, as an act would be."""
    order = ORDER | {"ordered_on": "2024-04-12", "starts_on": "2024-05-06", "ends_on": "2024-05-31"}
    scenario = Scenario().do("order", HEAD, "2024-04-12", **order)
    shown = scenario.due("D04")
    scenario.do("cancel", HEAD, "2024-04-22", **CANCELLED | {"cancelled_on": "2024-04-22"})
    assert (shown, scenario.due("D04"), scenario.status("D04")) == ("2024-04-19", "2024-04-22", "dropped")


SECOND = RECOMMENDATION | {"code": "2"}


@pytest.mark.parametrize(
    ("until", "steps"),
    [
        (  # a recommendation was forgotten
            "approve_plan",
            [
                (7, REPORT | {"recommendations": [RECOMMENDATION, SECOND]}),
                (8, PLAN | {"items": [ITEM, ITEM | {"code": "2", "recommendations": ["2"]}]}),
            ],
        ),
        (  # the reviewed information was for another quarter
            "review_progress",
            [
                (10, PROGRESS | {"quarter": "2024Q3", "received_on": "2024-07-10"}),
                (11, REVIEW | {"quarter": "2024Q3"}),
            ],
        ),
        (  # a unit was misspelt
            "review_progress",
            [
                (8, PLAN | {"items": [ITEM | {"unit": OTHER_UNIT}]}),
                (10, PROGRESS | {"unit": OTHER_UNIT}),
                (11, REVIEW | {"unit": OTHER_UNIT}),
            ],
        ),
    ],
)
def test_entries_that_refer_to_each_other(until: str, steps: list[tuple[int, dict[str, Any]]]) -> None:
    """What refers to each other is corrected one by one; a remark says that another entry is still to be corrected."""
    scenario = lived(until)
    for version, data in steps[:-1]:
        assert set(LEFT) <= set(corrected(scenario, version, data).last.remarks)
    assert not set(LEFT) & set(corrected(scenario, *steps[-1]).last.remarks)


def test_two_quarters_that_were_mixed_up() -> None:
    """Information of two quarters, each recorded for the other, is set right in two corrections."""
    scenario = lived("publish")
    second, third = (
        PROGRESS | {"received_on": "2024-07-04"},
        PROGRESS | {"received_on": "2024-10-04", "quarter": "2024Q3"},
    )
    for data in (second | {"quarter": "2024Q3"}, third | {"quarter": "2024Q2"}):
        scenario.do("report_progress", OFFICER, "2024-10-08", **data)
    assert corrected(scenario, 10, second).last.remarks == LEFT
    assert corrected(scenario, 11, third).last.remarks == ()
    assert [scenario.status(f"D11/2024{quarter}/{UNIT}") for quarter in ("Q2", "Q3")] == ["met", "met"]


def test_dates_that_contradict_each_other_are_refused() -> None:
    """A correction that puts one entry before what it follows is refused, though the other could be corrected after it."""
    scenario = lived("review_progress")
    for version, data in ((10, PROGRESS | {"received_on": "2024-07-11"}), (8, PLAN | {"approved_on": "2024-04-25"})):
        with pytest.raises(Invalid):
            corrected(scenario, version, data)


def test_what_contradicted_before_does_not_stop_a_correction() -> None:
    """An entry that was accepted under older rules keeps nobody from correcting another one."""
    scenario = lived("finish").do("cancel", HEAD, "2024-04-01", **CANCELLED | {"cancelled_on": "2024-04-01"})
    [*before, cancelled] = scenario.case.history
    old = scenario.workflow.CASE.blank(scenario.case.id)
    for event in (*before, type(cancelled)(**vars(cancelled) | {"cancelled_on": date(2024, 2, 12)})):
        event.mutate(old)
    scenario.case = old
    assert corrected(scenario, 1, ORDER | {"order_no": "18-Ө"}).case.facts.order.order_no == "18-Ө"


def test_correction_of_a_number_changes_no_deadline() -> None:
    """A correction that concerns no date leaves every deadline as it was, wherever the case stands."""
    for until in (action for action, *_ in LIFE):
        scenario = lived(until)
        statuses = {key: standing.status for key, standing in scenario.case.deadlines.items()}
        corrected(scenario, 1, ORDER | {"order_no": "18-Ө"})
        assert {key: standing.status for key, standing in scenario.case.deadlines.items()} == statuses
