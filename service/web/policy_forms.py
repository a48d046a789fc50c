"""What the forms about the alert policy start with: the rules that hold, the number of what is proposed."""

import msgspec

from events.alert_policy import AlertPolicyApproved, AlertPolicyProposed
from service.web import forms
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.alert_policy import AlertPolicyFacts


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let a fresh form start with what is known."""
    event, facts = sheet.action.event, sheet.case.facts if sheet.case else AlertPolicyFacts()
    if not fresh or not isinstance(facts, AlertPolicyFacts):
        return
    if event is AlertPolicyProposed:
        rules = msgspec.to_builtins(facts.versions[-1].rules)
        known = {"in_force_from": visitor.today.day.isoformat(), "rules": rules}
        sheet.form = forms.to_form(sheet.node, known)
    elif event is AlertPolicyApproved and facts.proposal:
        sheet.form = forms.to_form(sheet.node, {"version": facts.proposal.number})
