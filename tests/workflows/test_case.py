"""What a case remembers of its events."""

from datetime import date

from tests.serving import ORDER
from tests.stories.test_analysis_over_http import LIFE
from tests.workflows.scenario import HEAD, OFFICER, Scenario

OTHER_DAY = "begun_on_another_day_than_ordered"


def test_remarks_are_those_of_the_entries_as_they_are_known() -> None:
    """A correction's remarks take the place of those of the entry: gone when it is mended, once when they still hold."""
    scenario = (
        Scenario().do("order", HEAD, "2024-02-12", **ORDER).do("announce_start", OFFICER, *LIFE[0][:1], **LIFE[0][3])
    )
    scenario.do("begin", OFFICER, "2024-03-04", began_on="2024-03-01")
    assert (3, OTHER_DAY) in scenario.case.remarks()
    scenario.do("correct", OFFICER, "2024-03-05", corrects=3, data={"began_on": "2024-02-29"}, reason="x")
    assert [number for number, code in scenario.case.remarks() if code == OTHER_DAY] == [4]
    scenario.do("correct", OFFICER, "2024-03-05", corrects=3, data={"began_on": "2024-03-04"}, reason="x")
    assert OTHER_DAY not in {code for _, code in scenario.case.remarks()}
    assert OTHER_DAY in scenario.case.history[2].remarks


def test_a_history_with_several_corrections_is_the_same_case_on_a_later_day() -> None:
    """As of a day after all that happened the case is what it is: facts, deadlines, and each entry as it is known by its last correction."""
    scenario = (
        Scenario().do("order", HEAD, "2024-02-12", **ORDER).do("announce_start", OFFICER, *LIFE[0][:1], **LIFE[0][3])
    )
    scenario.do("begin", OFFICER, "2024-03-04", began_on="2024-03-01")
    for day in ("2024-02-29", "2024-03-04"):
        scenario.do("correct", OFFICER, "2024-03-05", corrects=3, data={"began_on": day}, reason="x")
    case = scenario.case
    again = type(case).as_of(case.history, date(2024, 12, 31))
    assert again is not None
    assert (again.facts, again.deadlines, again.state, again.version) == (case.facts, case.deadlines, case.state, 5)
    assert [case.event(number) for number in (0, 6)] == [None, None]
    began = case.event(3)
    assert began is not None
    assert began.occurred_on == date(2024, 3, 4)
    assert case.event(4) is case.history[3]
