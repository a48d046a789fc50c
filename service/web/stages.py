"""The strip of stages at the head of a case: what was due when, and what happened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from events.event import CaseEvent
from events.text import Text, msg
from service.i18n import Translator
from service.status import Status, Today, margin
from workflows.cartogram.comparison import Section
from workflows.case import Case
from workflows.machine import Workflow, actions
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.restriction_fact.facts import RestrictionFacts
from workflows.restriction_fact.rules import RULES
from workflows.signatories import Paper
from workflows.standing import Standing
from workflows.subtask.evidence import missing
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.signing import paper


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as drawn: `due`, `planned` and `done_on` are None where there is no date, `word` says how they compare."""

    action: str
    title: str
    rule: str
    due: date | None
    planned: date | None
    done_on: date | None
    status: Status
    word: str
    early: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What makes a stage: the actions of which any does, the rule of time it answers to, or the day planned for it.

    `reached` gives the day from the facts where an action alone does not say that the stage is behind.
    """

    actions: tuple[str, ...]
    title: Text
    rule: str = ""
    planned: Callable[[Any], date | None] = lambda _facts: None
    reached: Callable[[Any], date | None] | None = None


def _settled_on(facts: ReconciliationFacts) -> date | None:
    """Give the day on which the act was approved, or the part handed over."""
    return facts.approved.approved_on if facts.approved else facts.handed_on


def _compared_on(facts: ReconciliationFacts) -> date | None:
    """Give the day on which nothing was left that the lists say differently, None while something is."""
    if facts.unresolved or not (facts.own_entered_on and facts.registry_received_on):
        return None
    settled = (one.resolved_on for one in facts.resolutions.values())
    return max(facts.own_entered_on, facts.registry_received_on, *settled)


def _equal_since(section: Section) -> date | None:
    """Give the day on which a section was brought up to date, None while it differs from the analyses."""
    return None if section.outdated or section.update is None else section.update.updated_on


_STAGES: dict[str, tuple[Made, ...]] = {
    "risk_analysis": (
        Made(("order",), msg("Order"), "ORDER"),
        Made(("announce_start",), msg("Start announcement"), "D04"),
        Made(("begin",), msg("Start"), planned=lambda facts: facts.term_ahead.starts_on if facts.term_ahead else None),
        Made(("announce_discussion",), msg("Discussion announcement"), "D05"),
        Made(("hold_discussion",), msg("Discussion"), "D06"),
        Made(("finish",), msg("End"), planned=lambda facts: facts.term_ahead.ends_on if facts.term_ahead else None),
        Made(("sign_report",), msg("Report"), "D07"),
        Made(("approve_plan",), msg("Plan"), "D08"),
        Made(("publish", "withhold"), msg("Publication"), "D09"),
        Made(("approve_positions",), msg("List of positions")),
        Made(("close_monitoring",), msg("Monitoring"), "D10"),
    ),
    "analysis_schedule": (
        Made(("approve_schedule", "decide_against_schedule"), msg("Schedule")),
        Made(("upload_schedule",), msg("Upload"), "D23/1.1.1"),
        Made(("close_schedule",), msg("End"), planned=lambda facts: date(facts.year, 12, 31) if facts.year else None),
    ),
    "offence_report": (
        Made(("register_offence",), msg("Registration")),
        Made(("report_offence",), msg("Letter or slip")),
        Made(("receive_reply",), msg("Reply")),
        Made(("close_offence_report",), msg("End"), reached=lambda facts: _day(facts.closed)),
    ),
    "cartogram": (
        Made(("update_positions",), msg("Section 1"), reached=lambda facts: _equal_since(facts.positions)),
        Made(("update_risks",), msg("Section 2"), reached=lambda facts: _equal_since(facts.risks)),
        Made(("update_risk_map",), msg("Section 3")),
        Made(("sign_cartogram_report",), msg("Report")),
        Made(("upload_cartogram_report",), msg("Upload"), "D23/1.5.1"),
        Made(("close_cartogram",), msg("End"), planned=lambda facts: date(facts.year, 12, 31) if facts.year else None),
    ),
    "conviction": (Made(("register_conviction",), msg("Crime")), Made(("record_appeal",), msg("Higher instance"))),
    "liability_check": (
        Made(("open_check", "open_by_hand"), msg("Opening")),
        Made(("record_verdict",), msg("Verdict")),
        Made(("file_resignation",), msg("Resignation"), "D14"),
        Made(("accept_resignation", "refuse_resignation"), msg("Decision on it")),
        Made(("decide_discipline",), msg("Discipline")),
        Made(("close_check", "superior_moved"), msg("End")),
    ),
    "report": (
        Made(("form_report",), msg("Forming"), reached=lambda facts: _day(facts.formed)),
        Made(("check_report",), msg("Verification"), reached=lambda facts: _day(facts.checked)),
        Made(("sign_form",), msg("Signature"), reached=lambda facts: _day(facts.signed)),
        Made(("submit_report",), msg("Submission"), reached=lambda facts: _day(facts.submitted)),
    ),
    "superior_move": (Made(("register_move", "take_over"), msg("Move")), Made(("close_move",), msg("Result"))),
    "reconciliation": (
        Made(("enter_own_list",), msg("The body's list"), reached=lambda facts: facts.own_entered_on),
        Made(("receive_registry_list",), msg("The registry's list"), reached=lambda facts: facts.registry_received_on),
        Made(("resolve_difference",), msg("Differences"), reached=_compared_on),
        Made(("approve_act", "hand_over_part"), msg("Act"), reached=_settled_on),
        Made(
            ("close_reconciliation",),
            msg("End"),
            planned=lambda facts: date(facts.year, 12, 31) if facts.year else None,
        ),
    ),
    "hiring_check": (
        Made(("begin_check",), msg("Candidates")),
        Made(("record_lookup",), msg("Look-up")),
        Made(("decide_admission",), msg("Admission"), "D15"),
        Made(("close_check",), msg("End")),
    ),
    "hired_offender": (
        Made(("register_hired_offender",), msg("Finding")),
        Made(("record_hiring_measures",), msg("Measures")),
        Made(("close_hiring_fact",), msg("End")),
    ),
}


def _of_subtask(facts: SubtaskFacts, state: str) -> tuple[Made, ...]:
    """Give the stages of a subtask: those that the Instruction asks for, beginning anew where it was returned or lapsed."""
    assigned = Made(("assign", "receive_positions"), msg("Assignment"))
    definition = facts.definition
    signed = paper(facts)
    if signed is Paper.AGENCY_CONFIRMATION:
        return assigned, Made(("confirm_course",), msg("Confirmation"), "".join(definition.deadlines))
    reports = ("begin", definition.entry, "declare_nil")
    return (
        assigned,
        Made(reports, msg("Work done"), "".join(definition.deadlines[:1]), reached=_reported_on),
        Made(
            ("attach_evidence",),
            msg("Evidence"),
            reached=lambda facts: _proved_on(facts) if state != "returned" else None,
        ),
        *([_SIGNATURE] if signed not in {Paper.LINK_ONLY, Paper.UNSIGNED_FORM} or facts.signed else []),
        Made(("upload_evidence",), msg("Upload"), "D23", reached=lambda facts: _day(facts.uploaded)),
        Made(("accept",), msg("Acceptance"), reached=None if state == "accepted" else lambda _facts: None),
    )


def _of_restriction(facts: RestrictionFacts) -> tuple[Made, ...]:
    """Give the stages of a broken restriction: what ends it, if anything does, answers to the law's time."""
    cure = Made(("record_cure",), msg("Cure"), _LAW.get(facts.row, ""))
    handing_over = Made(("hand_over_gift",), msg("Handing over"), "GIFT")
    return (
        Made(("register_incompatible_activity",), msg("Finding"), reached=lambda facts: _day(facts.registered)),
        *([cure] if facts.cures else []),
        *([handing_over] if facts.is_gift else []),
        Made(("record_measures",), msg("Measures")),
        Made(("close_restriction_fact",), msg("End")),
    )


