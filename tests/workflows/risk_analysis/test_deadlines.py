"""The time limits D01–D12 on real dates (requirements §5)."""

from datetime import date

import pytest

from events.deadlines import Outcome
from tests.workflows.risk_analysis.life import (
    CLOSED,
    DISCUSSION,
    ORDER,
    PLAN,
    PROGRESS,
    REPORT,
    REVIEW,
    START,
    UNIT,
    lived,
)
from tests.workflows.scenario import HEAD, OFFICER, Scenario


@pytest.mark.parametrize(
    ("after", "key", "due"),
    [
        ("order", "D01", "2024-04-18"),
        ("order", "D02", "2024-12-31"),
        ("order", "ORDER", "2024-03-04"),
        ("order", "D04", "2024-02-19"),
        ("order", "D05", "2024-03-11"),
        ("order", "D06", "2024-03-18"),
        ("order", "D07", "2024-04-11"),
        ("sign_report", "D08", "2024-04-19"),
        ("sign_report", "D10", "2025-04-07"),
        ("approve_plan", "D09", "2024-04-24"),
        ("approve_plan", f"D11/2024Q2/{UNIT}", "2024-07-05"),
        ("approve_plan", f"D11/2024Q3/{UNIT}", "2024-10-07"),
        ("approve_plan", f"D11/2025Q1/{UNIT}", "2025-04-07"),
        ("report_progress", f"D12/2024Q2/{UNIT}", "2024-07-12"),
    ],
)
def test_worked_example(after: str, key: str, due: str) -> None:
    """Every due date of the worked example is the one of requirements §5."""
    assert lived(after).due(key) == due


def test_swap_not_yet_announced_does_not_count() -> None:
    """In April 2024 nobody knew that Sunday 5 January 2025 would be a working day: 6 January is what was shown."""
    assert lived("approve_plan").due(f"D11/2024Q4/{UNIT}") == "2025-01-06"


def test_a_year_without_a_breach() -> None:
    """A life in time ends with every deadline met, but for the quarters for which the unit sent nothing."""
    case = lived("close_monitoring").case
    assert {s.status for key, s in case.deadlines.items() if not key.startswith("D11")} == {"met"}
    assert case.deadlines[f"D11/2024Q3/{UNIT}"].status == "not_done"


def test_ending_keeps_what_was_not_done() -> None:
    """What was due before the end and not done stays a breach; what was due later is owed no more."""
    scenario = lived("approve_positions").do(
        "close_monitoring", OFFICER, "2024-10-08", **CLOSED | {"closed_on": "2024-10-08", "reason": "x"}
    )
    assert scenario.status(f"D11/2024Q3/{UNIT}") == "not_done"
    assert scenario.status(f"D11/2024Q4/{UNIT}") == "dropped"
    assert scenario.status("D10") == "early"


def test_kokshe_announced_late() -> None:
    """SPK KOKSHE: published on 15.05.2023 for 24.05.2023, three working days after the last permitted day, 10 May."""
    announced = START | {"published_on": "2023-05-15", "starts_on": "2023-05-24", "ends_on": "2023-06-10"}
    scenario = Scenario().do("announce_start", OFFICER, "2023-05-15", **announced)
    [judgement] = [j for j in scenario.last.deadlines.judged if j.key == "D04"]
    assert (judgement.due.isoformat(), judgement.outcome, judgement.margin) == ("2023-05-10", Outcome.LATE, -3)


def test_amendment_moves_open_deadlines_only() -> None:
    """An amending order moves what is still open and keeps the old dates; what was judged stays judged (§5 (e))."""
    scenario = lived("announce_discussion").do(
        "amend_order",
        HEAD,
        "2024-03-13",
        order_no="21-Ө",
        amended_on="2024-03-13",
        starts_on="2024-03-04",
        ends_on="2024-04-12",
        reason="Продление",
    )
    assert scenario.due("D06") == "2024-04-05"
    assert [d.due.isoformat() for d in scenario.case.deadlines["D06"].previous] == ["2024-03-18"]
    assert (scenario.due("D05"), scenario.status("D05")) == ("2024-03-11", "met")


