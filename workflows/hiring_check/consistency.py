"""What a check of candidates may not contradict: itself, the kind of body, and the order of look-up and admission.

A decision that comes too late is a deadline's judgement (D15); one without a look-up is refused.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import hiring_check as happened
from events.event import CaseEvent
from events.hiring_check import HiringProcedure, LookupAnswer, LookupRegister
from events.organization import OrganizationType
from events.text import Text, msg
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.hiring_check.facts import HiringFacts

Check = Callable[["HiringFacts", Any, Register], Iterator[Violation]]

OF_STATE_BODIES = frozenset({LookupRegister.SPECIAL_RECORDS, LookupRegister.KPSISU_REQUEST})
"""Where a state body has to look before it admits somebody (l.443)."""


def violations(facts: "HiringFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _procedure_fits(_f: "HiringFacts", event: happened.HiringCheckBegun, register: Register) -> Iterator[Violation]:
    kind, procedure = register.type_of(event.organization, event.begun_on), event.procedure
    if kind is not None and (kind is OrganizationType.KGS) != (procedure is HiringProcedure.QUASI_STATE):
        yield Violation(("procedure",), msg("Quasi-state entities check by their own procedure, others not (l.445)."))
    elif kind is OrganizationType.ORG and procedure is HiringProcedure.COMPETITION:
        yield Violation(("procedure",), msg("Competitions of the civil service are held by state bodies (l.439)."))
    if procedure is HiringProcedure.COMPETITION and event.intake_ended_on is None:
        yield Violation(("intake_ended_on",), msg("Say when the intake of documents ends: two days count from it."))


def _candidates_differ(_f: "HiringFacts", event: happened.HiringCheckBegun, _r: Register) -> Iterator[Violation]:
    yield from _once("candidates", [one.code for one in event.candidates], "code")


def _looker_named(_f: "HiringFacts", event: happened.CandidatesLookedUp, register: Register) -> Iterator[Violation]:
    if event.person is not None:
        if register.person(event.person) is None:
            yield Violation(("person",), msg("There is no person {code}.", code=event.person))
        for path in ("checker", "checker_position"):
            if getattr(event, path) is not None:
                yield Violation((path,), msg("The code says who looked: leave this empty."))
    elif event.checker is None or event.checker_position is None:
        missing = "checker" if event.checker is None else "checker_position"
        yield Violation((missing,), msg("Say who looked: by the code, or by name and position (l.450)."))


def _through_whom(_f: "HiringFacts", event: happened.CandidatesLookedUp, register: Register) -> Iterator[Violation]:
    kind = register.type_of(event.organization, event.looked_up_on)
    is_request = event.looked_in is LookupRegister.KPSISU_REQUEST
    if event.through_supervisor and not (is_request and kind in {OrganizationType.KGS, None}):
        text = msg("Only a quasi-state entity's request to the КПСиСУ goes through the supervising body (l.445).")
        yield Violation(("through_supervisor",), text)


def _answers_fit(facts: "HiringFacts", event: happened.CandidatesLookedUp, _register: Register) -> Iterator[Violation]:
    yield from _known(facts, "answers", [row.candidate for row in event.answers])
    for index, row in enumerate(event.answers):
        path = ("answers", index, "offence")
        if row.answer is LookupAnswer.CONVICTED and row.offence is None:
            yield Violation(path, msg("Say of what the candidate was convicted."))
        if row.answer is not LookupAnswer.CONVICTED and row.offence is not None:
            yield Violation(path, msg("Only of somebody convicted: leave this empty."))


def _everybody_decided(facts: "HiringFacts", event: happened.AdmissionDecided, _r: Register) -> Iterator[Violation]:
    decided = [row.candidate for row in event.decisions]
    yield from _known(facts, "decisions", decided)
    for one in facts.candidates:
        if one.code not in decided:
            yield Violation(("decisions",), msg("Nothing is decided about {code}.", code=one.code), refers=True)
    for index, row in enumerate(event.decisions):
        if not row.admitted and row.reason is None:
            yield Violation(("decisions", index, "reason"), msg("Say why the candidate is not admitted."))


def _looked_up_before(facts: "HiringFacts", event: happened.AdmissionDecided, _r: Register) -> Iterator[Violation]:
    for index, row in enumerate(event.decisions):
        known = {
            lookup.looked_in for lookup, _ in facts.answers(row.candidate) if lookup.looked_up_on <= event.decided_on
        }
        if row.admitted and (text := _lacks(facts, known)):
            yield Violation(("decisions", index, "admitted"), text)


def _lacks(facts: "HiringFacts", known: set[LookupRegister]) -> Text | None:
    """Say which look-up is missing before somebody is admitted, if any is."""
    if facts.begun and facts.begun.procedure is HiringProcedure.QUASI_STATE:
        return None if known else msg("No answer about this candidate is recorded by then: look them up first (l.445).")
    if known & OF_STATE_BODIES:
        return None
    return msg("No answer of the special records or the КПСиСУ about this candidate is recorded by then (l.443).")


def _not_before(path: str, earlier: Callable[["HiringFacts"], Sequence[CaseEvent | None]]) -> Check:
    def check(facts: "HiringFacts", event: Any, _register: Register) -> Iterator[Violation]:
        first = max((one.occurred_on for one in earlier(facts) if one), default=None)
        if first is not None and getattr(event, path) < first:
            yield Violation((path,), msg("This cannot be before {first}.", first=first))

    return check


def _after_intake(facts: "HiringFacts", event: happened.AdmissionDecided, _r: Register) -> Iterator[Violation]:
    ended = facts.begun.intake_ended_on if facts.begun else None
    if ended is not None and event.decided_on < ended:
        yield Violation(("decided_on",), msg("The intake of documents ends on {day}: others may come.", day=ended))


def _known(facts: "HiringFacts", path: str, codes: Sequence[str]) -> Iterator[Violation]:
    known = {one.code for one in facts.candidates}
    for index, code in enumerate(codes):
        if code not in known:
            text = msg("There is no candidate {code}.", code=code)
            yield Violation((path, index, "candidate"), text, refers=True)
    yield from _once(path, codes, "candidate")


def _once(path: str, codes: Sequence[str], name: str) -> Iterator[Violation]:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Violation((path, index, name), msg("Code {code} is used twice.", code=code))


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.HiringCheckBegun: (_procedure_fits, _candidates_differ),
    happened.CandidatesLookedUp: (
        _looker_named,
        _through_whom,
        _answers_fit,
        _not_before("looked_up_on", lambda facts: [facts.begun]),
    ),
    happened.AdmissionDecided: (
        _everybody_decided,
        _looked_up_before,
        _not_before("decided_on", lambda facts: [facts.begun]),
        _after_intake,
    ),
    happened.HiringCheckClosed: (_not_before("closed_on", lambda facts: [facts.decided, *facts.lookups]),),
    happened.HiringCheckCancelled: (
        _not_before("cancelled_on", lambda facts: [facts.begun, facts.decided, *facts.lookups]),
    ),
}
