"""The page that says what works of each subtask."""

import re

import pytest

from tests.coverage_of_subtasks import PAGE, ROOT, TESTS, YEAR, page, works
from workflows.catalogue import edition


def test_the_page_is_up_to_date() -> None:
    """The page in the repository is what `python -m tests.coverage_of_subtasks` would write."""
    assert PAGE.read_text("utf-8") == page()


def test_every_subtask_works() -> None:
    """Each of the 39 subtasks is carried by a workflow and walked by a test."""
    assert [works(subtask) for subtask in edition(YEAR).subtasks] == [True] * 39


@pytest.mark.parametrize("named", sorted(set(TESTS.values())))
def test_the_tests_exist(named: str) -> None:
    """Each test that the page names is there."""
    path, _, function = named.partition("::")
    assert re.search(rf"def {function.partition('[')[0]}\(", (ROOT / path).read_text("utf-8"))