def test_the_later_order_counts_whichever_was_recorded_first() -> None:
    """Amending orders recorded out of the order of their dates come to the same as in it."""
    amendment = {"order_no": "21-Ө", "starts_on": "2024-03-04", "reason": "Продление"}
    first = amendment | {"amended_on": "2024-03-06", "ends_on": "2024-04-05", "objects": ["Отдел кадров"]}
    second = amendment | {"amended_on": "2024-03-10", "ends_on": "2024-04-12", "objects": ["Отдел строительства"]}
    for recorded in ((first, second), (second, first)):
        scenario = lived("begin")
        for data in recorded:
            scenario.do("amend_order", HEAD, "2024-03-12", **data)
        facts = scenario.case.facts
        assert (facts.term.ends_on, facts.order.objects) == (date(2024, 4, 12), ("Отдел строительства",))
        assert facts.term_on(date(2024, 3, 9)).ends_on == date(2024, 4, 5)
        assert (scenario.due("D06"), scenario.due("D07")) == ("2024-04-05", "2024-04-26")


def test_a_last_quarter_of_a_month_counts() -> None:
    """A report signed on 30 April has the whole of the next April in its year of monitoring: its last quarter is due."""
    for signed, last in (("2024-04-29", "2025Q1"), ("2024-04-30", "2025Q2")):
        scenario = lived("finish").do("sign_report", HEAD, "2024-04-30", **REPORT | {"signed_on": signed})
        scenario.do("approve_plan", HEAD, "2024-05-08", **PLAN | {"approved_on": "2024-05-08"})
        assert max(key for key in scenario.case.deadlines if key.startswith("D11")) == f"D11/{last}/{UNIT}"


def test_act_before_the_amendment_is_judged_by_the_order_then_in_force() -> None:
    """A discussion held before the amendment, but recorded after it, is judged by the first order's end."""
    scenario = lived("announce_discussion").do(
        "amend_order",
        HEAD,
        "2024-03-25",
        order_no="21-Ө",
        amended_on="2024-03-25",
        starts_on="2024-03-04",
        ends_on="2024-04-12",
        reason="Продление",
    )
    held = DISCUSSION | {
        "held_on": "2024-03-20",
        "protocol_approved_on": "2024-03-20",
        "results_published_on": "2024-03-20",
    }
    scenario.do("hold_discussion", OFFICER, "2024-03-26", **held)
    assert (scenario.due("D06"), scenario.status("D06")) == ("2024-03-18", "met_late")


def test_late_record_of_an_act_in_time_is_in_time() -> None:
    """What counts is when it happened, not when it was recorded."""
    scenario = lived("announce_discussion").do("hold_discussion", OFFICER, "2024-03-27", **DISCUSSION)
    assert scenario.status("D06") == "met"


def test_correction_judges_again() -> None:
    """A corrected date is judged anew, the first judgement stays in the history."""
    wrong = DISCUSSION | {
        "held_on": "2024-03-19",
        "protocol_approved_on": "2024-03-19",
        "results_published_on": "2024-03-19",
    }
    scenario = lived("announce_discussion").do("hold_discussion", OFFICER, "2024-03-20", **wrong)
    assert scenario.status("D06") == "met_late"
    scenario.do("correct", OFFICER, "2024-03-21", corrects=5, reason="Опечатка", data=DISCUSSION)
    assert scenario.status("D06") == "met"
    assert scenario.case.history[4].deadlines.judged[0].outcome is Outcome.LATE


def test_correcting_the_start_moves_what_hangs_on_it() -> None:
    """A wrong start in the order is corrected by a signatory; the announcement is judged against the true start."""
    scenario = lived("announce_start").do(
        "correct", HEAD, "2024-02-20", corrects=1, reason="Опечатка", data=ORDER | {"starts_on": "2024-02-29"}
    )
    assert (scenario.due("D04"), scenario.status("D04")) == ("2024-02-15", "met_late")


