"""What the results of an analysis do to the region's cartogram and to the ethics officer's work."""

from typing import Any

import pytest

from tests.workflows.bodies import (
    AKIMAT,
    CITY,
    COMPANY,
    DISTRICT,
    EDUCATION,
    MINISTRY,
    OTHER_AKIMAT,
    SECTION,
    TERRITORIAL,
    officer,
    register,
)
from tests.workflows.risk_analysis.life import ITEM, LIFE, PLAN, POSITION, RECOMMENDATION, REPORT, RISK
from tests.workflows.risk_analysis.test_positions import ANYBODYS, FORWARDED, lived
from tests.workflows.scenario import Scenario
from workflows.consequences import Consequence, case_id, consequences

REGISTER = register()


def caused(scenario: Scenario) -> dict[str, Consequence]:
    """What the newest event does to others, by their workflows."""
    rules = scenario.workflow.CONSEQUENCES
    return {one.workflow: one for one in consequences(rules, scenario.case, scenario.last, REGISTER)}


def test_a_report_feeds_the_cartogram_and_the_ethics_officer() -> None:
    """The region gets risks and positions, the body's own ethics officer the positions (1.5.1, 4.2.4)."""
    scenario = lived("sign_report")
    found = caused(scenario)
    analysis = str(scenario.case.id)
    assert found == {
        "cartogram": Consequence("cartogram", case_id(AKIMAT, "1.5.1", "2024"), AKIMAT, "receive_results", {
            "year": 2024, "analysis": analysis, "body": EDUCATION, "report_no": "5",
            "positions": [{"title": "Главный специалист", "unit": "Отдел закупок", "risk": "R1"}],
            "risks": [{"code": "R1", "description": "Приёмка без комиссии", "measures": 0}],
            "plan_approved": False,
        }),
        "subtask": Consequence("subtask", case_id(EDUCATION, "4.2.4", "2024"), EDUCATION, "receive_positions", {
            "subtask": "4.2.4", "year": 2024, "analysis": analysis, "report_no": "5",
            "positions": [{"title": "Главный специалист", "unit": "Отдел закупок", "risk": "R1"}],
        }),
    }  # fmt: skip


def test_a_plan_feeds_the_cartogram_with_its_measures() -> None:
    """Each risk carries the number of measures against it; the ethics officer has nothing to do with a plan."""
    scenario = Scenario("risk_analysis", EDUCATION, REGISTER)
    another = RISK | {"code": "R2", "description": "Закупки у одного"}
    report = REPORT | {
        "risks": [RISK, another],
        "recommendations": [
            RECOMMENDATION,
            RECOMMENDATION | {"code": "2"},
            RECOMMENDATION | {"code": "3", "risk": "R2"},
        ],
    }
    items = [ITEM | {"recommendations": ["1", "2"]}, ITEM | {"code": "2", "recommendations": ["2", "3"]}]
    for action, actor, day, data in LIFE[:8]:
        changed: dict[str, Any] = {"sign_report": report, "approve_plan": PLAN | {"items": items}}
        scenario.do(action, actor, day, **changed.get(action, data))
    found = caused(scenario)
    assert found.keys() == {"cartogram"}
    told = found["cartogram"].data
    assert (told["plan_approved"], {risk["code"]: risk["measures"] for risk in told["risks"]}) == (
        True,
        {"R1": 2, "R2": 1},
    )


def test_the_list_is_what_counts() -> None:
    """Once the list is approved, its positions go where the report's went."""
    scenario = lived("sign_report")
    scenario.do(
        "approve_positions",
        officer(EDUCATION),
        "2024-04-08",
        **ANYBODYS | {"positions": [POSITION | {"title": "Юрист"}]},
    )
    found = caused(scenario)
    for data in (found["cartogram"].data, found["subtask"].data):
        assert [row["title"] for row in data["positions"]] == ["Юрист"]


