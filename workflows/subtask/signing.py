"""The signature under the evidence of a subtask (see `workflows.signing`)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.subtask import SubtaskSigned
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import Signed
from workflows.subtask.evidence import needed

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts


def entitled(facts: "SubtaskFacts", event: SubtaskSigned, register: Register) -> Iterator[Violation]:
    """Say why a signature does not count."""
    yield from _signed(facts, event, register).violations()


def remarks(facts: "SubtaskFacts", event: SubtaskSigned, register: Register) -> Iterator[str]:
    """Name what is unusual about a signature that counts."""
    yield from _signed(facts, event, register).remarks()


def paper(facts: "SubtaskFacts") -> Paper:
    """Give the paper that is signed: that of the evidence which is needed, where it has its own, else the subtask's.

    Of publications a link is enough, but the familiarisation that takes their place is signed (3.2.9, l.41, l.577).
    """
    own = (rule.signing for rules in needed(facts) for rule in rules if rule.signing)
    return Paper(next(own, facts.definition.signing))


def _signed(facts: "SubtaskFacts", event: SubtaskSigned, register: Register) -> Signed:
    return Signed(paper(facts), event.organization, event.signature, event.signed_on, register)
