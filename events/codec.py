"""Between events and the bytes that are stored: JSON, readable in the database for ever; sealed where a reader must be cleared."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic

import events.alert_policy
import events.analysis_schedule
import events.card
import events.cartogram
import events.case
import events.conviction
import events.fact
import events.finding
import events.hired_offender
import events.hiring_check
import events.liability_check
import events.link_check
import events.offence_report
import events.organization
import events.person
import events.reading
import events.reconciliation
import events.reporting_row
import events.restriction_fact
import events.risk_analysis
import events.score
import events.subtask
import events.superior_move  # noqa: F401  (importing a vocabulary registers its topics)
from events.event import Event
from events.organization import upcast
from events.sealing import MAGIC, Place, seal_in_use

UPCASTS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"organization.registered": upcast.registered}
"""What brings an earlier stored form of a topic into its present one, and leaves the present one alone."""

_encoder = msgspec.json.Encoder()


@cache
def _decoder(topic: str) -> "msgspec.json.Decoder[Event]":
    return msgspec.json.Decoder(cast(type[Event], resolve_topic(topic)))


class Stored(Protocol):
    """An event as it lies in the log."""

    @property
    def originator_id(self) -> UUID | str:
        """Its case; to the library it could be a text."""
        ...

    @property
    def originator_version(self) -> int:
        """Its number there."""
        ...

    @property
    def topic(self) -> str:
        """The name of its class."""
        ...

    @property
    def state(self) -> bytes:
        """What the writer encoded."""
        ...


def encode(event: Event) -> StoredEvent:
    """Give the stored form of an event; raises `Unreadable` if it is to be sealed and there is no key."""
    topic, state = get_topic(type(event)), _encoder.encode(event)
    if event.envelope.clearance:
        place = Place(event.originator_id, event.originator_version, topic)
        state = seal_in_use().close(place, state)
    return StoredEvent(event.originator_id, event.originator_version, topic, state)


def read(stored: Stored) -> Event:
    """Give back an event from its place in the log; raises what `decode` raises, and `Unreadable` for one sealed otherwise."""
    return decode(stored.topic, opened(stored))


def opened(stored: Stored) -> bytes:
    """Give the JSON in which an event was stored; raises `Unreadable` for one sealed otherwise."""
    if not stored.state.startswith(MAGIC):
        return stored.state
    place = Place(cast(UUID, stored.originator_id), stored.originator_version, stored.topic)
    return seal_in_use().open(place, stored.state)


def decode(topic: str, state: bytes) -> Event:
    """Give back the event of an open state; raises `msgspec.ValidationError` if the state does not fit its class."""
    if upcast_form := UPCASTS.get(topic):
        return msgspec.convert(upcast_form(msgspec.json.decode(state)), cast(type[Event], resolve_topic(topic)))
    return _decoder(topic).decode(state)


class CodecMapper(Mapper[Any]):
    """Lets a stock eventsourcing `Application` store events in this form."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Encode with the service's codec."""
        return encode(domain_event)

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """Decode with the service's codec."""
        return read(stored_event)
