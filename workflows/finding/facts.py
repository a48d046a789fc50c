"""What is known of a finding that was ever dismissed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Self

from events.event import CaseEvent
from events.finding import FindingDismissed, FindingReopened, finding_id
from events.text import msg
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True)
class FindingFacts(Facts):
    """What it is about, and the evidence (its digest) and reason of the dismissal that stands, empty if none does."""

    rule: str = ""
    subject: str = ""
    evidence: str = ""
    reason: str = ""

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event."""
        return self

    @after.register
    def _(self, event: FindingDismissed) -> Self:
        return replace(self, rule=event.rule, subject=event.subject, evidence=event.evidence, reason=event.reason)

    @after.register
    def _(self, _event: FindingReopened) -> Self:
        return replace(self, evidence="", reason="")

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Say if a dismissal is of another finding than the one whose record this is."""
        if not isinstance(event, FindingDismissed):
            return ()
        own = finding_id(event.organization, event.rule, event.subject) == event.originator_id
        return () if own else (Violation(("subject",), msg("This is another finding.")),)
