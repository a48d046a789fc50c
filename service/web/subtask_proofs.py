"""What proves a subtask and what was reported in it, as its page shows them."""

from dataclasses import dataclass
from datetime import date

from events import subtask as happened
from events.event import CaseEvent
from service.i18n import Translator
from service.web.entries import Shown, of_event
from workflows.case import Case
from workflows.subtask import training
from workflows.subtask.documents import DOCUMENTS, foreign_fields, published_count
from workflows.subtask.evidence import attachable
from workflows.subtask.facts import SubtaskFacts


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence; `withdrawn` is the reason for which it no longer counts."""

    event: happened.EvidenceAttached
    kind: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Report:
    """An entry of work done: its number in the history, day and fields."""

    number: int
    topic: str
    on: date
    shown: list[Shown]


def pieces(case: Case, facts: SubtaskFacts, t: Translator) -> list[Piece]:
    """Give all evidence that was attached, withdrawn pieces too, as it is known now."""
    kinds, found = attachable(facts.definition), []
    for number, event in facts.attached.items():
        known = case.event(number)
        piece = known if isinstance(known, happened.EvidenceAttached) else event
        rule = kinds.get(piece.kind)
        title = rule.title.of(t.language) if rule else t.code("EvidenceKind", piece.kind)
        found.append(Piece(piece, title, _reason(case, facts, number)))
    return found


def reports(case: Case, facts: SubtaskFacts, t: Translator) -> list[Report]:
    """Give what was reported, as it is known now."""
    told = [event for event in (*facts.entries, facts.nil) if event is not None]
    known = [case.event(event.originator_version) for event in told]
    return [Report(e.originator_version, e.TOPIC, e.occurred_on, said(e, facts.subtask, t)) for e in known if e]


def said(event: CaseEvent, subtask: str, t: Translator) -> list[Shown]:
    """Give what an event of a subtask says, without what its form does not ask there."""
    unasked = foreign_fields(subtask) if isinstance(event, happened.DocumentConfirmed) else ()
    return [shown for shown in of_event(event, t) if shown.name not in unasked]


def figure(facts: SubtaskFacts, t: Translator) -> str:
    """Say how far the quota of 4.2.1 or the publications of 3.2.9 are, "" for other subtasks."""
    published = [e for e in facts.entries if isinstance(e, happened.DocumentsPublished) and e.documents]
    if published:
        return t("{n} of {of} documents published", n=published_count(published[-1]), of=len(DOCUMENTS))
    employed = training.staff(facts.entries)
    if employed is None:
        return ""
    n, needed = len(training.people(facts.entries)), training.needed(employed)
    return t("{n} of {staff} civil servants trained; {needed} are needed (5 %)", n=n, staff=employed, needed=needed)


def _reason(case: Case, facts: SubtaskFacts, number: int) -> str:
    withdrawn = case.event(facts.withdrawn[number]) if number in facts.withdrawn else None
    return withdrawn.reason if isinstance(withdrawn, happened.EvidenceWithdrawn) else ""
