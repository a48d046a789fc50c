"""What the catalogue quotes, and the digests by which a change of it is noticed.

The Instruction's text is not part of the project. Whoever has it names the file in TBN4_INSTRUCTION: the tests then look for
every title and quotation in it, and `python -m tests.workflows.catalogue.titles` writes the digests anew.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from workflows.catalogue import Catalogue, edition

DIGESTS = Path(__file__).with_name("titles.sha256")
INSTRUCTION = os.environ.get("TBN4_INSTRUCTION", "")


def normalised(text: str) -> str:
    """Join torn lines and drop marks of emphasis (requirements A-16, A-61): one space between words, no asterisks."""
    return re.sub(r"\s+", " ", text.replace("*", "")).strip()


def quoted(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Give everything that the catalogue has from the Instruction word for word: code, text."""
    for project in catalogue.projects:
        yield project.code, project.title.ru
        for task in project.tasks:
            yield task.code, task.title.ru
    for subtask in (*catalogue.subtasks, *catalogue.rows):
        yield subtask.code, subtask.title.ru
    for rule in catalogue.deadlines.values():
        yield rule.code, rule.quote


def digests(catalogue: Catalogue) -> str:
    """Give a line for each quotation: SHA-256 of its normalised text, and its code."""
    rows = ((hashlib.sha256(normalised(text).encode()).hexdigest(), code) for code, text in quoted(catalogue))
    return "".join(f"{digest}  {code}\n" for digest, code in rows)


def absent(catalogue: Catalogue, instruction: str) -> list[str]:
    """Give the codes of quotations that do not occur in the Instruction's text."""
    text = normalised(instruction)
    return [code for code, quotation in quoted(catalogue) if normalised(quotation) not in text]


if __name__ == "__main__":
    found = edition(2024)
    if missing := absent(found, Path(INSTRUCTION).read_text("utf-8")):
        sys.exit(f"Not in the Instruction: {', '.join(missing)}")
    DIGESTS.write_text(digests(found), "utf-8")
