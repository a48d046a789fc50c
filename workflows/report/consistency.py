"""What a report may not contradict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import report as happened
from events.event import CaseEvent
from events.text import Body, Text, msg
from events.upload import UploadReturned
from workflows.forms.forms import forms
from workflows.refusals import Violation
from workflows.register import Register
from workflows.report.identity import report_case
from workflows.signing import Signed
from workflows.subtask.period import bounds, year_of
from workflows.uploads import of_another

if TYPE_CHECKING:
    from workflows.report.facts import ReportFacts

Check = Callable[["ReportFacts", Any, Register], Iterator[Violation]]


def violations(facts: "ReportFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _is_this_report(_facts: "ReportFacts", event: happened.ReportFormed, register: Register) -> Iterator[Violation]:
    """A report is its form, body and period; the body fills that form in, or has bodies below that do."""
    form, year = forms()[event.appendix], year_of(event.period)
    case = report_case(event.organization, event.appendix, event.period, consolidated=event.consolidated)
    kind = register.type_of(event.organization, bounds(event.period)[1])
    if event.period not in form.every_period(year):
        periods = tuple(form.every_period(year))
        yield Violation(("period",), msg("This form is for one of these periods: {periods}.", periods=periods))
    elif event.originator_id != case:
        yield Violation(("appendix",), msg("This is another form or period than that of the case."))
    elif kind is not None and not event.consolidated and not form.concerns(kind, year):
        text = msg("{organization} does not fill this form in.", organization=Body(event.organization))
        yield Violation(("appendix",), text)
    if event.formed_on < bounds(event.period)[0]:
        yield Violation(("formed_on",), _not_before(bounds(event.period)[0]))


def _is_newer(facts: "ReportFacts", event: happened.ReportFormed, _register: Register) -> Iterator[Violation]:
    """A version is of a later state of the record than the one before: what was formed once is not entered again."""
    last = next((one for one in reversed(facts.versions) if _is_before(one, event)), None)
    if last and event.position < last.position:
        text = msg("The last version is of a later state of the record: form the report anew.")
        yield Violation(("position",), text)
    if last and event.formed_on < last.formed_on:
        yield Violation(("formed_on",), _not_before(last.formed_on))


def _follows(field: str) -> Check:
    """Give the check that a step is not before what it follows."""

    def check(facts: "ReportFacts", event: CaseEvent, _register: Register) -> Iterator[Violation]:
        before = [one.occurred_on for one in (facts.formed, *_steps(facts)) if one and _is_before(one, event)]
        if before and event.occurred_on < max(before):
            yield Violation((field,), _not_before(max(before)))

    return check


def _is_before(step: CaseEvent, event: CaseEvent) -> bool:
    return step.originator_version < event.originator_version


def _steps(facts: "ReportFacts") -> tuple[CaseEvent | None, ...]:
    return facts.checked, facts.signed, facts.submitted, facts.returned


def _is_signed(facts: "ReportFacts", event: happened.ReportSigned, register: Register) -> Iterator[Violation]:
    if form := facts.form:
        signed = Signed(form.paper, event.organization, event.signature, event.signed_on, register)
        yield from signed.violations()
        if _is_bare_scan(event) and signed.is_asked_for_a_name:
            text = msg("A scan does not say who signed it so that the service could tell: name the signatory.")
            yield Violation(("signature", "person"), text)
    if event.detached and event.file is None:
        yield Violation(("file",), msg("A detached signature is one of a file: name the file, too."))


def _is_bare_scan(event: happened.ReportSigned) -> bool:
    """Whether a form is the scan of a paper, with neither an electronic signature nor anybody named."""
    found = event.comparison
    is_scan = found is not None and found.likeness is happened.FormLikeness.SCAN and not found.signed_inside
    return is_scan and event.detached is None and event.signature.person is None


def _was_signed(facts: "ReportFacts", event: happened.ReportSubmitted, _register: Register) -> Iterator[Violation]:
    """A form that nobody signed is no report: its head asks for a name and a signature (SG-9, SG-11, SG-12; l.41).

    A name alone, or the signed form alone, is a matter of evidence, and remarked where the signature is entered.
    """
    signed = facts.signed
    if signed and _is_before(signed, event) and signed.file is None and signed.signature.person is None:
        text = msg(
            "Entry {n} neither names who signed the form nor has the signed form: correct it first.",
            n=signed.originator_version,
        )
        yield Violation((), text)


def _tells_of_it(facts: "ReportFacts", event: UploadReturned, _register: Register) -> Iterator[Violation]:
    parts = facts.form.parts(year_of(facts.period)) if facts.form else ()
    yield from of_another(event, [part.code for part in parts])


def _not_before(first: date) -> Text:
    return msg("This cannot be before {first}.", first=first)


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.ReportFormed: (_is_this_report, _is_newer),
    happened.ReportChecked: (_follows("checked_on"),),
    happened.ReportSigned: (_follows("signed_on"), _is_signed),
    happened.ReportSubmitted: (_follows("submitted_on"), _was_signed),
    happened.ReportReturned: (_follows("returned_on"),),
    UploadReturned: (_tells_of_it, _follows("returned_on")),
    happened.ReportReopened: (_follows("reopened_on"),),
}
