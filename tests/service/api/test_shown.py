"""Cases as the API shows them."""

from service.api import shown
from service.i18n import translator
from tests.serving import ORDER
from tests.workflows.scenario import HEAD, OFFICER, Scenario


def test_remarks_that_were_mended_are_not_shown() -> None:
    """The remarks of a case are those that still hold after corrections."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER)
    scenario.do("announce_start", OFFICER, "2024-02-12", channel="website", address="https://example.kz/1",
                published_on="2024-02-12", secrets_excluded=True)  # fmt: skip
    scenario.do("begin", OFFICER, "2024-03-04", began_on="2024-03-01")
    told = shown.case(scenario.workflow, scenario.case, (), translator("en")).remarks
    assert [(one.version, one.title) for one in told] == [(3, "Begun on another day than ordered")]
    scenario.do("correct", OFFICER, "2024-03-05", corrects=3, data={"began_on": "2024-03-04"}, reason="x")
    assert shown.case(scenario.workflow, scenario.case, (), translator("en")).remarks == []
