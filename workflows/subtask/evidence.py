"""Which evidence a subtask has, and which it still needs (l.41, l.43; the catalogue's rules)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
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

    An appendix comes out of the entries, so whoever entered the work need not attach the form as well. Certificates are
    there if every row of every entry has its scan.
    """
    kinds = {str(piece.kind) for piece in facts.evidence}
    if facts.entries:
        kinds |= {"appendix"}
    scans: list[str | None] = []
    for entry in facts.entries:
        match entry:
            case happened.TrainingHeld() if entry.published_at:
                kinds |= {"url"}
            case happened.DocumentsPublished() if entry.documents:
                kinds |= {"url"}
            case happened.CertificatesReported():
                scans += [certificate.file for certificate in entry.certificates]
            case happened.TraineesReported():
                scans += [trainee.certificate for trainee in entry.trainees]
            case _:
                pass
    return frozenset(kinds | ({"certificate"} if scans and all(scans) else set()))


def missing(facts: "SubtaskFacts") -> list[tuple[EvidenceRule, ...]]:
    """Give what is still needed: each time the rules of which any one would do."""
    if facts.nil:
        return []
    there = provided(facts)
    return [rules for rules in needed(facts) if not any(rule.kind in there for rule in rules)]


def complete(facts: "SubtaskFacts") -> bool:
    """Whether the work is reported, or that there is none, and nothing is missing that proves it."""
    reported = not facts.definition.entry or bool(facts.entries or facts.nil)
    return reported and not missing(facts)


def needed(facts: "SubtaskFacts") -> Iterator[tuple[EvidenceRule, ...]]:
    """Give what is to be proved by what was entered: each time the rules of which any one will do."""
    groups: dict[str, list[EvidenceRule]] = defaultdict(list)
    for rule in facts.definition.evidence:
        if rule.form in _NEVER_ATTACHED:
            continue
        if rule.need is EvidenceNeed.ONE_OF:
            groups[rule.group].append(rule)
        elif rule.need is EvidenceNeed.REQUIRED or (rule.when and _holds(facts, rule.when)):
            yield (rule,)
    yield from (tuple(rules) for rules in groups.values())


def last_proved(facts: "SubtaskFacts", before: int) -> date | None:
    """Give the last day of the work, of its documents and of a nil that stood when the event of a number was recorded."""
    stood = (number for number in facts.steps if number < before < facts.unreported.get(number, before + 1))
    days = [step.occurred_on for step in map(facts.steps.__getitem__, stood) if isinstance(step, happened.Entry)]
    for number, piece in facts.attached.items():
        if piece.document_date and number < before < facts.withdrawn.get(number, before + 1):
            days.append(piece.document_date)
    if facts.nil and facts.nil.originator_version < before:
        days.append(facts.nil.declared_on)
    return max(days, default=None)


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
