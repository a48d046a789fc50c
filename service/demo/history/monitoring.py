"""What follows the plan of an analysis: its list goes up, its measures are monitored for a year, its positions worked with."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from events.organization import OrganizationType
from service.demo.history.analysis import UNITS, Analysis
from service.demo.history.parts import Likeness, Part, Place
from service.demo.history.subtask_lives import prepared
from service.demo.history.walking import Act
from workflows.case import Case
from workflows.plan import Slot
from workflows.risk_analysis.quarters import add_years, quarter_end, quarter_of, reporting_quarters

Data = dict[str, Any]


def forwarded(one: Analysis, on: date) -> Iterator[Act]:
    """Tell that the list of exposed positions went to whoever consolidates it."""
    copies = [Place.ABOVE.value] if one.likeness.type is OrganizationType.KGS else []
    recipient = one.likeness.recipient.value
    yield one.act(
        on, "forward_positions", Part.OFFICER, forwarded_on=on.isoformat(), recipient=recipient, copies=copies
    )


def monitored(one: Analysis, signed: date, published: date) -> Iterator[Act]:
    """Tell of the quarters of the monitoring, and of its end."""
    year, number = quarter_of(signed)
    ends = add_years(signed, 1)
    turn = 0
    while quarter_end(year, number) <= ends + timedelta(days=60):
        quarter = f"{year}Q{number}"
        for n, unit in enumerate(UNITS, 1):
            sent = max(one.after(quarter_end(year, number), 2 + n + one.late), one.after(published, n))
            row = {"item": str(n), "progress": f"§progress{(turn + n) % 4}§"}
            data: Data = {"unit": unit, "quarter": quarter, "received_on": sent.isoformat(), "items": [row]}
            yield Act(sent, one.slot, "report_progress", Part.OFFICER, data, _if_due(year, number))
            state = {"state": "done", "completion_form_reached": True} if turn + n > 2 else {"state": "in_progress"}
            judged = one.after(sent, 3)
            reviewed = {"recommendation": str(n), **state}
            data = {"unit": unit, "quarter": quarter, "reviewed_on": judged.isoformat(), "recommendations": [reviewed]}
            yield Act(judged, one.slot, "review_progress", Part.COLLEAGUE, data, _if_due(year, number))
        turn += 1
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    closed = one.after(max(ends, quarter_end(*quarter_of(ends))), 14)
    yield one.act(
        closed, "close_monitoring", Part.OFFICER, closed_on=closed.isoformat(), report_no="§number§",
        conclusion="Рекомендации исполнены: §progress3§", signature=one.signature,
    )  # fmt: skip


def _if_due(year: int, number: int) -> Callable[[Case], Data | None]:
    return lambda case: {} if (year, number) in set(reporting_quarters(case.facts)) else None


def owes_prevention(likeness: Likeness) -> bool:
    """Whether the body's own ethics officer works with the positions, in a case that no other body acts on."""
    return likeness.type not in {OrganizationType.KGS, OrganizationType.CGO, OrganizationType.OBL}


def prevented(one: Analysis, worked: date) -> Iterator[Act]:
    """Tell of the preventive work with the positions that were found."""
    slot = Slot("subtask", "4.2.4", one.slot.period)
    if worked.year == int(one.slot.period):
        yield from prepared(slot, one.likeness, one.manner, worked, one.calendar)
