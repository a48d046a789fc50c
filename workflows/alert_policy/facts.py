"""What is known of the alert policy: its versions, and what is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatchmethod
from typing import Any, Self

from events.alert_policy import AlertPolicyApproved, AlertPolicyProposed, AlertPolicyRejected
from events.almaty import day_of
from events.event import CaseEvent
from workflows.actor import Identity
from workflows.alert_policy.consistency import violations
from workflows.alert_policy.version import Version, packaged
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True)
class AlertPolicyFacts(Facts):
    """The approved versions, the oldest first, beginning with the packaged one; and the version proposed, if one is.

    `proposed` is the number of the newest version that ever was proposed: numbers of rejected ones are not given again. `proposer`
    is who made the last proposal.
    """

    versions: tuple[Version, ...] = (packaged(),)
    proposal: Version | None = None
    proposed: int = 1
    proposer: Identity | None = None

    def in_force(self, on: date) -> Version:
        """Give the version that was in force on a day, or will be."""
        return next(version for version in reversed(self.versions) if version.since <= on)

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: AlertPolicyProposed) -> Self:
        number, by = self.proposed + 1, event.envelope.actor
        version = Version(number, event.in_force_from, event.rules, event.reason, by)
        return replace(self, proposal=version, proposed=number, proposer=Identity.of(event.envelope))

    @after.register
    def _(self, event: AlertPolicyApproved) -> Self:
        if self.proposal is None:
            raise AssertionError("nothing is proposed")
        since = max(self.proposal.since, day_of(event.timestamp))
        approved = replace(self.proposal, since=since, approved_by=event.envelope.actor)
        return replace(self, versions=(*self.versions, approved), proposal=None)

    @after.register
    def _(self, _event: AlertPolicyRejected) -> Self:
        return replace(self, proposal=None)

    def shown(self) -> dict[str, Any]:
        """Give the facts as outsiders see them: the versions say whose account proposed them."""
        return {name: value for name, value in super().shown().items() if name != "proposer"}

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Say what is wrong with what is proposed, or that something else is approved than is proposed."""
        return violations(self.versions, event)
