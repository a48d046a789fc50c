"""The catalogue against the Instruction's text."""

import hashlib
from pathlib import Path

import pytest

from tests.workflows.catalogue.titles import DIGESTS, INSTRUCTION, absent, digests, normalised
from workflows.catalogue import edition

whole_text = pytest.mark.skipif(not INSTRUCTION, reason="TBN4_INSTRUCTION does not name the Instruction's text")


def test_no_title_or_quotation_was_changed() -> None:
    """Titles and quotations are those that were found in the Instruction, word for word."""
    assert digests(edition(2024)).splitlines() == DIGESTS.read_text("utf-8").splitlines()


@whole_text
def test_titles_and_quotations_occur_in_the_instruction() -> None:
    """Each of them stands in the text whose digest the edition names."""
    path = Path(INSTRUCTION)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == edition(2024).sha256
    assert absent(edition(2024), path.read_text("utf-8")) == []


@whole_text
def test_terms_are_quoted_where_they_stand() -> None:
    """The line that a term names holds its quotation."""
    lines = Path(INSTRUCTION).read_text("utf-8").split("\n")
    elsewhere = [
        rule.code
        for rule in edition(2024).deadlines.values()
        if normalised(rule.quote) not in normalised(lines[rule.line - 1])
    ]
    assert elsewhere == []


def test_what_is_absent_is_told() -> None:
    """A text without the Instruction's words has none of the quotations; emphasis and torn lines do not hide one."""
    catalogue = edition(2024)
    assert len(absent(catalogue, "")) == len(digests(catalogue).splitlines())
    torn = "Подзадача\n\n1. **Направление государственных\nслужащих** на антикоррупционное обучение."
    assert "4.2.1" not in absent(catalogue, torn)
