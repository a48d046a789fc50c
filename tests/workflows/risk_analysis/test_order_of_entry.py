"""What became of the deadlines depends on the facts, not on the order in which they were entered."""

from datetime import date, timedelta
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from events.deadlines import Deadline, Judgement
from tests.workflows.risk_analysis.life import CLOSED, LIFE, PROGRESS, REVIEW
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from workflows.refusals import Invalid

TODAY = "2025-06-02"
QUARTERS = ("2024Q2", "2024Q3", "2024Q4")
THIRD = {"quarter": "2024Q3"}
STEPS = (
    *(step for step in LIFE if step[0] != "close_monitoring"),
    ("report_progress", OFFICER, TODAY, PROGRESS | THIRD | {"received_on": "2024-10-04"}),
    ("review_progress", OFFICER, TODAY, REVIEW | THIRD | {"reviewed_on": "2024-10-08"}),
    ("close_monitoring", OFFICER, TODAY, CLOSED),
)
CANCELLED = ("cancel", HEAD, TODAY, {"cancelled_on": "2024-04-01", "basis_no": "1", "reason": "x"})
FINISHED = 6
"""The number of steps after which an analysis can still be cancelled."""

Entry = tuple[str, Any, dict[str, Any]]


def _shifted(data: dict[str, Any], days: int) -> dict[str, Any]:
    """Move every date of a payload."""
    dates = {name: value for name, value in data.items() if name.endswith("_on") and isinstance(value, str)}
    return data | {
        name: (date.fromisoformat(value) + timedelta(days=days)).isoformat() for name, value in dates.items()
    }


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Entry], dict[int, dict[str, Any]]]:
    """Give a life, each step at most as many days later as those after it, and what is mistaken in it at first."""
    count = draw(st.integers(1, len(STEPS)))
    steps = [*STEPS[:count], CANCELLED] if count <= FINISHED and draw(st.booleans()) else STEPS[:count]
    delays = sorted(draw(st.lists(st.integers(0, 25), min_size=len(steps), max_size=len(steps))))
    life = [(action, actor, _shifted(data, days)) for (action, actor, _, data), days in zip(steps, delays, strict=True)]
    mistakes = draw(st.dictionaries(st.integers(0, len(life) - 1), st.integers(-40, 40), min_size=1, max_size=4))
    wrong = {index: _shifted(life[index][2], days) for index, days in mistakes.items()}
    for index, data in wrong.items():
        if "quarter" in data and draw(st.booleans()):
            wrong[index] = life[index][2] | {"quarter": draw(st.sampled_from(QUARTERS))}
    return life, {index: data for index, data in wrong.items() if data != life[index][2]}


def _entered(life: list[Entry], wrong: dict[int, dict[str, Any]]) -> tuple[Scenario, list[int]]:
    """Enter a life with mistakes; gives also the steps whose mistakes were not noticed at once."""
    scenario, unnoticed = Scenario(), []
    for index, (action, actor, data) in enumerate(life):
        try:
            scenario.do(action, actor, TODAY, **wrong.get(index, data))
        except Invalid:
            scenario.do(action, actor, TODAY, **data)
        else:
            unnoticed += [index] if index in wrong else []
    return scenario, unnoticed


def _correct(scenario: Scenario, life: list[Entry], left: list[int]) -> None:
    """Correct what is mistaken, each entry as soon as those that it must agree with allow it."""
    while left:
        still = []
        for index in left:
            data = {"corrects": index + 1, "reason": "x", "data": life[index][2]}
            try:
                scenario.do("correct", HEAD, TODAY, **data)
            except Invalid:
                still.append(index)
        assert still != left, "no entry can be corrected before the others"
        left = still


def _outcomes(scenario: Scenario) -> dict[str, tuple[str, Deadline, Judgement | None]]:
    return {key: (s.status, s.deadline, s.judgement) for key, s in scenario.case.deadlines.items()}


@given(lives())
@example(([(action, actor, data) for action, actor, _, data in STEPS], {8: {"published_on": "2024-04-19"}}))
@settings(max_examples=150, deadline=None)
def test_corrected_is_as_good_as_entered_right(drawn: tuple[list[Entry], dict[int, dict[str, Any]]]) -> None:
    """A case with corrections has the deadlines of one in which everything was right at once; others are dropped."""
    life, wrong = drawn
    try:
        right, _ = _entered(life, {})
        corrected, left = _entered(life, wrong)
    except Invalid:
        assume(False)
    _correct(corrected, life, left)
    expected, outcomes = _outcomes(right), _outcomes(corrected)
    assert {key: outcomes[key] for key in expected if expected[key][0] != "dropped"} == {
        key: outcome for key, outcome in expected.items() if outcome[0] != "dropped"
    }
    assert {outcomes[key][0] for key in outcomes if expected.get(key, ("dropped",))[0] == "dropped"} <= {"dropped"}
