"""A fact of Appendix 2 as the read model keeps it, and what each event makes of it: no name of anybody is in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events.case import FactCorrected
from events.event import CaseEvent, Recorded
from events.fact import FactLinked, FactRegistered, FactWithdrawn, category, is_said_to_be_another, quarter
from events.liability_check import CheckResumed, NoBasisLeft
from events.sealing import seal_in_use


@dataclass(slots=True)
class FactRow:
    """A fact as it stands.

    `identity` is a digest of what makes registrations one fact, with a key where the fact is sealed, so that nobody finds it by
    trying names; `same_as` is the case of the fact that somebody said it is, `own` whether somebody said that it is a fact of its own.
    """

    log: str
    id: UUID
    workflow: str
    organization: str
    row: str
    clearance: str
    found_on: date
    period: str
    category: str
    identity: str
    same_as: UUID | None
    state: str
    withdrawn: bool
    closed: bool
    own: bool
    told_at: int
    told_on: date


@dataclass(slots=True)
class ReportedRow:
    """A row of Appendix 2 of a body in a quarter, and the state of its case."""

    log: str
    id: UUID
    organization: str
    row: str
    period: str
    clearance: str
    state: str
    told_at: int
    told_on: date


def registered(recorded: Recorded, event: FactRegistered) -> FactRow:
    """Give a fact as it is registered."""
    return FactRow(
        log=recorded.log,
        id=event.originator_id,
        workflow=event.WORKFLOW,
        organization=event.organization,
        row=event.ROW,
        clearance=event.envelope.clearance,
        found_on=event.occurred_on,
        period=quarter(event.occurred_on),
        category=category(event),
        identity=_identity(event),
        same_as=None,
        state=event.state,
        withdrawn=False,
        closed=event.CLOSES,
        own=is_said_to_be_another(event),
        told_at=recorded.position,
        told_on=event.occurred_on,
    )


def fold(row: FactRow, event: CaseEvent) -> None:
    """Take one more event into a fact."""
    ended = row.closed
    if not isinstance(event, FactCorrected):  # whatever day is looked at, a correction leaves the case where it is
        row.state = event.state
    row.closed = (row.closed or event.CLOSES) and not event.REOPENS
    match event:
        case FactWithdrawn():
            row.withdrawn = True
        case FactLinked():
            row.same_as, row.own = event.same_as, event.same_as is None
        case NoBasisLeft() if not ended:
            row.withdrawn = True
        case CheckResumed():
            row.withdrawn = False
        case _:
            pass


def amend(row: FactRow, event: FactRegistered) -> None:
    """Follow what is said of the registration later; `event` is what it says now."""
    row.found_on, row.period = event.occurred_on, quarter(event.occurred_on)
    row.own = row.own or is_said_to_be_another(event)
    row.category, row.identity = category(event), _identity(event)


def _identity(event: FactRegistered) -> str:
    return seal_in_use().blinded(event.identity) if event.envelope.clearance else event.identity
