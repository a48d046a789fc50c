"""A notice: one person, told one thing about one deadline."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

_NAMESPACE = uuid.UUID("6f0a7f52-6a3b-5c1e-9d0c-1f2f5f0b7a11")


class Kind(StrEnum):
    """Why somebody is told; `ASKED` is what a supervisor had told, with a reason; `MOVED` says that the date moved."""

    REMINDER = "reminder"
    TODAY = "today"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    ASKED = "asked"
    MOVED = "moved"


class Capacity(StrEnum):
    """As what somebody is told: by whom the work is awaited, who signs or uploads it, and the line above them."""

    RESPONSIBLE = "responsible"
    SIGNATORY = "signatory"
    UPLOADER = "uploader"
    APPARATUS = "apparatus"
    SUPERIOR = "superior"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one account is told about one deadline of a case.

    `days` are the working days left when it was told, negative when late. `step` is the step of escalation, 0 for none.
    `in_place_of` is the absent one whose substitute is told: who has that capacity, or `stands_in_as` where that is another. `policy` is the version of the alert policy that
    asked for it, 0 where the date moved, or a person did: then `asked_by` is their account and `reason` says why. A `mandatory` one
    cannot be switched off. Of a sealed case (`clearance`) nothing but its number is ever shown outside the case. `made_at` is an aware
    instant, `number` orders notices and is 0 until it is stored.
    """

    id: UUID
    log: str
    case_id: UUID
    key: str
    due: date
    organization: str
    workflow: str
    subtask: str
    rule: str
    kind: Kind
    days: int
    step: int
    account: UUID
    in_place_of: UUID | None
    capacity: Capacity
    policy: int
    asked_by: str
    reason: str
    clearance: str
    mandatory: bool
    told_on: date
    made_at: datetime
    stands_in_as: str = ""
    read_at: datetime | None = None
    number: int = 0


def identity(log: str, case_id: UUID, key: str, due: date, what: str, account: UUID) -> UUID:
    """Give the id of the notice that tells an account `what` ("reminder/3", "escalation/2", "asked/<command>") of a deadline.

    A deadline that moved has another due date, and is told of anew.
    """
    return uuid.uuid5(_NAMESPACE, f"{log}:{case_id}:{key}:{due.isoformat()}:{what}:{account}")


class Deadline(Protocol):
    """A deadline of which somebody is told."""

    @property
    def case_id(self) -> UUID:
        """Its case."""
        ...

    @property
    def key(self) -> str:
        """Which of the case's it is."""
        ...

    @property
    def due(self) -> date:
        """Its date."""
        ...

    @property
    def organization(self) -> str:
        """Whose it is."""
        ...

    @property
    def workflow(self) -> str:
        """The workflow of its case."""
        ...

    @property
    def subtask(self) -> str:
        """The subtask that it belongs to, empty if to none."""
        ...

    @property
    def rule(self) -> str:
        """Its rule of time."""
        ...

    @property
    def clearance(self) -> str:
        """What a reader must be cleared for, empty if it is not sealed."""
        ...


def told_of(deadline: Deadline, log: str, what: str, account: UUID, **said: Any) -> Notice:
    """Make the notice that tells an account `what` of a deadline; of a sealed one it does not say what it is about."""
    sealed = bool(deadline.clearance)
    return Notice(
        id=identity(log, deadline.case_id, deadline.key, deadline.due, what, account),
        log=log,
        case_id=deadline.case_id,
        key=deadline.key,
        due=deadline.due,
        organization=deadline.organization,
        workflow=deadline.workflow,
        subtask="" if sealed else deadline.subtask,
        rule="" if sealed else deadline.rule,
        account=account,
        clearance=deadline.clearance,
        **said,
    )
