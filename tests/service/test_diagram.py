"""The drawing of a workflow: readable however many actions there are."""

import itertools
from xml.etree import ElementTree

import pytest

from service.diagram import Drawing
from service.i18n import LANGUAGES, Language, translator
from service.locale_tool import extracted
from workflows.machine import Workflow, actions
from workflows.registry import WORKFLOWS

SVG = "{http://www.w3.org/2000/svg}"
WIDEST = {"12": 7.6, "14": 9.6}
"""Pixels of a character by the size of its font, on average of a line, in the widest of the fonts."""


def drawn(kind: type[Workflow], language: Language) -> ElementTree.Element:
    """The drawing as XML."""
    return ElementTree.fromstring(Drawing(kind, translator(language)).svg())  # noqa: S314 - our own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", WORKFLOWS.values(), ids=WORKFLOWS)
def test_every_text_has_its_place(kind: type[Workflow], language: Language) -> None:
    """All words stand in the boxes of their states, each line below the one before, and no box lies on another."""
    bottom = 0.0
    for box in drawn(kind, language).iter(f"{SVG}g"):
        frame = box[0]
        left, top = float(frame.get("x", "")), float(frame.get("y", ""))
        assert top > bottom
        right, bottom = left + float(frame.get("width", "")), top + float(frame.get("height", ""))
        lines = box.findall(f"{SVG}text")
        places = [float(line.get("y", "")) for line in lines]
        assert all(below - above >= 15 for above, below in itertools.pairwise(places))
        assert top + 12 < places[0] <= places[-1] < bottom - 4
        for line in lines:
            ends = float(line.get("x", "")) + len(line.text or "") * WIDEST[line.get("font-size", "12")]
            assert ends <= right, line.text


@pytest.mark.parametrize("kind", WORKFLOWS.values(), ids=WORKFLOWS)
def test_parallel_actions_share_a_line(kind: type[Workflow]) -> None:
    """From one state to another there is one line of words, whatever actions lead there, and one arrow comes in from the side."""
    svg = drawn(kind, "en")
    for box in svg.iter(f"{SVG}g"):
        state = box.get("data-state")
        leads = {t for action in actions(kind).values() for s, t in action.transitions if s == state != t}
        assert sum((line.text or "").startswith("→ ") for line in box.findall(f"{SVG}text")) == len(leads)
    arrows = [path for path in svg.findall(f"{SVG}path") if path.get("marker-end")]
    entered = {t for action in actions(kind).values() for s, t in action.transitions if s != t}
    assert len(arrows) <= 2 * len(entered)


def test_lines_along_the_side_do_not_lie_on_each_other() -> None:
    """Of the largest machine each state that is reached from afar has a line of its own at its own distance."""
    svg = drawn(WORKFLOWS["subtask"], "ru")
    at = [
        path.get("d", "").split("V")[0].split()[0] for path in svg.findall(f"{SVG}path") if "H" not in path.get("d", "")
    ]
    beside = [place for place in at if place != "M314"]  # the steps between boxes go down their middle
    assert len(beside) == len(set(beside)) == 11


def test_the_words_of_the_path_are_messages() -> None:
    """What the drawing says of a case's path is among the messages that are translated."""
    known = extracted()
    assert "The case is here" in known
    assert "{n} time" in known
