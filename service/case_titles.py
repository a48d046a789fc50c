"""What a case is called at the head of its page and in files about it."""

from dataclasses import dataclass

from events.fact import quarter
from events.report import form_code
from service.i18n import Translator
from service.subtasks import case_name
from workflows.case import Case, Facts
from workflows.fact import FactFacts
from workflows.machine import Workflow
from workflows.report import ReportFacts
from workflows.reporting_row.facts import RowFacts
from workflows.subtask.facts import SubtaskFacts


@dataclass(frozen=True, slots=True)
class _Told:
    """What the facts of a case call it after."""

    workflow: str
    subtask: str
    period: str
    about: str = ""


def title_of(kind: type[Workflow], case: Case, t: Translator) -> str:
    """Name a case by the number of its order, if it has one and its facts know it, else by its kind and year."""
    if order := getattr(case.facts, "order", None):
        return f"№ {order.order_no}"
    return _by_facts(case.facts, t) or _by_kind(kind, case.facts, t)


def _by_facts(facts: Facts, t: Translator) -> str:
    match facts:
        case SubtaskFacts():
            return case_name(t, _Told("subtask", facts.subtask, facts.period))
        case RowFacts():
            return f"{facts.row}, {t.period(facts.period)}"
        case ReportFacts():
            return case_name(
                t, _Told("report", "", facts.period, form_code(facts.appendix, consolidated=facts.consolidated))
            )
        case FactFacts(registered=known) if known:
            return case_name(t, _Told(known.WORKFLOW, known.ROW, quarter(known.occurred_on)))
        case _:
            return ""


def _by_kind(kind: type[Workflow], facts: Facts, t: Translator) -> str:
    if year := getattr(facts, "year", 0):
        return f"{t(kind.TITLE)}, {year}"
    return t("Analysis without an order yet") if kind.WORKFLOW == "risk_analysis" else t(kind.TITLE)
