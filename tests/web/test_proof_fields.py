"""What the form for evidence asks by the kind that was chosen in it."""

import pytest
from starlette.datastructures import FormData

from events.text import msg
from service.i18n import translator
from service.web.fields import Drawing, Field, place_errors
from service.web.proof_fields import narrow
from service.web.sheet import Sheet
from service.web.subtask_proofs import reports
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import WALKS, attach
from tests.workflows.subtask.world import country
from workflows.machine import actions
from workflows.refusals import Violation

REGISTER = country()
TRAINING = next(walk for walk in WALKS if walk.subtask == "3.1.1" and walk.body == "company")
T = translator("en")
LINK = {"publication"}
DOCUMENT = {"file", "document_no", "document_date"}


def _asked(scenario: Scenario, form: dict[str, list[str]], corrects: str | None = None, wrong: str = "") -> list[Field]:
    action = actions(scenario.workflow)["correct" if corrects else "attach_evidence"]
    sheet = Sheet.on(scenario.case, action, corrects, T)
    fields = Drawing(T, form, {}).fields(sheet.node)
    place_errors(fields, [Violation((wrong,), msg("No."))] if wrong else [], T)
    return narrow(fields, sheet, T)


@pytest.mark.parametrize(("kind", "asked"), [("url", LINK), ("protocol", DOCUMENT), ("", set())])
def test_a_kind_asks_for_what_it_needs(kind: str, asked: set[str]) -> None:
    """A link asks for a publication, a document for its file, each as what must be there; without a kind neither is asked."""
    fields = {field.name: field for field in _asked(TRAINING.reported(REGISTER), {"kind": [kind]})}
    assert fields.keys() & (LINK | DOCUMENT) == asked
    assert {name for name in asked if fields[name].required} == asked & {"publication", "file"}
    assert fields["kind"].redraws


def test_what_is_wrong_stays_on_the_form() -> None:
    """A file sent with a link, which is refused, is still there to be taken out."""
    fields = _asked(TRAINING.reported(REGISTER), {"kind": ["url"], "file": ["a" * 64]}, wrong="file")
    assert {field.name for field in fields} >= {"publication", "file"}


def test_the_kinds_still_missing_are_said() -> None:
    """Each piece takes its kind from what the form says is missing; at last nothing is said."""
    scenario = TRAINING.reported(REGISTER)
    said = []
    for kind in ("info", "protocol"):
        said += _asked(scenario, {})[0].notes
        attach(scenario, kind, TRAINING.performer, TRAINING.day)
    assert [note.count(";") for note in said] == [1, 0]
    assert said[1].startswith("Still missing: minutes")
    assert _asked(scenario, {})[0].notes == []


def test_a_correction_asks_by_its_kind_too() -> None:
    """A piece that is corrected asks for what its kind needs."""
    scenario = attach(TRAINING.reported(REGISTER), "protocol", TRAINING.performer, TRAINING.day)
    form = {"data.kind": ["protocol"], "data.file": ["a" * 64]}
    data = next(f for f in _asked(scenario, form, str(scenario.last.originator_version)) if f.name == "data")
    assert {field.name.removeprefix("data.") for field in data.children} & (LINK | DOCUMENT) == DOCUMENT


def test_asking_anew_sends_nothing() -> None:
    """The button beside the kind draws the form again with what was typed."""
    scenario = TRAINING.reported(REGISTER)
    sheet = Sheet.on(scenario.case, actions(scenario.workflow)["attach_evidence"], None, T)
    sent = FormData([("kind", "url"), ("title", "On the site"), ("_redraw", "kind")])
    sheet.read(sent)
    assert sheet.change_rows(sent)
    assert sheet.form["title"] == ["On the site"]
    assert not sheet.change_rows(FormData([("kind", "url")]))


@pytest.mark.parametrize(
    ("subtask", "asked"), [("3.2.2", {"contents"}), ("3.2.4", set()), ("3.2.5", {"public_took_part"})]
)
@pytest.mark.parametrize("corrects", [None, "2"])
def test_a_document_is_asked_for_what_is_its_own(subtask: str, asked: set[str], corrects: str | None) -> None:
    """The parts of the policy are asked of 3.2.2 alone, the part of the public of 3.2.5 alone, and told of no other."""
    walk = next(walk for walk in WALKS if walk.subtask == subtask)
    scenario = walk.reported(REGISTER)
    action = actions(scenario.workflow)["correct" if corrects else "confirm_document"]
    sheet = Sheet.on(scenario.case, action, corrects, T)
    fields = narrow(Drawing(T, {}, {}).fields(sheet.node), sheet, T)
    if corrects:
        fields = next(field.children for field in fields if field.name == "data")
    own = {"contents", "public_took_part"}
    assert {field.name.removeprefix("data.") for field in fields} & own == asked
    [report] = reports(scenario.case, scenario.case.facts, T)
    assert {shown.name for shown in report.shown} & own == asked