def test_a_correction_is_told() -> None:
    """What others are told follows the report as it is now known."""
    scenario = lived("approve_plan")
    version = next(e.originator_version for e in scenario.case.history if e.TOPIC.endswith("report_signed"))
    data = REPORT | {"positions": []}
    head = LIFE[0][1]
    scenario.do("correct", head, "2024-04-20", corrects=version, data=data, reason="Ошибка")
    found = caused(scenario)
    assert (found["cartogram"].data["positions"], found["subtask"].data["positions"]) == ([], [])
    assert found["cartogram"].data["plan_approved"] is True


def test_an_analysis_belongs_to_the_year_of_its_report() -> None:
    """A plan approved in the next year goes to the cartogram that has the positions, so that its measures stand beside them."""
    scenario = lived("sign_report")
    head = LIFE[0][1]
    scenario.do("approve_plan", head, "2025-01-10", **PLAN | {"approved_on": "2025-01-10"})
    [told] = caused(scenario).values()
    assert (told.case_id, told.data["year"], told.data["plan_approved"]) == (
        case_id(AKIMAT, "1.5.1", "2024"),
        2024,
        True,
    )


def test_a_report_corrected_into_another_year_leaves_the_first() -> None:
    """The cartogram and the ethics officer of the year that was written by mistake hear that it was one."""
    scenario = lived("sign_report")
    data, head = REPORT | {"signed_on": "2025-01-10"}, LIFE[0][1]
    scenario.do("correct", head, "2025-01-15", corrects=scenario.case.version, data=data, reason="Ошибка")
    found = consequences(scenario.workflow.CONSEQUENCES, scenario.case, scenario.last, REGISTER)
    told = {(one.case_id, one.action): one.data for one in found}
    assert told.keys() == {
        (case_id(AKIMAT, "1.5.1", "2025"), "receive_results"),
        (case_id(EDUCATION, "4.2.4", "2025"), "receive_positions"),
        (case_id(AKIMAT, "1.5.1", "2024"), "withdraw_results"),
        (case_id(EDUCATION, "4.2.4", "2024"), "receive_positions"),
    }
    assert told[case_id(EDUCATION, "4.2.4", "2024"), "receive_positions"]["positions"] == []
    assert told[case_id(AKIMAT, "1.5.1", "2024"), "withdraw_results"] == {"analysis": str(scenario.case.id)}


@pytest.mark.parametrize(
    ("body", "workflows"),
    [
        (AKIMAT, {"cartogram", "subtask"}),
        (SECTION, {"cartogram", "subtask"}),
        (DISTRICT, {"cartogram", "subtask"}),
        (COMPANY, {"cartogram"}),
        (TERRITORIAL, {"subtask"}),
        (MINISTRY, {"subtask"}),
        (CITY, {"subtask"}),
    ],
)
def test_whom_the_results_concern(body: str, workflows: set[str]) -> None:
    """Local bodies and companies show in the oblast's cartogram, civil servants of any state body are the ethics officer's."""
    found = caused(lived("sign_report", body))
    assert found.keys() == workflows
    if "cartogram" in workflows:
        assert found["cartogram"].organization == AKIMAT


def forwarded(body: str, day: str = "2024-04-09") -> Scenario:
    """The analysis of a body whose list was approved and forwarded to the akimat of the region."""
    scenario = lived("sign_report", body)
    scenario.do("approve_positions", officer(body), "2024-04-08", **ANYBODYS | {"approved_on": "2024-04-08"})
    return scenario.do("forward_positions", officer(body), day, forwarded_on=day, recipient=AKIMAT)


def consolidated(scenario: Scenario) -> dict[Any, list[str | None]]:
    """Of whom the akimat's ethics officers are told positions by the newest event, by the case in which they are."""
    rules = scenario.workflow.CONSEQUENCES
    told = consequences(rules, scenario.case, scenario.last, REGISTER)
    return {
        one.case_id: [row["organization"] for row in one.data["positions"]]
        for one in told
        if one.organization == AKIMAT and one.workflow == "subtask"
    }


