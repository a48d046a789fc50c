"""What a subtask may not contradict.

Checks look at the facts as they are after the event, so that an action and a later correction of it are checked by the
same sentences. A wrong time is a deadline's judgement, but what lies outside the period counts for another one, and what
lies outside the year's scope is refused (D20–D22, requirements §13).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import subtask as happened
from events.event import CaseEvent
from events.text import msg
from events.upload import UploadReturned
from workflows import catalogue
from workflows.refusals import Unknown, Violation
from workflows.register import Register
from workflows.subtask import amounts, deferring, documents, signing, training, uploading
from workflows.subtask.evidence import attachable, last_proved, missing
from workflows.subtask.period import bounds, periods, year_of
from workflows.uploads import of_another

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts

Check = Callable[["SubtaskFacts", Any, Register], Iterator[Violation]]

NIL_ALLOWED = {"3.3.1", "4.1.2", "4.2.4", "4.3.1"}
"""Subtasks of which there may honestly be nothing to report."""


def violations(facts: "SubtaskFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _exists(facts: "SubtaskFacts", event: happened.SubtaskAssigned, register: Register) -> Iterator[Violation]:
    try:
        definition = facts.definition
    except Unknown as unknown:
        yield Violation(("subtask",), unknown.text)
        return
    if definition.workflow != event.WORKFLOW:
        yield Violation(
            ("subtask",), msg("Subtask {subtask} is not carried out in this workflow.", subtask=event.subtask)
        )
    kind = register.type_of(event.organization, bounds(event.period)[1])
    if kind is not None and not definition.allows(kind):
        yield Violation(
            ("subtask",),
            msg("Subtask {subtask} does not concern bodies of type {type}.", subtask=event.subtask, type=kind),
        )


def _owed_then(facts: "SubtaskFacts", event: happened.SubtaskAssigned, register: Register) -> Iterator[Violation]:
    """Hold the period to the recurrence of the subtask, to the Instruction's own years and to the life of the body."""
    path, year, first = ("period",), year_of(event.period), catalogue.editions()[0]
    if year < first:
        yield Violation(path, msg("No Instruction was in force before {year}.", year=first))
        return
    try:
        owed = periods(facts.definition.recurrence.every, year)
    except Unknown:
        return
    if event.period not in owed:
        yield Violation(path, msg("Subtask {subtask} is for: {periods}.", subtask=event.subtask, periods=owed))
    begins, ends = bounds(event.period)
    body = register.organization(event.organization)
    if body and (body.since is None or body.since > ends):
        yield Violation(path, msg("The organisation did not exist yet in the period."))
    if body and body.closed_on and body.closed_on < begins:
        text = msg("The organisation ended on {day}, before the period began.", day=body.closed_on)
        yield Violation(path, text)


def _in_period(name: str) -> Check:
    def check(facts: "SubtaskFacts", event: Any, _register: Register) -> Iterator[Violation]:
        yield from _within(bounds(facts.period), getattr(event, name), (name,))

    return check


def _within(period: tuple[date, date], day: date, path: tuple[str | int, ...]) -> Iterator[Violation]:
    first, last = period
    if not first <= day <= last:
        yield Violation(path, msg("This must lie between {first} and {last}.", first=first, last=last))


def _certificates_of_the_year(
    facts: "SubtaskFacts", event: happened.CertificatesReported, _register: Register
) -> Iterator[Violation]:
    for index, certificate in enumerate(event.certificates):
        path = ("certificates", index)
        yield from _within(bounds(facts.period), certificate.issued_on, (*path, "issued_on"))
        if certificate.valid_to and certificate.valid_to < certificate.issued_on:
            yield Violation((*path, "valid_to"), msg("This cannot be before {first}.", first=certificate.issued_on))


def _act_of_the_year(facts: "SubtaskFacts", event: happened.PropagandaHeld, _register: Register) -> Iterator[Violation]:
    if event.kind is happened.PropagandaKind.LIFE_SITUATION:
        return
    if event.act_approved_on is None:
        yield Violation(("act_approved_on",), msg("Say when the act was approved."))
    elif event.act_approved_on.year != year_of(facts.period):
        text = msg("Only acts approved in {year} count (l.687).", year=year_of(facts.period))
        yield Violation(("act_approved_on",), text)
    elif event.held_on < event.act_approved_on:
        yield Violation(("held_on",), msg("This cannot be before {first}.", first=event.act_approved_on))


def _trained(facts: "SubtaskFacts", event: happened.TraineesReported, _register: Register) -> Iterator[Violation]:
    for index, trainee in enumerate(event.trainees):
        path = ("trainees", index)
        yield from _within(bounds(facts.period), trainee.ended_on, (*path, "ended_on"))
        if trainee.began_on > trainee.ended_on:
            yield Violation((*path, "began_on"), msg("This cannot be after {last}.", last=trainee.ended_on))
    if event.staff == 0:
        yield Violation(
            ("staff",), msg("For a body without civil servants the body above declares the subtask not applicable.")
        )
    elif len(training.people(facts.entries)) > (training.staff(facts.entries) or 0):
        yield Violation(("staff",), msg("More people were trained than there are civil servants."))


def _nil_is_possible(facts: "SubtaskFacts", _event: happened.NilDeclared, _register: Register) -> Iterator[Violation]:
    if facts.subtask not in NIL_ALLOWED:
        yield Violation(("explanation",), msg("Subtask {subtask} must be carried out.", subtask=facts.subtask))
    elif facts.entries:
        yield Violation(("explanation",), msg("There is something to report: it has been entered already."))


