"""Between events and the bytes that are stored: JSON, readable in the database for ever."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic

import events.analysis_schedule
import events.card
import events.cartogram
import events.case
import events.fact
import events.organization
import events.person
import events.reading
import events.risk_analysis
import events.score
import events.subtask  # noqa: F401  (importing a vocabulary registers its topics)
from events.event import Event
from events.organization import upcast

UPCASTS: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"organization.registered": upcast.registered}
"""What brings an earlier stored form of a topic into its present one, and leaves the present one alone."""

_encoder = msgspec.json.Encoder()


@cache
def _decoder(topic: str) -> "msgspec.json.Decoder[Event]":
    return msgspec.json.Decoder(cast(type[Event], resolve_topic(topic)))


def encode(event: Event) -> StoredEvent:
    """Give the stored form of an event."""
    return StoredEvent(event.originator_id, event.originator_version, get_topic(type(event)), _encoder.encode(event))


def decode(topic: str, state: bytes) -> Event:
    """Give back the event; raises `msgspec.ValidationError` if the state does not fit its class."""
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
        return decode(stored_event.topic, stored_event.state)