OFFICERS = case_id(AKIMAT, "4.2.4", "2024")
"""The case of the akimat's ethics officer."""


@pytest.mark.parametrize("body", [EDUCATION, SECTION, COMPANY])
def test_a_forwarded_list_reaches_the_ethics_officer_who_consolidates_it(body: str) -> None:
    """The list of a body or company is consolidated by the akimat's ethics officer, each position with its body (l.177, RU-6)."""
    assert consolidated(forwarded(body)) == {OFFICERS: [body]}


def test_of_ones_own_nothing_is_consolidated() -> None:
    """The akimat that forwards its list to itself has it already; a list that is only approved goes nowhere yet."""
    assert consolidated(forwarded(AKIMAT)) == {}
    listed = lived("sign_report").do("approve_positions", officer(EDUCATION), "2024-04-08", **ANYBODYS)
    assert consolidated(listed) == {}
    again = forwarded(EDUCATION).do("approve_positions", officer(EDUCATION), "2024-07-11", **ANYBODYS)
    assert consolidated(again) == {}


def test_a_forwarded_list_follows_its_corrections() -> None:
    """What was forwarded is told anew as it is corrected: with other positions, or in the year of the report."""
    scenario = forwarded(EDUCATION)
    correction = {
        "corrects": 8,
        "data": ANYBODYS | {"positions": [POSITION, POSITION | {"title": "Юрист"}]},
        "reason": "x",
    }
    scenario.do("correct", officer(EDUCATION), "2024-04-10", **correction)
    assert consolidated(scenario) == {OFFICERS: [EDUCATION, EDUCATION]}
    another = {"corrects": 7, "data": REPORT | {"signed_on": "2025-01-10"}, "reason": "x"}
    late = lived("sign_report")
    late.do("approve_positions", officer(EDUCATION), "2025-01-14", **ANYBODYS | {"approved_on": "2025-01-13"})
    late.do("forward_positions", officer(EDUCATION), "2025-01-14", forwarded_on="2025-01-14", recipient=AKIMAT)
    late.do("correct", LIFE[0][1], "2025-01-15", **another)
    assert consolidated(late) == {OFFICERS: [], case_id(AKIMAT, "4.2.4", "2025"): [EDUCATION]}


def test_a_list_forwarded_elsewhere_is_taken_back() -> None:
    """When it turns out that the list went to another akimat, the ethics officer who was told of it is told so."""
    scenario = Scenario()
    for action, actor, day, data in LIFE[:7]:
        scenario.do(action, actor, day, **data)
    scenario.do("approve_positions", officer(EDUCATION), "2024-04-08", **ANYBODYS)
    scenario.do("forward_positions", officer(EDUCATION), "2024-04-09", **FORWARDED)
    assert consolidated(scenario) == {OFFICERS: [EDUCATION]}
    elsewhere = {"corrects": 9, "data": FORWARDED | {"recipient": OTHER_AKIMAT}, "reason": "x"}
    assert consolidated(scenario.do("correct", officer(EDUCATION), "2024-04-10", **elsewhere)) == {OFFICERS: []}


RESULTS = {"sign_report", "approve_plan", "approve_positions"}


@pytest.mark.parametrize("until", [action for action, *_ in LIFE if action not in RESULTS])
def test_nothing_else_is_told(until: str) -> None:
    """Only reports, plans and lists are results."""
    assert caused(lived(until)) == {}


def test_a_body_nobody_knows_concerns_nobody() -> None:
    """Without the register nothing is known of region or type."""
    scenario: Any = Scenario()
    for action, actor, day, data in LIFE[:7]:
        scenario.do(action, actor, day, **data)
    assert list(consequences(scenario.workflow.CONSEQUENCES, scenario.case, scenario.last, scenario.register)) == []