def _evidence_fits(facts: "SubtaskFacts", event: happened.EvidenceAttached, _register: Register) -> Iterator[Violation]:
    kinds = attachable(facts.definition)
    if event.kind not in kinds:
        text = msg(
            "Subtask {subtask} takes no such evidence, only: {kinds}.", subtask=facts.subtask, kinds=tuple(kinds)
        )
        yield Violation(("kind",), text)
    elif event.kind is happened.EvidenceKind.URL:
        if event.publication is None:
            yield Violation(("publication",), msg("Say where and when it was published: this evidence is a link."))
        if event.file is not None:
            yield Violation(("file",), msg("This evidence is a link: a file is attached as the copy of the page."))
    else:
        if event.file is None:
            yield Violation(("file",), msg("Attach the file: this evidence is a document."))
        if event.publication is not None:
            yield Violation(("publication",), msg("This evidence is a document: it takes no publication."))


def _withdraws_evidence(
    facts: "SubtaskFacts", event: happened.EvidenceWithdrawn, _register: Register
) -> Iterator[Violation]:
    withdrawn_here = facts.withdrawn.get(event.withdraws) == event.originator_version
    if event.withdraws not in facts.attached or not withdrawn_here:
        yield Violation(("withdraws",), msg("There is no such evidence."))


def _withdraws_entry(facts: "SubtaskFacts", event: happened.EntryWithdrawn, _register: Register) -> Iterator[Violation]:
    if facts.unreported.get(event.withdraws) != event.originator_version:
        yield Violation(("withdraws",), msg("There is no such report."))


def _is_complete(facts: "SubtaskFacts", event: Any, _register: Register) -> Iterator[Violation]:
    path = (type(event).HAPPENED,)
    if facts.definition.entry and not facts.entries and not facts.nil:
        yield Violation(path, msg("Nothing has been reported yet."))
    for rules in missing(facts):
        kinds = tuple(happened.EvidenceKind(rule.kind) for rule in rules)
        one_of = msg("Evidence is missing, one of: {kinds}.", kinds=kinds)
        yield Violation(path, one_of if len(kinds) > 1 else msg("Evidence is missing: {kinds}.", kinds=kinds))


def _after(name: str, *kinds: type[CaseEvent]) -> Check:
    """Give a check that a day is not before that of the last step of a kind that preceded it."""

    def check(facts: "SubtaskFacts", event: Any, _register: Register) -> Iterator[Violation]:
        before = [s for n, s in facts.steps.items() if n < event.originator_version and isinstance(s, kinds)]
        if before and getattr(event, name) < before[-1].occurred_on:
            yield Violation((name,), msg("This cannot be before {first}.", first=before[-1].occurred_on))

    return check


def _after_what_it_proves(facts: "SubtaskFacts", event: Any, _register: Register) -> Iterator[Violation]:
    """Hold a signature, or an upload that needs none, to the work and the documents under which it stands.

    Links are left out: a publication may follow the minutes that were signed before. What was taken back vouches for nothing,
    so that the work can be put right.
    """
    last = last_proved(facts, event.originator_version) if facts.still_counts(event.originator_version) else None
    if last and event.occurred_on < last:
        yield Violation((type(event).HAPPENED,), msg("This cannot be before {first}.", first=last))


def _new_are_among_them(
    _facts: "SubtaskFacts", event: happened.SubtaskConfirmed, _register: Register
) -> Iterator[Violation]:
    if event.newly_hired > event.servants:
        yield Violation(("newly_hired",), msg("Must be at most {le}.", le=event.servants))


def _of_this_subtask(facts: "SubtaskFacts", event: UploadReturned, _register: Register) -> Iterator[Violation]:
    yield from of_another(event, [facts.subtask])


_CHECKS: dict[type[CaseEvent], tuple[Check, ...]] = {
    happened.SubtaskAssigned: (_exists, _owed_then),
    happened.TrainingHeld: (_in_period("held_on"),),
    happened.DocumentConfirmed: (documents.confirmed,),
    happened.DocumentsPublished: (documents.published,),
    happened.CertificatesReported: (_certificates_of_the_year,),
    happened.SittingHeld: (_in_period("held_on"),),
    happened.SocialOrderReported: (amounts.consistent,),
    happened.TraineesReported: (_trained,),
    happened.EthicsEventHeld: (_in_period("held_on"),),
    happened.PreventionDone: (_in_period("done_on"),),
    happened.PropagandaHeld: (_in_period("held_on"), _act_of_the_year),
    happened.NilDeclared: (_nil_is_possible,),
    happened.EvidenceAttached: (_evidence_fits,),
    happened.EvidenceWithdrawn: (_withdraws_evidence,),
    happened.EntryWithdrawn: (_withdraws_entry,),
    happened.SubtaskSigned: (_is_complete, _after_what_it_proves, documents.in_force, signing.entitled),
    happened.SubtaskUploaded: (
        _is_complete,
        _after_what_it_proves,
        documents.in_force,
        uploading.by_whom,
        _after("uploaded_on", happened.SubtaskSigned),
    ),
    happened.SubtaskReturned: (_after("returned_on", happened.SubtaskUploaded),),
    UploadReturned: (_of_this_subtask, _after("returned_on", happened.SubtaskUploaded)),
    happened.SubtaskAccepted: (_after("accepted_on", happened.SubtaskUploaded),),
    happened.DocumentLapsed: (_after("lapsed_on", happened.DocumentConfirmed, happened.DocumentsPublished),),
    happened.SubtaskConfirmed: (_new_are_among_them,),
    happened.SubtaskDeferred: (deferring.forward, deferring.by_whom),
}
