"""Payloads become forms and forms payloads."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from events import risk_analysis as happened
from events.alert_policy import AlertPolicyProposed
from events.case import FactCorrected
from events.event import CaseEvent
from service.nodes import Node, root
from service.web import forms
from workflows import payload
from workflows.machine import actions
from workflows.registry import KINDS

PRINTED = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)
WORDS = PRINTED.map(str.strip).filter(bool)


def _values(schema: Any, definitions: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one a kind of field
    """Draw JSON values that a schema of ours allows."""
    if "anyOf" in schema:
        return st.one_of(*[_values(option, definitions) for option in schema["anyOf"]])
    if "$ref" in schema:
        return _values(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "object":
            return st.fixed_dictionaries(
                {name: _values(s, definitions) for name, s in schema.get("properties", {}).items()}
            )
        case "array":
            return st.lists(
                _values(schema["items"], definitions), min_size=schema.get("minItems", 0), max_size=3, unique_by=str
            )
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", 0), schema.get("maximum", 99))
        case "null":
            return st.none()
    if schema.get("format") == "date":
        return st.dates(date(2016, 1, 1), date(2040, 1, 1)).map(date.isoformat)
    if schema.get("format") == "uuid":
        return st.uuids().map(str)
    if "pattern" in schema and not schema["pattern"].startswith("^[^\\x00"):
        return st.from_regex(schema["pattern"], fullmatch=True).filter(
            lambda text: text == text.strip() and "\n" not in text
        )
    lines = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
    return (
        lines
        if schema.get("maxLength", 0) > 300
        else WORDS
        if schema.get("minLength")
        else st.one_of(st.just(""), lines)
    )


CLASSES = [
    event
    for event in dict.fromkeys(a.event for kind in KINDS.values() for a in actions(kind).values() if a.by_people)
    if event is not FactCorrected
]
"""Events that people bring about; what the service makes itself has no form."""


@pytest.mark.hypothesis
@pytest.mark.parametrize("event", CLASSES, ids=lambda event: event.TOPIC)
def test_payload_to_form_and_back_is_the_same_payload(event: type[CaseEvent]) -> None:
    """Whatever an event may hold, its form gives back unchanged."""
    schema = payload.schema(event)
    node = root(schema)

    # the largest events have dozens of fields, and there are many events: a quarter of the usual examples of each
    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=settings().max_examples // 4)
    @given(_values(schema, schema.get("$defs", {})))
    def holds(value: Any) -> None:
        form = forms.to_form(node, value)
        assert forms.to_payload(node, form) == value
        assert forms.tidied(node, form) == form

    holds()


def test_stored_data_pass_through_a_form_and_the_check() -> None:
    """A correction that changes nothing sends what was recorded."""
    data = payload.checked(happened.DiscussionHeld, _discussion())
    stored = TypeAdapter(dict[str, Any]).dump_python(data, mode="json")
    node = root(payload.schema(happened.DiscussionHeld))
    assert payload.checked(happened.DiscussionHeld, forms.to_payload(node, forms.to_form(node, stored))) == data


def _discussion() -> dict[str, Any]:
    return {
        "held_on": "2024-03-15",
        "protocol_no": "3",
        "protocol_approved_on": "2024-03-15",
        "results_channel": "website",
        "results_address": "https://example.kz/itogi",
        "results_published_on": "2024-03-18",
        "participants": 12,
    }


def test_blank_rows_are_dropped_and_the_others_renumbered() -> None:
    """Errors name rows of the payload, so the form is shown with the same numbers."""
    node = root(payload.schema(happened.AnalyticalReportSigned))
    form = {
        "risks.0.code": [""],
        "risks.0.area": [" "],
        "risks.4.code": ["R1"],
        "risks.4.area": ["Закупки"],
        "other": ["x"],
    }
    tidied = forms.tidied(node, form)
    assert tidied == {"risks.0.code": ["R1"], "risks.0.area": ["Закупки"]}
    assert forms.to_payload(node, form)["risks"] == [{"code": "R1", "area": "Закупки"}]


def test_a_row_goes_and_the_rest_stays() -> None:
    """Removing a row touches no other field."""
    form = {"risks.1.code": ["R1"], "risks.10.code": ["R10"], "report_no": ["5"]}
    assert forms.without_row(form, "risks", 1) == {"risks.10.code": ["R10"], "report_no": ["5"]}


def test_wrong_numbers_and_dates_reach_the_check_as_typed() -> None:
    """What cannot be read is judged, not guessed or lost."""
    node = root(payload.schema(happened.DiscussionHeld))
    read = forms.to_payload(node, {"participants": ["много"], "held_on": ["15.03.2024"]})
    assert read["participants"] == "много"
    assert read["held_on"] == "15.03.2024"


def test_a_choice_of_several_boxes_reads_like_lines() -> None:
    """Codes offered as boxes and codes typed one per line are the same field."""
    node = root(payload.schema(happened.ActionPlanApproved))
    boxes = {"items.0.code": ["1"], "items.0.recommendations": ["1", "2"]}
    typed = {"items.0.code": ["1"], "items.0.recommendations": ["1\r\n\r\n2\r\n"]}
    assert forms.to_payload(node, boxes) == forms.to_payload(node, typed)


def test_an_optional_group_left_blank_is_null() -> None:
    """An amending order that names no new party says nothing about it."""
    node = root(payload.schema(happened.AnalysisOrderAmended))
    assert forms.to_payload(node, {"authorised.members": [""]})["authorised"] is None
    assert forms.to_payload(node, {"authorised.members": ["А"]})["authorised"] == {"members": ["А"]}


def test_a_correction_is_a_form_of_the_event_corrected() -> None:
    """The data of a correction have the fields of the entry, below `data`."""
    schema = forms.correction(payload.schema(happened.DiscussionHeld), payload.schema(FactCorrected))
    node = root(schema)
    value = {
        "corrects": 4,
        "data": {**_discussion(), "at_collegial_body": False, "signature": None, "file": None},
        "reason": "Опечатка",
    }
    form = forms.to_form(node, value)
    assert form["data.protocol_no"] == ["3"]
    assert forms.to_payload(node, form) == value


def test_an_optional_field_is_called_by_its_own_title() -> None:
    """A field that may be left empty keeps its title and hint, whatever its kind of value is called elsewhere."""
    schema = payload.schema(AlertPolicyProposed)
    rules = dict(Node(schema["$defs"]["AlertRules"], schema["$defs"]).properties)
    assert rules["overdue_every"].schema["title"] == "Then every"
