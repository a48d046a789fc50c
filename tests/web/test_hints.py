"""The due date where it bites."""

from datetime import date

from events import risk_analysis as happened
from service.i18n import translator
from service.nodes import root
from service.status import Today
from service.web import forms, hints
from service.web.fields import Drawing, Field
from service.web.prefill import choices, values
from tests.serving import ANNOUNCEMENT, ORDER
from tests.stories.test_analysis_over_http import LIFE
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from workflows import payload
from workflows.register import EMPTY
from workflows.registry import workflow


def _lived(steps: int) -> Scenario:
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER)
    for day, role, action, data in LIFE[:steps]:
        scenario.do(action, OFFICER if role == "officer" else HEAD, day, **data)
    return scenario


def _fields(scenario: Scenario, event: type[happened.RiskAnalysisEvent], today: date) -> dict[str, Field]:
    node = root(payload.schema(event))
    t = translator("ru")
    form = forms.to_form(node, values(event, scenario.case, lambda _name: None))
    drawn = Drawing(t, form, choices(event, scenario.case, t)).fields(node)
    hints.add(drawn, event, scenario.case, Today.of(today, EMPTY), t)
    return {f.name: f for top in drawn for f in top.walk()}


def test_the_date_of_an_announcement_says_its_last_day() -> None:
    """Under the field stands the case's own date, with the days that do not count."""
    fields = _fields(_lived(2), happened.DiscussionAnnounced, date(2024, 3, 6))
    [note] = fields["published_on"].notes
    assert note.startswith("Не позднее 11 марта 2024 (пн): через 2 рабочих дня.")
    assert "21–23 марта" in note
    assert fields["discussion_on"].notes == []


def test_quarterly_information_is_about_its_own_quarter() -> None:
    """Of several quarters awaited the form speaks of the one it is for, chosen as the first that is open."""
    fields = _fields(_lived(10), happened.ProgressReported, date(2024, 9, 1))
    assert fields["quarter"].value == "2024Q3"
    [note] = fields["received_on"].notes
    assert note.startswith("Не позднее 7 октября 2024 (пн)")
    assert fields["items.0.item"].value == "1"


def test_a_review_starts_from_the_states_known() -> None:
    """The recommendations of the unit stand there already, with their latest state."""
    fields = _fields(_lived(11), happened.ProgressReviewed, date(2024, 10, 8))
    assert fields["recommendations.0.recommendation"].options == [("1", "1. Принимать комиссией")]
    assert fields["recommendations.0.state"].chosen == ["in_progress"]


def test_an_order_after_its_announcement_is_not_about_the_year() -> None:
    """The order's own dates carry no date of another rule of the same line of the Instruction."""
    scenario = Scenario().do(
        "announce_start", OFFICER, "2024-02-12", **ANNOUNCEMENT, starts_on="2024-03-04", ends_on="2024-03-28"
    )
    fields = _fields(scenario, happened.AnalysisOrdered, date(2024, 2, 13))
    assert "D02" in {s.deadline.rule for s in scenario.case.deadlines.values() if s.open}
    assert [field.name for field in fields.values() if field.notes] == []


def test_hints_name_fields_and_rules_that_exist() -> None:
    """Every field of the table is a date of its event, every rule one of its workflow."""
    for (event, field), rule in hints.RULES.items():
        assert payload.schema(event)["properties"][field]["format"] == "date", (event, field)
        assert rule in {r.code for r in workflow(event.WORKFLOW).CASE.RULES}
