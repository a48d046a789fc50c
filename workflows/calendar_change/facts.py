"""What is known of a change of the calendar, and what it does to which days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any, Self

from events.calendar_change import (
    CalendarChangeApproved,
    CalendarChangeProposed,
    CalendarChangeRejected,
    CalendarChangeRevoked,
    RevocationProposed,
)
from events.event import CaseEvent
from workflows.actor import Identity
from workflows.calendar import Change
from workflows.calendar_change.consistency import wrong
from workflows.calendar_change.overrides import overrides, place, reach
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True)
class CalendarChangeFacts(Facts):
    """The proposal, who made it and who proposed to revoke it, and on which days the change holds."""

    proposed: CalendarChangeProposed | None = None
    proposer: Identity | None = None
    revoker: Identity | None = None
    approved_on: date | None = None
    rejected_on: date | None = None
    revoked_on: date | None = None
    approved_at: datetime | None = None
    revoked_at: datetime | None = None

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event."""
        return self

    @after.register
    def _(self, event: CalendarChangeProposed) -> Self:
        return replace(self, proposed=event, proposer=Identity.of(event.envelope))

    @after.register
    def _(self, event: CalendarChangeApproved) -> Self:
        return replace(self, approved_on=event.occurred_on, approved_at=event.timestamp)

    @after.register
    def _(self, event: CalendarChangeRejected) -> Self:
        return replace(self, rejected_on=event.occurred_on)

    @after.register
    def _(self, event: RevocationProposed) -> Self:
        return replace(self, revoker=Identity.of(event.envelope))

    @after.register
    def _(self, event: CalendarChangeRevoked) -> Self:
        return replace(self, revoked_on=event.occurred_on, revoked_at=event.timestamp)

    def shown(self) -> dict[str, Any]:
        """Give the facts as outsiders see them: people by their accounts."""
        accounts = {
            name: getattr(self, name).account if getattr(self, name) else "" for name in ("proposer", "revoker")
        }
        return super().shown() | accounts

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what is wrong with a proposal."""
        return list(wrong(event, register)) if isinstance(event, CalendarChangeProposed) else ()

    @property
    def change(self) -> Change | None:
        """The change as calendars know it, None before it is approved."""
        return self.as_approved(self.approved_on) if self.approved_on else None

    def as_approved(self, on: date) -> Change | None:
        """Give the change as if it were approved on a day, None if nothing was proposed."""
        if self.proposed is None:
            return None
        return Change(
            overrides(self.proposed, on),
            reach(self.proposed),
            place(self.proposed),
            on,
            revoked_on=self.revoked_on,
            approved_at=self.approved_at,
            revoked_at=self.revoked_at,
        )

    def tried(self, state: str, on: date) -> Change | None:
        """Give the change as it would be if what is to be decided in a state were approved on a day; None if nothing is."""
        match state:
            case "proposed":
                return self.as_approved(on)
            case "revocation_proposed" if self.change:
                return replace(self.change, revoked_on=on)
            case _:
                return None
