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
from workflows.refusals import Unknown, Violation
from workflows.register import Register
from workflows.subtask import amounts, documents, signing, training
from workflows.subtask.evidence import attachable, missing
from workflows.subtask.period import bounds, year_of

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


def _trained(facts: "SubtaskFacts", event: happened.TraineesReported, _register: Register) -> Iterator[Violation]:
    for index, trainee in enumerate(event.trainees):
        path = ("trainees", index)
        yield from _within(bounds(facts.period), trainee.ended_on, (*path, "ended_on"))
        if trainee.began_on > trainee.ended_on:
            yield Violation((*path, "began_on"), msg("This cannot be after {last}.", last=trainee.ended_on))
    if event.staff == 0:
        yield Violation(("staff",), msg("A body without civil servants declares the subtask not applicable."))
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
    if (event.file is None) == (event.publication is None):
        yield Violation(("file",), msg("Attach either a file or a publication."))
    elif (event.publication is None) is (event.kind is happened.EvidenceKind.URL):
        yield Violation(("kind",), msg("A link is the evidence where a publication is asked for, and only there."))


def _withdraws_evidence(
    facts: "SubtaskFacts", event: happened.EvidenceWithdrawn, _register: Register
) -> Iterator[Violation]:
    withdrawn_here = facts.withdrawn.get(event.withdraws) == event.originator_version
    if event.withdraws not in facts.attached or not withdrawn_here:
        yield Violation(("withdraws",), msg("There is no such evidence."))


def _is_complete(facts: "SubtaskFacts", event: Any, _register: Register) -> Iterator[Violation]:
    path = (type(event).HAPPENED,)
    if facts.definition.entry and not facts.entries and not facts.nil:
        yield Violation(path, msg("Nothing has been reported yet."))
    for rules in missing(facts):
        kinds = tuple(happened.EvidenceKind(rule.kind) for rule in rules)
        one_of = msg("Evidence is missing, one of: {kinds}.", kinds=kinds)
        yield Violation(path, one_of if len(kinds) > 1 else msg("Evidence is missing: {kinds}.", kinds=kinds))


def _after(name: str, earlier: Callable[["SubtaskFacts"], date | None]) -> Check:
    def check(facts: "SubtaskFacts", event: Any, _register: Register) -> Iterator[Violation]:
        first = earlier(facts)
        if first is not None and getattr(event, name) < first:
            yield Violation((name,), msg("This cannot be before {first}.", first=first))

    return check


def _deferred_forward(
    _facts: "SubtaskFacts", event: happened.SubtaskDeferred, _register: Register
) -> Iterator[Violation]:
    if event.until <= event.deferred_on:
        yield Violation(("until",), msg("This must be after {first}.", first=event.deferred_on))


def _new_are_among_them(
    _facts: "SubtaskFacts", event: happened.SubtaskConfirmed, _register: Register
) -> Iterator[Violation]:
    if event.newly_hired > event.servants:
        yield Violation(("newly_hired",), msg("Must be at most {le}.", le=event.servants))


def _uploaded_on(facts: "SubtaskFacts") -> date | None:
    return facts.uploaded.uploaded_on if facts.uploaded else None


_CHECKS: dict[type[CaseEvent], tuple[Check, ...]] = {
    happened.SubtaskAssigned: (_exists,),
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
    happened.SubtaskSigned: (_is_complete, signing.entitled),
    happened.SubtaskUploaded: (
        _is_complete,
        _after("uploaded_on", lambda facts: facts.signed.signed_on if facts.signed else None),
    ),
    happened.SubtaskAccepted: (_after("accepted_on", _uploaded_on),),
    happened.SubtaskConfirmed: (_new_are_among_them,),
    happened.SubtaskDeferred: (_deferred_forward,),
}
