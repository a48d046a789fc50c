"""From the year's plan to the approved act, and the ways back and out."""

from datetime import date
from typing import Annotated

from events.fields import FileHash, Name, Words, Year
from events.reconciliation.base import ReconciliationEvent
from events.signature import Signature
from events.text import label


class ReconciliationAssigned(ReconciliationEvent):
    """The plan of a year gave the body its reconciliation."""

    TOPIC = "reconciliation.reconciliation_assigned"
    HAPPENED = "assigned_on"
    BY_ABOVE = True

    year: Annotated[Year, label("Year", example=2024)]
    assigned_on: Annotated[date, label("Assigned on", example="2024-01-15")]


class ActApproved(ReconciliationEvent):
    """The head of the apparatus approved the act of reconciliation (Appendix 3, l.380; SG-8)."""

    TOPIC = "reconciliation.act_approved"
    HAPPENED = "approved_on"

    approved_on: Annotated[date, label("Approved on", example="2024-12-16")]
    number: Annotated[Name, label("Number of the act", example="14-3/540")]
    signature: Annotated[Signature, label("Signature")]
    file: Annotated[FileHash | None, label("Approved act")] = None


class ReconciliationReopened(ReconciliationEvent):
    """The act, or the part that was handed over, was taken back: the lists can be changed again."""

    TOPIC = "reconciliation.reconciliation_reopened"
    HAPPENED = "reopened_on"

    reopened_on: Annotated[date, label("Taken back on", example="2024-12-18")]
    reason: Annotated[Words, label("Reason", example="Поступили дополнительные сведения КПСиСУ")]


class ReconciliationClosed(ReconciliationEvent):
    """The year's reconciliation is over."""

    TOPIC = "reconciliation.reconciliation_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-12-31")]


class ReconciliationRestored(ReconciliationEvent):
    """The body owes the reconciliation after all: by the register it had only seemed not to."""

    TOPIC = "reconciliation.reconciliation_restored"
    HAPPENED = "restored_on"
    REOPENS = True

    restored_on: Annotated[date, label("Restored on", example="2024-07-15")]
    reason: Annotated[Words, label("Reason")]


class ReconciliationCancelled(ReconciliationEvent):
    """The body owes no reconciliation of the year any longer: it was closed, or is of another type now."""

    TOPIC = "reconciliation.reconciliation_cancelled"
    HAPPENED = "cancelled_on"
    CLOSES = True

    cancelled_on: Annotated[date, label("Cancelled on", example="2024-07-01")]
    basis_no: Annotated[Name, label("Document", "Number of the order that cancels it", example="19-Ө")]
    reason: Annotated[Words, label("Reason", example="Орган упразднён")]
