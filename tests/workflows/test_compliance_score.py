"""Recording scores: what was counted is counted once more."""

from typing import Any

import pytest

from tests.workflows.scenario import Scenario
from tests.workflows.subtask.world import SUPERVISOR, SYSTEM, country, officer
from workflows.refusals import Invalid

REGISTER = country()
ENTITIES = ["company", "waterworks"]
ROW = {"subtask": "3.2.1", "fulfilled": 1, "missing": ["waterworks"], "tenths": 10, "other_reading": 10}
DATA = {
    "year": 2024,
    "as_of": "2024-12-31",
    "policy": "2024.1",
    "entities": ENTITIES,
    "scores": [ROW],
    "full_set": 0,
}


def test_the_body_and_those_above_count_the_same_entities() -> None:
    """A body's scores count the entities below it, directly or through others; each calculation is kept."""
    for body in ("department", "oblast"):
        scenario = Scenario("compliance_score", body, REGISTER).do("calculate", SYSTEM, "2025-01-10", **DATA)
        scenario.do("calculate", SYSTEM, "2025-01-11", **DATA)
        assert (scenario.case.state, len(scenario.case.history)) == ("calculated", 2)
        assert scenario.case.facts.last == scenario.last


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"entities": ["company"]}, ("entities",)),
        ({"entities": [*ENTITIES, "school"]}, ("entities",)),
        ({"scores": [ROW | {"tenths": 20}]}, ("scores", 0)),
        ({"scores": [ROW | {"other_reading": 8}]}, ("scores", 0)),
        ({"scores": [ROW | {"fulfilled": 2}]}, ("scores", 0)),
        ({"scores": [ROW | {"missing": ["school"]}]}, ("scores", 0)),
    ],
)
def test_wrong_counts_are_refused(changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """Entities that the register does not know as supervised, or points that do not follow, are refused."""
    scenario = Scenario("compliance_score", "department", REGISTER)
    with pytest.raises(Invalid) as caught:
        scenario.do("calculate", SYSTEM, "2025-01-10", **DATA | changes)
    assert path in [violation.path for violation in caught.value.violations]


def test_nobody_enters_points_by_hand() -> None:
    """Points are counted by the service alone."""
    scenario = Scenario("compliance_score", "department", REGISTER)
    assert not scenario.allowed(officer("department")) | scenario.allowed(SUPERVISOR)
    assert scenario.allowed(SYSTEM) == {"calculate"}
