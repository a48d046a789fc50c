"""What a policy would have sent last month, beside the one in force: once it is proposed, or as it is typed."""

from dataclasses import dataclass

from events.alert_policy import AlertPolicyProposed
from events.text import msg
from service.alerts.policies import Policies
from service.alerts.preview import Month, Preview, Sent, typed
from service.web import forms
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.alert_policy import Version
from workflows.refusals import Unknown

PREVIEWED = frozenset({AlertPolicyProposed})
"""Of what is typed into the forms of these a preview can be asked for."""

_MOST_BODIES = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """How many notices both would have sent last month, by kind and capacity, and for the bodies with most of them."""

    month: Month
    now: Sent
    proposed: Sent

    @property
    def kinds(self) -> list[tuple[str, str, int, int]]:
        """Kind, capacity, notices of the policy in force, notices of the proposed one."""
        keys = sorted({*self.now.by_kind, *self.proposed.by_kind})
        return [(*key, self.now.by_kind[key], self.proposed.by_kind[key]) for key in keys]

    @property
    def bodies(self) -> list[tuple[str, int, int]]:
        """Code of a body, notices of the policy in force, notices of the proposed one; the most of either first."""
        both = self.now.by_body | self.proposed.by_body
        codes = [code for code, _ in both.most_common(_MOST_BODIES)]
        return [(code, self.now.by_body[code], self.proposed.by_body[code]) for code in codes]

    @property
    def codes(self) -> set[str]:
        """The codes of the bodies that are named."""
        return {code for code, _, _ in self.bodies}


async def compare(visitor: Visitor, proposed: Version) -> Compared:
    """Count what the policy in force would have sent, and another."""
    facts = await Policies(visitor.service.cases).facts()
    preview = Preview(visitor.service.cases, visitor.service.access)
    month, (now, then) = await preview.of([facts.in_force(visitor.today.day), proposed])
    return Compared(month, now, then)


async def as_typed(visitor: Visitor, sheet: Sheet) -> Compared:
    """Count for the rules typed into the form of a proposal, of which nothing is recorded; raises `Invalid`, `Unknown`."""
    if sheet.action.event not in PREVIEWED:
        raise Unknown(msg("There is no such field."))
    today, sent = visitor.today.day, forms.to_payload(sheet.node, sheet.form)
    rules = typed({"rules": sent.get("rules", {})}, today)
    return await compare(visitor, Version(0, today, rules))
