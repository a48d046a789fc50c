"""A deadline as the read model keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class DeadlineRow:
    """A requirement of time on one case (the words of `events.deadlines.Deadline`), and what became of it.

    `status` is open, missed (recorded as passed, the act still awaited), met, met_late, early,
    not_done (it was due and the case ended without the act) or dropped. `margin` counts
    working days, negative when late or early. `set_by` is the version of the case that set it, `set_at` that event's position.
    `clearance` is what a reader must be cleared for, empty for a deadline of a case that is not sealed.
    `skipped` holds {day, reason, name, act}; `previous` the earlier due dates {due, set_by} and where one had been missed
    `missed_on`, the oldest first. `act` is the document that extended it and `extended_from` the date that stood before;
    `missed_due` is the date that had passed when such a document was made: what was missed by then stays missed.
    """

    log: str
    case_id: UUID
    key: str
    organization: str
    workflow: str
    rule: str
    subtask: str
    basis: str
    strength: str
    bound: str
    subject: str
    anchor: date
    amount: int
    unit: str
    due: date
    moved_from: date | None
    skipped: Sequence[Any]
    calendar: str
    act: str
    extended_from: date | None
    missed_due: date | None
    status: str
    done_on: date | None
    margin: int | None
    missed_on: date | None
    set_by: int
    set_at: int
    previous: list[dict[str, Any]]
    clearance: str

    @property
    def reckoned_due(self) -> date:
        """The last permitted day by which it is reviewed: a document made after it takes nothing back."""
        return self.missed_due or self.due


@dataclass(slots=True)
class KeptDeadline(DeadlineRow):
    """A deadline with what tells of the newest version of its row (`projections.versions.Row`)."""

    told_at: int
    told_on: date
