"""What all events of a reconciliation have in common."""

from typing import ClassVar

from events.event import CaseEvent


class ReconciliationEvent(CaseEvent):
    """An event of the reconciliation of one body for one year."""

    WORKFLOW: ClassVar[str] = "reconciliation"
