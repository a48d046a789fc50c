"""Which subtask of the Instruction is carried by what, and which test walks it: `python -m tests.coverage_of_subtasks` writes the page."""

from pathlib import Path

from tests.stories.project_2 import WALKS as PROJECT_2
from tests.workflows.subtask.walks import WALKS
from workflows.catalogue import Catalogue, Subtask, edition
from workflows.machine import actions
from workflows.registry import WORKFLOWS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "deploy" / "subtasks.md"
YEAR = 2024

_ANALYSIS = "tests/stories/test_analysis_over_http.py::test_worked_example_from_order_to_the_end_of_monitoring"
_POSITIONS = "tests/workflows/risk_analysis/test_positions.py::test_the_list_follows_the_report"
_WALK = "tests/workflows/subtask/test_walks.py::test_it_is_done_rightly"
_PROJECT_2 = "tests/stories/test_project_2_over_http.py::test_each_subtask_to_its_end"
_COURSE = "tests/workflows/subtask/test_walks.py::test_the_course_is_confirmed_by_the_agency_alone"

TESTS = {
    "1.1.1": "tests/workflows/analysis_schedule/test_schedule.py::test_a_whole_life",
    **dict.fromkeys(("1.1.2", "1.1.3", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.3.3"), _ANALYSIS),
    "1.4.1": _POSITIONS,
    "1.5.1": "tests/stories/test_subtasks_over_http.py::test_a_cartogram_from_the_analysis_to_its_end",
    **{walk.subtask: f"{_WALK}[{walk.subtask}-{walk.body}]" for walk in reversed(WALKS)},
    "4.2.2": _COURSE,
    **{walk.subtask: f"{_PROJECT_2}[{walk.subtask}-{walk.workflow}]" for walk in PROJECT_2},
}
"""The test that walks each subtask from its beginning to its end."""

_HEAD = f"""# What works of each subtask

Made by `python -m tests.coverage_of_subtasks` from the catalogue of {YEAR}, the actions of the workflows and the tests that walk each
subtask; a test compares. Lines are those of the Instruction: of the subtask, then of its rules of time.

| subtask | works | carried by | lines | test |
|---|---|---|---|---|
"""


def page() -> str:
    """Give the page as it should be."""
    catalogue = edition(YEAR)
    return _HEAD + "".join(_row(subtask, catalogue) for subtask in catalogue.subtasks)


def works(subtask: Subtask) -> bool:
    """Whether a workflow carries a subtask, has the action in which it is reported, and a test walks it."""
    kind = WORKFLOWS.get(subtask.workflow)
    return kind is not None and (not subtask.entry or subtask.entry in actions(kind)) and subtask.code in TESTS


def _row(subtask: Subtask, catalogue: Catalogue) -> str:
    lines = dict.fromkeys([subtask.line, *(rule.line for rule in catalogue.owed(subtask.code))])
    name = f"{subtask.code} {subtask.slug.replace('-', ' ')}"
    cited = ", ".join(f"l.{line}" for line in lines)
    if not works(subtask):
        return f"| {name} | not yet | – | {cited} | – |\n"
    carried = f"{subtask.workflow} · {subtask.entry}" if subtask.entry else subtask.workflow
    return f"| {name} | yes | {carried} | {cited} | `{TESTS[subtask.code]}` |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
