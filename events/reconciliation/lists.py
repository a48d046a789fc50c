"""Entering both lists, and settling where they differ."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Name, Words
from events.reconciliation.base import ReconciliationEvent
from events.reconciliation.rows import ListSide, OwnRow, RegistryRow, RowCode
from events.text import label

DifferenceKey = Annotated[
    Name, label("Difference", "Its key, as the reconciliation shows it", example="own/1/3f2a9c01")
]


class OwnListEntered(ReconciliationEvent):
    """The body entered offences of its people, beside those entered before; an empty list says that there are none."""

    TOPIC = "reconciliation.own_list_entered"
    HAPPENED = "entered_on"

    entered_on: Annotated[date, label("Entered on", example="2024-12-02")]
    rows: Annotated[tuple[OwnRow, ...], label("Offences of the body's people", "Empty if there are none")] = ()


class RegistryListReceived(ReconciliationEvent):
    """The registry answered; an empty list says that it knows of no offence."""

    TOPIC = "reconciliation.registry_list_received"
    HAPPENED = "received_on"
    PAST = ("requested_on",)

    received_on: Annotated[date, label("Received on", example="2024-12-04")]
    registry: Annotated[Name, label("Source", example="КПСиСУ Генеральной прокуратуры")]
    request_no: Annotated[Name | None, label("Number of the request", example="14-3/512")] = None
    requested_on: Annotated[date | None, label("Date of the request", example="2024-11-20")] = None
    rows: Annotated[tuple[RegistryRow, ...], label("What the registry says", "Empty if it knows of nothing")] = ()


class RowsWithdrawn(ReconciliationEvent):
    """Rows stand in a list by mistake: they count no more."""

    TOPIC = "reconciliation.rows_withdrawn"
    HAPPENED = "withdrawn_on"

    withdrawn_on: Annotated[date, label("Withdrawn on", example="2024-12-05")]
    side: Annotated[ListSide, label("List")]
    codes: Annotated[tuple[RowCode, ...], label("Rows", "Their codes, one per line", example=["1"], min_length=1)]
    reason: Annotated[Words, label("Reason", example="Строка внесена дважды")]


class Resolution(StrEnum):
    """What was found out about a difference."""

    OWN_LIST_RIGHT = "own_list_right"
    REGISTRY_RIGHT = "registry_right"
    SAME_FACT = "same_fact"
    DIFFERENT_FACTS = "different_facts"
    OUTSIDE_SCOPE = "outside_scope"


class DifferenceResolved(ReconciliationEvent):
    """Somebody looked into a difference and says what is right."""

    TOPIC = "reconciliation.difference_resolved"
    HAPPENED = "resolved_on"

    key: DifferenceKey
    resolution: Annotated[Resolution, label("What is right")]
    explanation: Annotated[Words, label("Explanation", example="Сверено с копией приговора от 20.05.2024 № 1-117")]
    resolved_on: Annotated[date, label("Resolved on", example="2024-12-09")]


class ResolutionRevoked(ReconciliationEvent):
    """What was said about a difference does not hold: it is open again."""

    TOPIC = "reconciliation.resolution_revoked"
    HAPPENED = "revoked_on"

    key: DifferenceKey
    revoked_on: Annotated[date, label("Revoked on", example="2024-12-10")]
    reason: Annotated[Words, label("Reason", example="Получена копия другого приговора")]