def test_external_analysis_within_the_year() -> None:
    """An analysis that starts within a year of an external one is recorded as a breach of D03 (l.75)."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER, external_analysis_ended_on="2023-03-04")
    assert (scenario.due("D03"), scenario.status("D03")) == ("2024-03-05", "early")


def test_external_analysis_over_a_year_ago() -> None:
    """The day after the year is over is permitted."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER, external_analysis_ended_on="2023-03-03")
    assert scenario.status("D03") == "met"


def test_external_analysis_long_ago() -> None:
    """An external analysis of years ago is recorded and asks for nothing; taken back by a correction it was no breach."""
    assert (
        "D03"
        not in Scenario()
        .do("order", HEAD, "2024-02-12", **ORDER, external_analysis_ended_on="2014-03-03")
        .case.deadlines
    )
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER, external_analysis_ended_on="2023-03-04")
    scenario.do("correct", HEAD, "2024-02-12", corrects=1, reason="x", data=ORDER)
    assert scenario.status("D03") == "dropped"


def test_order_after_the_announcement_decides() -> None:
    """An announced plan is judged by the order that follows it, not by itself (A-12)."""
    planned = START | {"starts_on": "2024-06-03", "ends_on": "2024-06-28"}
    scenario = Scenario().do("announce_start", OFFICER, "2024-02-16", **planned)
    assert scenario.status("D04") == "met"
    soon = ORDER | {"ordered_on": "2024-02-19", "starts_on": "2024-02-20"}
    scenario.do("order", HEAD, "2024-02-19", **soon)
    assert scenario.status("D04") == "met_late"


def test_early_beginning_shortens_the_notice() -> None:
    """Beginning before the ordered day is judged against the announcement."""
    scenario = lived("announce_start").do("begin", OFFICER, "2024-02-20", began_on="2024-02-20")
    assert scenario.status("D04") == "met_late"


def test_too_long_analysis() -> None:
    """31 working days breach the recommendation of 30 (D01)."""
    assert Scenario().do("order", HEAD, "2024-02-12", **ORDER | {"ends_on": "2024-04-18"}).status("D01") == "met"
    assert Scenario().do("order", HEAD, "2024-02-12", **ORDER | {"ends_on": "2024-04-19"}).status("D01") == "met_late"


def test_quarters_begin_with_the_plan() -> None:
    """Units owe nothing for a quarter whose fifth day passed before there was a plan to report on."""
    report_in_march = {"signed_on": "2024-03-29"}
    scenario = lived("finish")
    scenario.do("sign_report", HEAD, "2024-03-29", **REPORT | report_in_march)
    scenario.do("approve_plan", HEAD, "2024-04-10", **PLAN | {"approved_on": "2024-04-10"})
    assert sorted(k for k in scenario.case.deadlines if k.startswith("D11")) == [
        f"D11/{q}/{UNIT}" for q in ("2024Q2", "2024Q3", "2024Q4", "2025Q1")
    ]


def test_review_is_due_after_receipt() -> None:
    """A late report is reviewed within five working days of its own receipt."""
    scenario = lived("publish").do("report_progress", OFFICER, "2024-07-10", **PROGRESS | {"received_on": "2024-07-10"})
    assert scenario.status(f"D11/2024Q2/{UNIT}") == "met_late"
    scenario.do("review_progress", OFFICER, "2024-07-18", **REVIEW | {"reviewed_on": "2024-07-18"})
    assert (scenario.due(f"D12/2024Q2/{UNIT}"), scenario.status(f"D12/2024Q2/{UNIT}")) == ("2024-07-17", "met_late")


def test_cancelled_analysis_owes_nothing() -> None:
    """Cancelling drops what is open and keeps what was judged."""
    scenario = lived("announce_start").do(
        "cancel", HEAD, "2024-02-20", cancelled_on="2024-02-20", basis_no="19-Ө", reason="Реорганизация"
    )
    statuses = {key: standing.status for key, standing in scenario.case.deadlines.items()}
    assert statuses == {
        "D01": "met", "D02": "dropped", "ORDER": "met", "D04": "met", "D05": "dropped", "D06": "dropped", "D07": "dropped",
    }  # fmt: skip
