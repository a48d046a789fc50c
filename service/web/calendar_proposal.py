"""What was proposed to change in the calendar, on the pages of those who decide on it."""

from service.web.entries import Shown, of_event
from service.web.visitor import Visitor
from workflows.calendar_change import CalendarChangeFacts
from workflows.case import Case


def proposal(visitor: Visitor, case: Case | None) -> list[Shown]:
    """Give what was proposed, for those who decide on it: which days, by which act, for whom; nothing of other cases."""
    if case is None or not isinstance(case.facts, CalendarChangeFacts) or case.facts.proposed is None:
        return []
    return of_event(case.facts.proposed, visitor.t)