_LAW = {rule.subtask: rule.code for rule in RULES}
"""The rule of the law that a row of Appendix 2 answers to."""

_SIGNATURE = Made(("sign_evidence",), msg("Signature"), reached=lambda facts: _day(facts.signed))


def _day(event: CaseEvent | None) -> date | None:
    return event.occurred_on if event else None


def _reported_on(facts: SubtaskFacts) -> date | None:
    return max((entry.occurred_on for entry in facts.entries), default=_day(facts.nil))


def _proved_on(facts: SubtaskFacts) -> date | None:
    """Give the day on which nothing more was missing."""
    if _reported_on(facts) is None or missing(facts):
        return None
    return max((piece.occurred_on for piece in facts.evidence), default=_reported_on(facts))


def stages(kind: type[Workflow], case: Case, enabled: Sequence[str], today: Today, t: Translator) -> list[Stage]:
    """Give the stages of a case in order; `enabled` are the names of the actions possible now for anybody."""
    all_made = _made(kind, case)
    drawn = [_stage(kind, case, made, today, t) for made in all_made]
    ahead = (i for i, made in enumerate(all_made) if set(made.actions) & set(enabled) and drawn[i].done_on is None)
    now = next(ahead, None)
    return [replace(stage, current=i == now) for i, stage in enumerate(drawn)]


def _made(kind: type[Workflow], case: Case) -> tuple[Made, ...]:
    match case.facts:
        case SubtaskFacts() as facts:
            return _of_subtask(facts, case.state)
        case RestrictionFacts() as facts:
            return _of_restriction(facts)
        case _:
            return _STAGES.get(kind.WORKFLOW, ())


def _stage(kind: type[Workflow], case: Case, made: Made, today: Today, t: Translator) -> Stage:
    done_on = made.reached(case.facts) if made.reached else _acted_on(kind, case, made)
    standing = case.deadlines.get(made.rule)
    due = standing.deadline.due if standing and not standing.over else None
    status, word = _compared(standing, done_on, today, t, ended=case.state in kind.ENDED)
    if done_on and standing and standing.judgement:
        done_on = standing.judgement.done_on  # a quota may be reached before the last of what was reported
    early = standing is not None and standing.status == "early"
    return Stage(made.actions[0], t(made.title), made.rule, due, made.planned(case.facts), done_on, status, word, early)


def _acted_on(kind: type[Workflow], case: Case, made: Made) -> date | None:
    classes = {actions(kind)[name].event for name in made.actions}
    version = next((e.originator_version for e in reversed(case.history) if type(e) in classes), None)
    known = case.event(version) if version else None
    opened_again = known is not None and known.CLOSES and not case.closed
    return known.occurred_on if known and not opened_again else None


def _compared(
    standing: Standing | None, done_on: date | None, today: Today, t: Translator, *, ended: bool
) -> tuple[Status, str]:
    if standing is None or standing.dropped:
        return (Status.MET if done_on else Status.NONE), ""
    deadline, judgement = standing.deadline, standing.judgement
    status = today.status(standing.status, deadline.bound, deadline.due, deadline.rule)
    if judgement is not None:
        return status, margin(t, judgement.margin, judgement.outcome)
    return (Status.NONE, "") if ended else (status, today.distance(t, deadline.due, deadline.bound))
