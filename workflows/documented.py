"""What documents a subtask: its entries with their papers and links, and what is still needed to prove it (l.41, l.43)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatch

from events import risk_analysis as analysed
from events.analysis_schedule import ScheduleAmended
from events.event import CaseEvent
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case, Facts
from workflows.catalogue import EvidenceForm, EvidenceNeed, EvidenceRule, definition
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.report.facts import ReportFacts
from workflows.reporting_row.facts import RowFacts
from workflows.risk_analysis.documents import MONITORING
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.signatories import Paper
from workflows.subtask.evidence import missing
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.period import year_of
from workflows.subtask.signing import paper

Need = tuple[EvidenceRule, ...]
"""Evidence that is missing; any one of the rules will do."""

_UNSIGNED = frozenset({Paper.LINK_ONLY, Paper.UNSIGNED_FORM, Paper.AGENCY_CONFIRMATION})
_ATTACHED = frozenset({EvidenceForm.DOCUMENT, EvidenceForm.LINK})


@dataclass(frozen=True, slots=True)
class Documented:
    """A subtask in a period: the entries that prove it, in the order of the work, and what they lack.

    Of `needs` the forms are those that a report lacks. `signed` is the entry with the signature under all of them, where they are signed together; `unsigned` says that it is missing, `nil`
    that there is explicitly nothing to report. `uploaded_on` is the day of the upload that stands: None once it was given back. `appendix` is the number of the form that tells the work, 0 for none.
    """

    subtask: str
    period: str
    entries: tuple[CaseEvent, ...] = ()
    signed: CaseEvent | None = None
    uploaded_on: date | None = None
    needs: tuple[Need, ...] = ()
    unsigned: bool = False
    nil: bool = False
    appendix: int = 0


def documented(case: Case, period: str) -> list[Documented]:
    """Give what a case documents, subtask by subtask; `period` is that of the case. Of kinds of case that prove nothing by themselves, nothing."""
    return list(_documented(case.facts, case, period))


def undone(subtask: str, period: str) -> Documented:
    """Give a subtask of which nothing is there yet."""
    return Documented(subtask, period, needs=tuple(_wanted(subtask, period)))


@singledispatch
def _documented(_facts: Facts, _case: Case, _period: str) -> Iterator[Documented]:
    yield from ()


@_documented.register
def _(facts: SubtaskFacts, _case: Case, _period: str) -> Iterator[Documented]:
    proofs = sorted((*facts.entries, *facts.evidence), key=lambda one: one.originator_version)
    yield Documented(
        facts.subtask,
        facts.period,
        entries=(*((facts.nil,) if facts.nil else ()), *proofs),
        signed=facts.signed,
        uploaded_on=facts.uploaded.uploaded_on if facts.uploaded else None,
        needs=tuple(tuple(rules) for rules in missing(facts) if not _is_form(rules)),
        unsigned=bool(proofs) and facts.signed is None and paper(facts) not in _UNSIGNED,
        nil=facts.nil is not None,
    )


@_documented.register
def _(facts: AnalysisFacts, case: Case, period: str) -> Iterator[Documented]:
    steps: list[tuple[str, Iterable[CaseEvent | None]]] = [
        ("1.1.2", (facts.ordered, *facts.amendments)),
        ("1.1.3", (facts.start_announcement,)),
        ("1.2.1", (facts.discussion_announcement,)),
        ("1.2.2", (facts.discussion,)),
        ("1.2.3", (facts.report,)),
        ("1.3.1", (facts.plan,)),
        ("1.3.2", (facts.published, facts.withheld)),
    ]
    for subtask, entries in steps:
        yield _step(subtask, period, entries, facts.uploads.uploaded_on(subtask))
    for quarter in sorted({quarter for _, quarter in facts.reviews}):
        reviews = [review for (_, of), review in sorted(facts.reviews.items()) if of == quarter]
        yield _step(MONITORING, quarter, reviews, facts.uploads.uploaded_on(f"{MONITORING}/{quarter}"))
    closed = [one.originator_version for one in case.history if isinstance(one, analysed.MonitoringClosed)]
    if closed and facts.closed_on:
        yield _step(MONITORING, period, (case.event(closed[0]),), facts.uploads.uploaded_on(MONITORING))
    yield _step("1.4.1", period, (facts.position_list,), facts.uploads.uploaded_on("1.4.1"))


@_documented.register
def _(facts: ScheduleFacts, case: Case, period: str) -> Iterator[Documented]:
    amended = (one.originator_version for one in case.history if isinstance(one, ScheduleAmended))
    entries = (facts.approved, *map(case.event, amended))
    yield _step("1.1.1", period, entries, facts.uploads.uploaded_on("1.1.1"))


@_documented.register
def _(facts: CartogramFacts, _case: Case, period: str) -> Iterator[Documented]:
    yield replace(_step("1.5.1", period, (facts.signed,), facts.uploads.uploaded_on("1.5.1")), appendix=1)


@_documented.register
def _(facts: ReconciliationFacts, _case: Case, period: str) -> Iterator[Documented]:
    yield replace(_step("2.2.1", period, (facts.approved,), None), appendix=3)


@_documented.register
def _(facts: RowFacts, _case: Case, _period: str) -> Iterator[Documented]:
    if facts.nil:
        yield Documented(facts.row, facts.period, (facts.nil,), nil=True)


@_documented.register
def _(facts: ReportFacts, _case: Case, _period: str) -> Iterator[Documented]:
    if facts.form is None:
        return
    signed, is_signed = facts.signed, facts.form.paper not in _UNSIGNED
    there = bool(signed and signed.file) if is_signed else facts.checked is not None
    for part in facts.form.parts(year_of(facts.period)):
        yield Documented(
            part.code,
            facts.period,
            entries=(signed,) if signed else (),
            uploaded_on=facts.submitted.submitted_on if facts.submitted and not facts.returned else None,
            needs=() if there else tuple((rule,) for rule in part.evidence if rule.appendix == facts.appendix),
            unsigned=is_signed and signed is None,
            appendix=facts.appendix,
        )


def _step(subtask: str, period: str, entries: Iterable[CaseEvent | None], uploaded_on: date | None) -> Documented:
    """Give a step of a case of many: what its entries have no paper of is still needed."""
    there = tuple(one for one in entries if one)
    if not there:
        return undone(subtask, period)
    without_paper = all(getattr(one, "file", "") is None for one in there)
    needs = ((rule,) for rule in _paper(subtask, period)) if without_paper else ()
    return Documented(subtask, period, there, uploaded_on=uploaded_on, needs=tuple(needs))


def _paper(subtask: str, period: str) -> list[EvidenceRule]:
    """Give the paper of a step that must be there: the last that is needed, since forms of a whole project come first (2.2.1)."""
    rules = definition(year_of(period), subtask).evidence
    papers = (rule for rule in rules if rule.form in {EvidenceForm.DOCUMENT, EvidenceForm.APPENDIX})
    return [rule for rule in papers if rule.need is not EvidenceNeed.OPTIONAL][-1:]


def _wanted(subtask: str, period: str) -> Iterator[Need]:
    """Give what is needed where nothing is known yet: what always is, one of each group, else one of what depends on how it is done.

    Forms are looked for by themselves: one of them may tell the work of many subtasks and periods.
    """
    rules = [rule for rule in definition(year_of(period), subtask).evidence if rule.form in _ATTACHED]
    groups: dict[str, list[EvidenceRule]] = {}
    for rule in rules:
        if rule.need is EvidenceNeed.REQUIRED:
            groups[rule.kind] = [rule]
        elif rule.group:
            groups.setdefault(rule.group, []).append(rule)
    depending = [rule for rule in rules if rule.need is EvidenceNeed.CONDITION]
    yield from map(tuple, groups.values() if groups else [depending] if depending else [])


def _is_form(rules: Iterable[EvidenceRule]) -> bool:
    return all(rule.form is EvidenceForm.APPENDIX for rule in rules)
