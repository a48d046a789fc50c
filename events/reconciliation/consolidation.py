"""Reconciling in a consolidated form: a body above does it for others as well (l.376; RU-7; A-72)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from events.fields import Count, Name, Words, Year
from events.organization import OrganizationCode
from events.reconciliation.base import ReconciliationEvent
from events.text import label

Covering = Annotated[UUID, label("Consolidated case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]


class ConsolidationDecided(ReconciliationEvent):
    """The body reconciles for bodies below it, beside those for which it does already."""

    TOPIC = "reconciliation.consolidation_decided"
    HAPPENED = "decided_on"

    decided_on: Annotated[date, label("Decided on", example="2024-11-01")]
    covers: Annotated[
        tuple[OrganizationCode, ...],
        label("Bodies covered", "Codes, one per line", example=["almaty-region.education"], min_length=1),
    ]
    basis_no: Annotated[Name | None, label("Document", "Number of the decision", example="21-Ө")] = None


class ConsolidationEnded(ReconciliationEvent):
    """The body gave the reconciliation back to all the bodies for which it did it."""

    TOPIC = "reconciliation.consolidation_ended"
    HAPPENED = "ended_on"

    ended_on: Annotated[date, label("Ended on", example="2024-11-20")]
    reason: Annotated[Words, label("Reason", example="Органы утверждают акты самостоятельно")]


class CoverageBegun(ReconciliationEvent):
    """A body above reconciles for this one, whose act covers it."""

    TOPIC = "reconciliation.coverage_begun"
    HAPPENED = "begun_on"

    year: Annotated[Year, label("Year", example=2024)]
    body: Annotated[OrganizationCode, label("Consolidating body", example="almaty-region")]
    by: Covering
    begun_on: Annotated[date, label("Since", example="2024-11-01")]


class CoverageEnded(ReconciliationEvent):
    """This body reconciles for itself again."""

    TOPIC = "reconciliation.coverage_ended"
    HAPPENED = "ended_on"

    ended_on: Annotated[date, label("Ended on", example="2024-11-20")]


class PartHandedOver(ReconciliationEvent):
    """The covered body has settled all its differences: the consolidating body may rely on its rows."""

    TOPIC = "reconciliation.part_handed_over"
    HAPPENED = "handed_on"

    handed_on: Annotated[date, label("Handed over on", example="2024-12-10")]


class PartReceived(ReconciliationEvent):
    """A covered body handed over its part; its rows stay in its own case."""

    TOPIC = "reconciliation.part_received"
    HAPPENED = "received_on"

    body: Annotated[OrganizationCode, label("Body covered", example="almaty-region.education")]
    rows: Annotated[Count, label("Offences of the year", example=3)]
    received_on: Annotated[date, label("Received on", example="2024-12-10")]


class PartReturned(ReconciliationEvent):
    """A covered body took its part back, since its lists change."""

    TOPIC = "reconciliation.part_returned"
    HAPPENED = "returned_on"

    body: Annotated[OrganizationCode, label("Body covered", example="almaty-region.education")]
    returned_on: Annotated[date, label("Taken back on", example="2024-12-12")]
