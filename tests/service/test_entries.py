"""The history as people read it."""

from datetime import UTC, datetime

from events.event import Recorded
from service.entries import Telling, entries
from service.history.said import said
from service.i18n import translator
from tests.serving import ORDER
from tests.stories.test_analysis_over_http import LIFE
from tests.workflows.cartogram.life import lived as cartogram
from tests.workflows.scenario import HEAD, OFFICER, Scenario

AT = datetime(2024, 3, 20, 5, tzinfo=UTC)


def _told(scenario: Scenario) -> list[Recorded]:
    return [Recorded("main", number, AT, event) for number, event in enumerate(scenario.case.history, 1)]


def test_an_event_is_told_by_its_fields() -> None:
    """Dates, enums, lists and groups are words; what is empty is left out."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER)
    [entry] = entries(_told(scenario), translator("ru"))
    told = {one.name: one for one in entry.shown}
    assert told["starts_on"].value == "4 марта 2024 (пн)"
    assert told["objects"].lines == ["Закупки"]
    assert told["authorised"].rows[0][0].value == "Должностное лицо"
    assert "external_analysis_ended_on" not in told
    assert entry.number == 1


def test_corrections_of_corrections_compare_with_what_was_known() -> None:
    """Each correction shows the change it made itself, and the corrected entry names both."""
    scenario = Scenario().do("order", HEAD, "2024-02-12", **ORDER)
    for day, role, action, data in LIFE[:4]:
        scenario.do(action, OFFICER if role == "officer" else HEAD, day, **data)
    held = LIFE[3][3]
    for participants in (30, 31):
        data = {**held, "participants": participants}
        scenario.do("correct", OFFICER, "2024-03-20", corrects=5, data=data, reason="Пересчёт")
    told = entries(_told(scenario), translator("en"))
    assert told[4].corrected_by == [6, 7]
    first, second = told[5], told[6]
    assert (first.corrects, second.corrects) == (5, 5)
    assert [(one.before.value if one.before else "", one.value) for one in first.shown] == [
        ("24", "30"),
        ("", "Пересчёт"),
    ]
    assert [(one.before.value if one.before else "", one.value) for one in second.shown] == [
        ("30", "31"),
        ("", "Пересчёт"),
    ]


def test_rows_that_are_left_out_are_counted() -> None:
    """Plain text says, as the page does, how many rows of a long table it does not hold; of the whole entry none are left out."""
    scenario = cartogram("update_positions")
    event = scenario.case.history[-1]
    for whole, told in (
        (None, ["and 1 more row"]),
        (event.originator_version, ["Body: almaty-region.ili"]),
    ):
        shown = Telling(scenario.case.history, translator("en"), rows=1, whole=whole).entry(event, 1, AT).shown
        [rows] = [said(one) for one in shown if one.name == "rows"]
        assert [line.partition(";")[0] for line in rows.splitlines()[1:]] == told
