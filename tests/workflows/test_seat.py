"""What the seat says of corrections that it refuses."""

import pytest

from service.i18n import translator
from tests.serving import ORDER
from tests.stories.test_analysis_over_http import LIFE
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from workflows.refusals import Invalid

BEGUN, FINISHED = 3, 6
"""Numbers of entries in the worked example."""


def told(steps: int) -> Scenario:
    """The worked example, so many steps beyond its order."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER)
    for day, role, action, data in LIFE[:steps]:
        scenario.do(action, OFFICER if role == "officer" else HEAD, day, **data)
    return scenario


def test_a_correction_of_nothing_is_refused() -> None:
    """Data that are those of the entry as it is known already are no correction, the first time or later."""
    scenario, begun = told(2), LIFE[1][3]
    other = begun | {"began_on": "2024-03-05"}
    with pytest.raises(Invalid) as refused:
        scenario.do("correct", OFFICER, "2024-03-06", corrects=BEGUN, data=begun, reason="x")
    [violation] = refused.value.violations
    assert (violation.path, str(violation.text)) == (("data",), "Nothing differs from entry 3 as it is known now.")
    scenario.do("correct", OFFICER, "2024-03-06", corrects=BEGUN, data=other, reason="x")
    with pytest.raises(Invalid):
        scenario.do("correct", OFFICER, "2024-03-06", corrects=BEGUN, data=other, reason="x")


def test_a_correction_names_the_entry_it_contradicts() -> None:
    """The number, title and field of the other entry stand in the text, and nothing stands there twice."""
    scenario, data = told(7), LIFE[4][3] | {"finished_on": "2024-07-20"}
    with pytest.raises(Invalid) as refused:
        scenario.do("correct", OFFICER, "2024-08-20", corrects=FINISHED, data=data, reason="x")
    said = [translator("en")(violation.text) for violation in refused.value.violations]
    assert said[0].startswith("Entry 7, Analytical report signed, “Signed on”: ")
    assert len(said) == len(set(said))
