"""What a case is called at the head of its page and in files about it."""

from events.fact import quarter
from service.i18n import Translator
from service.subtasks import case_name
from workflows.case import Case
from workflows.fact import FactFacts
from workflows.machine import Workflow
from workflows.reporting_row.facts import RowFacts
from workflows.subtask.facts import SubtaskFacts


def title_of(kind: type[Workflow], case: Case, t: Translator) -> str:
    """Name a case by the number of its order, if it has one and its facts know it, else by its kind and year."""
    if order := getattr(case.facts, "order", None):
        return f"№ {order.order_no}"
    if isinstance(case.facts, SubtaskFacts):
        return case_name(t, "subtask", case.facts.subtask, case.facts.period)
    if isinstance(case.facts, RowFacts):
        return f"{case.facts.row}, {t.period(case.facts.period)}"
    if isinstance(case.facts, FactFacts) and (known := case.facts.registered):
        return case_name(t, known.WORKFLOW, known.ROW, quarter(known.occurred_on))
    if year := getattr(case.facts, "year", 0):
        return f"{t(kind.TITLE)}, {year}"
    return t("Analysis without an order yet") if kind.WORKFLOW == "risk_analysis" else t(kind.TITLE)
