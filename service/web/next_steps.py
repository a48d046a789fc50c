"""What is sensible to do next with a case, of all that may be done: the first of it is the page's main button."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from service.i18n import Translator
from service.web.lookup import Names
from service.web.subtask_case import SubtaskPage
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case
from workflows.machine import Action, Workflow
from workflows.offence_report.facts import OffenceReportFacts
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.register import Register
from workflows.restriction_fact.facts import RestrictionFacts
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.subtask.facts import SubtaskFacts

_ASIDE = frozenset(
    {
        "cancel",
        "defer",
        "superior_moved",
        "decide_consolidation",
    }
)
"""Actions that lead to another state, yet not on the way of the case: it is put off or ended early."""

_INWARD = frozenset({"report_progress", "review_progress", "name_superior", "decide_by_hand"})
"""Actions that bring a case on its way though its state stays."""

_EARLY_ENDS = frozenset({"cancelled", "withdrawn"})


def is_over(kind: type[Workflow], case: Case) -> bool:
    """Whether nothing is awaited any more, even where more may come: a closed report of an offence may have another reply."""
    return case.state in kind.ENDED or case.closed


def divided(kind: type[Workflow], case: Case, possible: Sequence[Action]) -> tuple[list[Action], list[Action]]:
    """Divide what may be done: what brings the case on its way, the next step first, and the rest without corrections."""
    rest = [action for action in possible if action.name != "correct"]
    if is_over(kind, case):
        return [], rest
    wanted = list(_wanted(case))
    named = [action for name in wanted for action in rest if action.name == name]
    moving = [action for action in rest if moves(kind, action, case.state) and action not in named]
    forth = named if named and isinstance(case.facts, ReconciliationFacts) else [*named, *moving]
    return forth, [action for action in rest if action not in forth]


def moves(kind: type[Workflow], action: Action, state: str) -> bool:
    """Whether it leads from a state to another on the way, or does something without which there is no way."""
    if action.name in _ASIDE | kind.TAKING_BACK:
        return False
    targets = {target for source, target in action.transitions if source == state}
    return bool(targets) and (action.name in _INWARD or bool(targets - {state} - _EARLY_ENDS))


def next_steps(
    kind: type[Workflow], case: Case, possible: Sequence[Action], register: Register, t: Translator, today: date
) -> list[Action]:
    """Give those of the possible actions that bring the case on its way, the first step first."""
    if isinstance(case.facts, SubtaskFacts):
        return SubtaskPage(case, case.facts, register, Names(t), t, today).next(possible)[0]
    return divided(kind, case, possible)[0]


def _wanted(case: Case) -> Collection[str]:
    """Name what the facts ask for before anything else."""
    for kind, ask in _ASKED.items():
        if isinstance(case.facts, kind):
            return ask(case)
    return ()


def _of_analysis(case: Case) -> Collection[str]:
    """Review what units sent before more is sent."""
    unread = any(one.open and one.deadline.rule == "D12" for one in case.deadlines.values())
    return ("review_progress",) if unread else ()


def _of_schedule(case: Case) -> Collection[str]:
    facts: ScheduleFacts = case.facts
    return () if facts.uploads.standing else ("upload_schedule",)


def _of_cartogram(case: Case) -> Collection[str]:
    """Once the sections are up to date, the report is signed, uploaded, again if it was returned, and the year closed at its end."""
    steps = {
        "up_to_date": ("sign_cartogram_report",),
        "report_signed": ("upload_cartogram_report",),
        "report_uploaded": ("close_cartogram",),
    }
    facts: CartogramFacts = case.facts
    again = facts.uploads.returned and case.state == "report_uploaded"
    return ("upload_cartogram_report",) if again else steps.get(case.state, ())


def _of_report(case: Case) -> Collection[str]:
    """After a reply its recommendations are carried out, and the case is closed."""
    facts: OffenceReportFacts = case.facts
    if case.state != "replied":
        return ()
    left = ("execute_recommendation",) if facts.recommendations_left else ()
    return (*left, "close_offence_report")


def _of_reconciliation(case: Case) -> Collection[str]:
    """Both lists, then their differences, then the act or the part."""
    facts: ReconciliationFacts = case.facts
    if case.state not in {"assigned", "at_work", "covered"}:
        return ()
    lists = {"enter_own_list": facts.own_entered_on, "receive_registry_list": facts.registry_received_on}
    if lacking := [name for name, entered in lists.items() if not entered]:
        return lacking
    return ("resolve_difference",) if facts.unresolved else ()


def _of_restriction(case: Case) -> Collection[str]:
    """A gift is handed over, and what can be cured is cured, before the measures."""
    facts: RestrictionFacts = case.facts
    gift = ("hand_over_gift",) if facts.is_gift and not facts.handed_over else ()
    cure = ("record_cure",) if facts.cures and not facts.cured else ()
    return (*gift, *cure)


_ASKED: Mapping[type[object], Callable[[Case], Collection[str]]] = {
    AnalysisFacts: _of_analysis,
    ScheduleFacts: _of_schedule,
    CartogramFacts: _of_cartogram,
    OffenceReportFacts: _of_report,
    ReconciliationFacts: _of_reconciliation,
    RestrictionFacts: _of_restriction,
}
"""What the facts of a kind of case ask for first."""
