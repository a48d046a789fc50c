"""What the form of a nil knows and offers: the rows of Appendix 2, the quarters, who may sign, the day."""

from typing import Any

from events.reporting_row import RowNilDeclared
from service.web import forms, prefill, signing_fields
from service.web.fields import Choices
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.catalogue import Every
from workflows.reporting_row import rows
from workflows.signatories import Paper
from workflows.subtask.period import periods

YEARS = 3
"""For how many years, this one the last, quarters are offered."""


def quarters(year: int) -> list[str]:
    """Give the quarters of a year and of those before it, the newest first."""
    return [period for y in range(year, year - YEARS, -1) for period in reversed(periods(Every.QUARTER, y))]


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let the form of a nil offer what fits; a fresh one also starts with what is known."""
    event, place = sheet.action.event, ""
    if sheet.case is not None and sheet.corrects is not None:
        original = prefill.corrected_event(sheet.case, str(sheet.corrects))
        event, place = type(original) if original else event, "data."
    if event is not RowNilDeclared:
        return
    organization = sheet.organization
    register = await visitor.service.cases.registry.current()
    known = (Paper.APPENDIX_1_2, organization, visitor.today.day, register)
    offered = {**_rows_and_quarters(visitor), **signing_fields.offered(*known, visitor.t)}
    sheet.choices = {**sheet.choices, **{f"{place}{path}": found for path, found in offered.items()}}
    if fresh and not place:
        sheet.form = forms.to_form(sheet.node, _values(visitor, sheet) | signing_fields.proposed(*known))


def _rows_and_quarters(visitor: Visitor) -> Choices:
    year, t = visitor.today.day.year, visitor.t
    return {
        "row": [(row.code, f"{row.code}. {row.name(t.language)}") for row in rows(year)],
        "period": [(period, t.period(period)) for period in quarters(year)],
    }


def _values(visitor: Visitor, sheet: Sheet) -> dict[str, Any]:
    """Start with the row and quarter of the case, or those that the address names, and with today."""
    facts = sheet.case.facts if sheet.case else None
    asked = {name: getattr(facts, name) if facts else visitor.query(name) for name in ("row", "period")}
    return {name: value for name, value in asked.items() if value} | {"declared_on": visitor.today.day.isoformat()}
