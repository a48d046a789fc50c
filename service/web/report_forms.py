"""Who may form a report of a body, and what the form of its signature offers: who may sign there, by name where the register names them."""

from events.report import ReportSigned
from service.forms import forming
from service.web import forms, prefill, signing_fields
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.report import ReportFacts


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let the form of a signature, or of a correction of it, offer what fits; a fresh one also starts with who is known."""
    if sheet.case is None or not isinstance(sheet.case.facts, ReportFacts) or (form := sheet.case.facts.form) is None:
        return
    event, place = sheet.action.event, ""
    if sheet.corrects is not None:
        original = prefill.corrected_event(sheet.case, str(sheet.corrects))
        event, place = type(original) if original else event, "data."
    if event is not ReportSigned:
        return
    register = await visitor.service.cases.registry.current()
    known = (form.paper, sheet.case.organization, visitor.today.day, register)
    offered = signing_fields.offered(*known, visitor.t)
    sheet.choices = {**sheet.choices, **{f"{place}{path}": found for path, found in offered.items() if found}}
    if fresh and not place:
        sheet.form = forms.to_form(sheet.node, signing_fields.proposed(*known))


async def may_form(visitor: Visitor, code: str) -> bool:
    """Whether the visitor may form a report of a body: that of their own, or of one for which theirs uploads."""
    if not (code and visitor.may_begin and visitor.moment.is_now):
        return False
    return await forming.may_form(visitor.service, await visitor.actor(), code)
