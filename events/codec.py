"""Between events and the bytes that are stored: JSON, readable in the database for ever."""

from functools import cache
from typing import Any, cast

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent
from eventsourcing.utils import get_topic, resolve_topic

import events.case
import events.organization
import events.risk_analysis  # noqa: F401  (importing a vocabulary registers its topics)
from events.event import Event

_encoder = msgspec.json.Encoder()


@cache
def _decoder(topic: str) -> "msgspec.json.Decoder[Event]":
    return msgspec.json.Decoder(cast(type[Event], resolve_topic(topic)))


def encode(event: Event) -> StoredEvent:
    """Give the stored form of an event."""
    return StoredEvent(event.originator_id, event.originator_version, get_topic(type(event)), _encoder.encode(event))


def decode(topic: str, state: bytes) -> Event:
    """Give back the event; raises `msgspec.ValidationError` if the state does not fit its class."""
    return _decoder(topic).decode(state)


class CodecMapper(Mapper[Any]):
    """Lets a stock eventsourcing `Application` store events in this form."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Encode with the service's codec."""
        return encode(domain_event)

    def to_domain_event(self, stored_event: StoredEvent) -> Event:
        """Decode with the service's codec."""
        return decode(stored_event.topic, stored_event.state)
