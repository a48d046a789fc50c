"""Fields and their errors."""

from events import risk_analysis as happened
from events.event import CaseEvent
from events.report import ReportSigned
from events.text import msg
from service.i18n import translator
from service.nodes import root
from service.web.fields import Drawing, Field, place_errors
from service.web.forms import Form
from workflows import payload
from workflows.refusals import Violation


def _drawn(event: type[CaseEvent], form: Form, *, fresh: bool = False) -> dict[str, Field]:
    drawing = Drawing(translator("en"), form, {"items.*.recommendations": [("1", "1. Do it")]}, fresh)
    return {f.name: f for top in drawing.fields(root(payload.schema(event))) for f in top.walk()}


def test_controls_follow_the_schema() -> None:
    """Dates, enums, truth values, texts, lists and tables each get their control."""
    drawn = _drawn(happened.AnalysisOrdered, {})
    assert {name: field.control for name, field in drawn.items()} == {
        "order_no": "text",
        "ordered_on": "date",
        "starts_on": "date",
        "ends_on": "date",
        "authorised": "group",
        "authorised.kind": "radios",
        "authorised.members": "lines",
        "objects": "lines",
        "directions": "checks",
        "public_members": "lines",
        "external_analysis_ended_on": "date",
        "file": "file",
        "signature": "group",
        "signature.post": "select",
        "signature.person": "text",
        "signature.on_decision": "text",
    }
    assert drawn["order_no"].required
    assert not drawn["public_members"].required
    assert [title for _, title in drawn["authorised.kind"].options] == ["Unit", "Official", "Working group"]
    report = _drawn(happened.AnalyticalReportSigned, {})
    assert report["risks.0.description"].control == "area"
    assert report["recommendations.0.lawful"].control == "check"
    assert report["positions"].rows == []


def test_nobody_is_asked_for_what_the_service_finds_out() -> None:
    """How the signed file stands to the form is its own finding, in the form of the signature as in that of its correction."""
    assert {"file", "detached"} <= _drawn(ReportSigned, {}).keys()
    sent = {"comparison.likeness": ["same"], "comparison.stands": ["12"]}
    assert not [name for name in _drawn(ReportSigned, sent) if name.startswith("comparison")]


def test_defaults_are_for_a_fresh_form_only() -> None:
    """A box that somebody emptied stays empty."""
    assert _drawn(happened.AnalysisOrdered, {}, fresh=True)["directions"].chosen == ["legal_acts", "management"]
    assert _drawn(happened.AnalysisOrdered, {"order_no": ["1"]})["directions"].chosen == []


def test_offered_choices_keep_what_is_chosen_already() -> None:
    """Codes of the report are offered as boxes; one that is unknown there is shown too."""
    drawn = _drawn(happened.ActionPlanApproved, {"items.0.recommendations": ["1\n7"]})
    assert drawn["items.0.recommendations"].options == [("1", "1. Do it"), ("7", "7")]


def test_errors_stand_at_their_fields() -> None:
    """A violation goes to its field or the nearest around it; the summary links and names it."""
    form = {"authorised.members": ["A\nB"], "objects": ["X"]}
    drawn = _drawn(happened.AnalysisOrdered, form)
    top = [field for name, field in drawn.items() if "." not in name]
    violations = [
        Violation(("order_no",), msg("This field is required.")),
        Violation(("authorised", "members", 1), msg("Enter text.")),
        Violation(("elsewhere",), msg("The data need correcting.")),
    ]
    assert place_errors(top, violations, translator("en")) == [
        ("f-order_no", "Order number", "This field is required."),
        ("f-authorised-members", "Officials", "Line 2: Enter text."),
        ("", "", "The data need correcting."),
    ]
    assert drawn["authorised.members"].errors == ["Line 2: Enter text."]


def test_a_table_with_wrong_rows_is_not_called_too_short() -> None:
    """Of a wrong row only its own fault is told, with its number."""
    drawn = _drawn(happened.AnalyticalReportSigned, {"risks.0.code": ["R1"], "risks.1.code": ["R2"]})
    top = [field for name, field in drawn.items() if "." not in name]
    violations = [
        Violation(("risks", 1, "area"), msg("This field is required.")),
        Violation(("risks",), msg("At least {min_length} entry is needed.", min_length=1)),
    ]
    assert place_errors(top, violations, translator("en")) == [
        ("f-risks-1-area", "Risk 2: Unit or activity", "This field is required.")
    ]
