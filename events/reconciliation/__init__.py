"""Reconciling a body's list of its people's offences with that of the registry (2.2.1, l.370–380, l.738–761)."""

from events.reconciliation.base import ReconciliationEvent
from events.reconciliation.consolidation import (
    ConsolidationDecided,
    ConsolidationEnded,
    CoverageBegun,
    CoverageEnded,
    PartHandedOver,
    PartReceived,
    PartReturned,
)
from events.reconciliation.lifecycle import (
    ActApproved,
    ReconciliationAssigned,
    ReconciliationCancelled,
    ReconciliationClosed,
    ReconciliationReopened,
    ReconciliationRestored,
)
from events.reconciliation.lists import (
    DifferenceResolved,
    OwnListEntered,
    RegistryListReceived,
    Resolution,
    ResolutionRevoked,
    RowsWithdrawn,
)
from events.reconciliation.rows import ListSide, OwnRow, RegistryRow

__all__ = [
    "ActApproved",
    "ConsolidationDecided",
    "ConsolidationEnded",
    "CoverageBegun",
    "CoverageEnded",
    "DifferenceResolved",
    "ListSide",
    "OwnListEntered",
    "OwnRow",
    "PartHandedOver",
    "PartReceived",
    "PartReturned",
    "ReconciliationAssigned",
    "ReconciliationCancelled",
    "ReconciliationClosed",
    "ReconciliationEvent",
    "ReconciliationReopened",
    "ReconciliationRestored",
    "RegistryListReceived",
    "RegistryRow",
    "Resolution",
    "ResolutionRevoked",
    "RowsWithdrawn",
]
