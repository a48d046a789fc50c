"""What forms know and offer beyond what their events say, workflow by workflow."""

from service.web import hiring_forms, policy_forms, report_forms, responsible_forms, row_forms, subtask_forms
from service.web.sheet import Sheet
from service.web.visitor import Visitor


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let a form offer what fits; a fresh one also starts with what is known."""
    await subtask_forms.prepare(visitor, sheet, fresh=fresh)
    await hiring_forms.prepare(visitor, sheet, fresh=fresh)
    await row_forms.prepare(visitor, sheet, fresh=fresh)
    await report_forms.prepare(visitor, sheet, fresh=fresh)
    await policy_forms.prepare(visitor, sheet, fresh=fresh)
    await responsible_forms.prepare(visitor, sheet, fresh=fresh)
