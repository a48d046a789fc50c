"""The signature under the evidence of a subtask (see `workflows.signing`)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.subtask import SubtaskSigned
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import Signed

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts


def entitled(facts: "SubtaskFacts", event: SubtaskSigned, register: Register) -> Iterator[Violation]:
    """Say why a signature does not count."""
    yield from _signed(facts, event, register).violations()


def remarks(facts: "SubtaskFacts", event: SubtaskSigned, register: Register) -> Iterator[str]:
    """Name what is unusual about a signature that counts."""
    yield from _signed(facts, event, register).remarks()


def _signed(facts: "SubtaskFacts", event: SubtaskSigned, register: Register) -> Signed:
    paper = Paper(facts.definition.signing)
    return Signed(paper, event.organization, event.signature, event.signed_on, register)
