"""Which evidence a subtask has, and which it still needs (l.41, l.43; the catalogue's rules)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import subtask as happened
from workflows.catalogue import EvidenceCondition, EvidenceForm, EvidenceNeed, EvidenceRule, Subtask

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts

_NEVER_ATTACHED = {EvidenceForm.DERIVED, EvidenceForm.CONFIRMATION}


def attachable(definition: Subtask) -> dict[happened.EvidenceKind, EvidenceRule]:
    """Give the kinds of evidence that may be attached to a subtask, in the order of the catalogue."""
    attached = (rule for rule in definition.evidence if rule.form not in _NEVER_ATTACHED)
    return {happened.EvidenceKind(rule.kind): rule for rule in attached}


def provided(facts: "SubtaskFacts") -> frozenset[str]:
    """Give the kinds of evidence there are: attached, or contained in what was entered.

    An appendix comes out of the entries, so whoever entered the work need not attach the form as well.
    """
    kinds = {str(piece.kind) for piece in facts.evidence}
    if facts.entries:
        kinds |= {"appendix"}
    for entry in facts.entries:
        match entry:
            case happened.TrainingHeld() if entry.published_at:
                kinds |= {"url"}
            case happened.DocumentsPublished() if entry.documents:
                kinds |= {"url"}
            case happened.CertificatesReported() if all(c.file for c in entry.certificates):
                kinds |= {"certificate"}
            case happened.TraineesReported() if all(t.certificate for t in entry.trainees):
                kinds |= {"certificate"}
            case _:
                pass
    return frozenset(kinds)


def missing(facts: "SubtaskFacts") -> list[tuple[EvidenceRule, ...]]:
    """Give what is still needed: each time the rules of which any one would do."""
    if facts.nil:
        return []
    there = provided(facts)
    return [rules for rules in _needed(facts) if not any(rule.kind in there for rule in rules)]


def _needed(facts: "SubtaskFacts") -> Iterator[tuple[EvidenceRule, ...]]:
    groups: dict[str, list[EvidenceRule]] = defaultdict(list)
    for rule in facts.definition.evidence:
        if rule.form in _NEVER_ATTACHED:
            continue
        if rule.need is EvidenceNeed.ONE_OF:
            groups[rule.group].append(rule)
        elif rule.need is EvidenceNeed.REQUIRED or (rule.when and _holds(facts, rule.when)):
            yield (rule,)
    yield from (tuple(rules) for rules in groups.values())


def _holds(facts: "SubtaskFacts", condition: EvidenceCondition) -> bool:
    familiarised = any(isinstance(e, happened.DocumentsPublished) and e.familiarised_on for e in facts.entries)
    match condition:
        case EvidenceCondition.NO_SITE:
            return familiarised
        case EvidenceCondition.HAS_SITE:
            return not familiarised
        case EvidenceCondition.PUBLISHED:
            return any(isinstance(e, happened.TrainingHeld) and e.published_at for e in facts.entries)
        case _:
            return False
