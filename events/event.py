"""The base of every stored event: who, on whose behalf, when, by which rules."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar, Protocol, dataclass_transform
from uuid import UUID, uuid5

from eventsourcing.domain import AggregateEvent
from eventsourcing.utils import register_topic, resolve_topic

from events.almaty import day_of
from events.deadlines import DeadlineChanges


class HasId(Protocol):
    """A node of the state machine: only its name matters to the record."""

    id: str


class Recorder(Protocol):
    """What a transition talks to: the case in its seat (`workflows.machine.Seat`)."""

    def record(self, event_class: "type[CaseEvent]", source: str, target: str) -> None:
        """Make the transition's event part of the case."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every event says besides its own data.

    `actor` and `on_behalf_of` are identities, never names; `role` is the post or role
    in which the actor acted. `clearance` is what a reader must be cleared for (`events.clearance`), "" for nothing. The event's `timestamp` is the aware instant of the injected
    clock when the command was judged; the moment of recording is the store's. `body` is the code of the body
    of which the actor was, "" for the service; `person` is the code of the person of the register behind the account, "" where
    the account is not linked to one. `lag` says how many working days of the case's body lay between what happened and
    its recording; that of a correction is the corrected event's.
    """

    actor: str
    role: str
    command_id: UUID
    on_behalf_of: str = ""
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    catalogue: str = ""
    calendar: str = ""
    clearance: str = ""
    body: str = ""
    person: str = ""
    lag: int = 0


@dataclass_transform(frozen_default=True)
class Fact(AggregateEvent):
    """Tells type checkers what eventsourcing's metaclass does: every subclass is a frozen dataclass."""


class Event(Fact):
    """An event of any aggregate.

    A subclass adds its data as annotated fields and a fixed `TOPIC`, the name under
    which it is stored for ever, and names in `HAPPENED` the field that holds the date
    when it happened; without one, the day of the command counts. `PAST` names other fields that
    cannot lie in the future either, those of rows with a dot ("trainees.ended_on"). `FIXED` names those that a
    correction cannot change, since they say of what the case is.
    """

    TOPIC: ClassVar[str] = ""
    HAPPENED: ClassVar[str] = ""
    PAST: ClassVar[tuple[str, ...]] = ()
    FIXED: ClassVar[tuple[str, ...]] = ()

    envelope: Envelope

    def __init_subclass__(cls) -> None:
        """Register the fixed topic, so that a module can move without breaking history."""
        super().__init_subclass__()
        if cls.__dict__.get("TOPIC"):
            register_topic(cls.TOPIC, cls)

    @property
    def event_id(self) -> UUID:
        """The identity of the event, made of its case and its number there."""
        return uuid5(self.originator_id, str(self.originator_version))

    @property
    def occurred_on(self) -> date:
        """When it happened (the other clock, when it was recorded, is the store's)."""
        if self.HAPPENED:
            happened: date = getattr(self, self.HAPPENED)
            return happened
        return day_of(self.timestamp)

    @classmethod
    @cache
    def data_fields(cls) -> tuple["dataclasses.Field[Any]", ...]:
        """The fields that are this event's own data, in order of declaration."""
        return tuple(f for f in dataclasses.fields(cls) if f.name not in RESERVED)

    def facts(self) -> dict[str, Any]:
        """This event's own data by field name."""
        return {f.name: getattr(self, f.name) for f in self.data_fields()}


class CaseEvent(Event):
    """A fact of a case: `source` and `state` are its states before and after.

    `organization` is the code of the body whose case it is; `deadlines` are the deadlines
    that the fact set, judged and dropped; `remarks` are codes of what was recorded
    though it is not as the Instruction wants it.
    """

    WORKFLOW: ClassVar[str] = ""
    CLOSES: ClassVar[bool] = False
    """Whether nothing more is to be done on the case after this event."""
    REOPENS: ClassVar[bool] = False
    """Whether there is something to be done again, though an earlier event closed the case."""
    OF_ANY_CASE: ClassVar[bool] = False
    """Whether people enter it on cases of any workflow, and so may correct it there."""
    BY_ABOVE: ClassVar[bool] = False
    """Whether another body does it in its own right: it gives the work, or judges it. Nothing of that is on behalf of the case's body."""
    WORK: ClassVar[bool] = True
    """Whether the case is a piece of work, which lists and figures show, or a record of the register."""

    organization: str
    source: str
    state: str
    deadlines: DeadlineChanges
    remarks: tuple[str, ...]

    @classmethod
    def is_entered(cls) -> bool:
        """Whether it is an entry, which can be corrected: no correction, and nothing that the service found out."""
        return bool(cls.WORKFLOW) or cls.OF_ANY_CASE

    def complete(self, clearance: str, deadlines: DeadlineChanges, remarks: tuple[str, ...], lag: int) -> None:
        """Say of an event that is being recorded what was found out by it: in place, so that the facts which hold it know it, too."""
        own = vars(self)
        own["deadlines"], own["remarks"] = deadlines, remarks
        if (self.envelope.clearance, self.envelope.lag) != (clearance, lag):
            own["envelope"] = dataclasses.replace(self.envelope, clearance=clearance, lag=lag)

    @classmethod
    def record(cls, model: Recorder, source: HasId, target: HasId) -> None:
        """Be the action of a transition (`on=AnalyticalReportSigned.record`)."""
        model.record(cls, source.id, target.id)

    def mutate(self, aggregate: Any) -> Any:
        """Evolve the case, which its first event brings into being."""
        return super().mutate(aggregate or resolve_topic(f"case:{self.WORKFLOW}").blank(self.originator_id))

    def apply(self, aggregate: Any) -> None:
        """Let the case remember."""
        aggregate.evolve(self)


RESERVED = frozenset(f.name for f in dataclasses.fields(CaseEvent))
"""Names an event's own data may not use."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log and the moment it was recorded (aware UTC)."""

    log: str
    position: int
    recorded_at: datetime
    event: Event
