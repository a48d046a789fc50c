"""The strip of stages."""

from datetime import date
from typing import Any

import pytest

from service.i18n import translator
from service.status import Status, Today
from service.web.stages import Stage, stages
from tests.serving import ORDER
from tests.stories.test_analysis_over_http import LIFE
from tests.workflows.cartogram.life import OFFICER as AKIMATS
from tests.workflows.cartogram.life import OTHER_POSITION, POSITION, POSITIONS
from tests.workflows.cartogram.life import lived as cartogram_lived
from tests.workflows.risk_analysis.test_planning import scheduled
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from workflows.machine import actions
from workflows.register import EMPTY


def _lived(steps: int) -> Scenario:
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER)
    for day, role, action, data in LIFE[:steps]:
        scenario.do(action, OFFICER if role == "officer" else HEAD, day, **data)
    return scenario


def _strip(scenario: Scenario, today: date) -> dict[str, Stage]:
    case = scenario.case
    possible = [a.name for a in actions(scenario.workflow).values() if any(s == case.state for s, _ in a.transitions)]
    return {
        stage.action: stage
        for stage in stages(scenario.workflow, case, possible, Today.of(today, EMPTY), translator("en"))
    }


def test_stages_of_an_analysis_under_way() -> None:
    """What is done has its day and margin, the next stage is marked, what lies ahead has its due date or its plan."""
    strip = _strip(_lived(2), date(2024, 3, 12))
    order, announced, begun, discussion, end = (
        strip[k] for k in ("order", "announce_start", "begin", "announce_discussion", "finish")
    )
    assert (order.done_on, order.status) == (date(2024, 2, 12), Status.MET)
    assert (announced.due, announced.word) == (date(2024, 2, 19), "1 working day to spare")
    assert (begun.planned, begun.done_on, begun.status) == (date(2024, 3, 4), date(2024, 3, 4), Status.MET)
    assert (discussion.due, discussion.status, discussion.current) == (date(2024, 3, 11), Status.OVERDUE, True)
    assert (end.planned, end.status) == (date(2024, 3, 28), Status.NONE)
    assert [name for name, stage in strip.items() if stage.current] == ["announce_discussion"]


def test_a_scheduled_analysis_has_its_dates() -> None:
    """Before anything is done the schedule's term stands on the strip, and by when the start is ordered and announced."""
    strip = _strip(scheduled(), date(2024, 2, 14))
    assert [strip[name].planned for name in ("begin", "finish")] == [date(2024, 3, 4), date(2024, 3, 28)]
    assert [strip[name].due for name in ("order", "announce_start")] == [date(2024, 3, 4), date(2024, 2, 19)]
    assert (strip["announce_start"].status, strip["announce_start"].word) == (Status.SOON, "in 3 working days")


def test_a_correction_moves_the_day_of_its_stage() -> None:
    """The strip shows what is now known to have happened."""
    scenario = _lived(3)
    data = {**LIFE[2][3], "published_on": "2024-03-12"}
    scenario.do("correct", OFFICER, "2024-03-13", corrects=4, data=data, reason="Ошибка")
    stage = _strip(scenario, date(2024, 3, 13))["announce_discussion"]
    assert (stage.done_on, stage.status, stage.word) == (date(2024, 3, 12), Status.LATE, "1 working day late")


def test_the_list_of_positions_is_a_stage() -> None:
    """Once the plan is published, the list (1.4.1) is what comes next until it is approved."""
    scenario = _lived(8)
    assert [name for name, stage in _strip(scenario, date(2024, 4, 25)).items() if stage.current] == [
        "approve_positions"
    ]
    signed = {"post": "first_head"}
    scenario.do("approve_positions", OFFICER, "2024-04-25", approved_on="2024-04-25", signature=signed)
    stage = _strip(scenario, date(2024, 4, 25))["approve_positions"]
    assert (stage.title, stage.done_on, stage.status) == ("List of positions", date(2024, 4, 25), Status.MET)


@pytest.mark.parametrize(("rows", "status"), [([], Status.NONE), ([POSITION, OTHER_POSITION], Status.MET)])
def test_a_section_is_done_once_it_equals_the_analyses(rows: list[Any], status: Status) -> None:
    """An update that leaves rows out does not make the stage of its section green (l.340)."""
    scenario = cartogram_lived("receive_results")
    scenario.do("update_positions", AKIMATS, "2024-05-14", **POSITIONS | {"rows": rows})
    assert _strip(scenario, date(2024, 5, 14))["update_positions"].status is status


def test_a_finished_life_is_done() -> None:
    """At the end every stage is done and none is current."""
    strip = _strip(_lived(len(LIFE)), date(2025, 5, 1))
    assert {stage.status for stage in strip.values()} == {Status.MET}
    assert not any(stage.current for stage in strip.values())


def test_the_end_is_ahead_again_once_a_case_was_opened_again() -> None:
    """An upload that was given back after the year was closed opens the cartogram: its end is not behind any more, and is once it is closed anew."""
    scenario = cartogram_lived("close_cartogram")
    assert _strip(scenario, date(2025, 1, 20))["close_cartogram"].done_on == date(2024, 12, 31)
    scenario.do("record_return", AKIMATS, "2025-01-15", returned_on="2025-01-15", reason="Скан без подписи")
    end = _strip(scenario, date(2025, 1, 20))["close_cartogram"]
    assert (end.done_on, end.current) == (None, True)
    scenario.do("close_cartogram", AKIMATS, "2025-01-20", closed_on="2025-01-20")
    assert _strip(scenario, date(2025, 1, 20))["close_cartogram"].done_on == date(2025, 1, 20)
