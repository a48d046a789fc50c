"""Fields for files, and files as they are shown."""

import pytest

from service.i18n import translator
from service.web import forms
from service.web.entries import Shown
from service.web.evidence import size
from service.web.fields import Drawing
from tests.service.files.proof import Proved
from workflows import payload

A, B = "a" * 64, "b" * 64
NODE = forms.root(payload.schema(Proved))


def test_files_get_their_own_control() -> None:
    """A hash is drawn as a file to choose, an optional one too, a list of them as several, in rows as elsewhere."""
    drawing = Drawing(translator("en"), {"attachments.0.title": ["x"], "photos": [A, B]}, {})
    drawn = {field.name: field for top in drawing.fields(NODE) for field in top.walk()}
    controls = {name: field.control for name, field in drawn.items() if field.control in {"file", "files"}}
    assert controls == {"report": "file", "signature": "file", "photos": "files", "attachments.0.scan": "file"}
    assert (drawn["report"].required, drawn["signature"].required) == (True, False)
    assert list(drawn["photos"].chosen) == [A, B]


def test_hashes_go_through_a_form_unchanged() -> None:
    """What a payload names stands in the form, and comes back from it, whether as one value or several."""
    value = {"title": "x", "report": A, "signature": None, "photos": [A, B], "attachments": [{"title": "y", "scan": B}]}
    assert forms.to_payload(NODE, forms.to_form(NODE, value)) == value
    assert forms.to_payload(NODE, {"photos": [A, B]})["photos"] == [A, B]
    assert "report" not in forms.to_payload(NODE, {"title": ["x"]})


@pytest.mark.parametrize(
    ("path", "found"),
    [("report", True), ("photos", True), ("attachments.7.scan", True), ("attachments", False), ("title", False)]
    + [(path, None) for path in ("", "nothing", "attachments.scan", "attachments.0", "report.0", "attachments.x.scan")],
)
def test_a_name_leads_to_its_place(path: str, found: bool | None) -> None:
    """Names of fields lead through rows to what the schema says of them; other names lead nowhere or to no file."""
    node = forms.at(NODE, path)
    assert (node is not None and node.is_file) is bool(found)
    assert found is None or node is not None


def test_all_hashes_of_a_shown_field_are_collected() -> None:
    """Files in rows and those that a correction replaced are among them."""
    row = [Shown("scan", "Scan", files=[B])]
    before = Shown("report", "Report", files=[A])
    assert list(Shown("report", "Report", files=[B], rows=[row], before=before).hashes) == [B, B, A]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 байт"),
        (999, "999 байт"),
        (1000, "1 КБ"),
        (48_500, "48 КБ"),
        (1_250_000, "1,2 МБ"),
        (50_000_000, "50,0 МБ"),
    ],
)
def test_sizes_are_said_as_people_do(number: int, said: str) -> None:
    """Bytes, thousands, and millions with one digit more, in the language's own way."""
    assert size(translator("ru"), number) == said
