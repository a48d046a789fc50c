"""What makes a command recognisable when it is sent again."""

import hashlib
import uuid
from dataclasses import dataclass

import msgspec

from workflows.actor import Actor


@dataclass(frozen=True, slots=True)
class Request:
    """The identity of a command.

    Two requests of the same actor with the same key are the same command; `digest` tells
    whether they also ask for the same.
    """

    command_id: uuid.UUID
    digest: bytes

    @classmethod
    def of(cls, actor: Actor, key: str | None, *asked: object) -> "Request":
        """Identify a request by the caller's key (by itself alone, without one) and by what it asks."""
        command_id = uuid.uuid5(uuid.NAMESPACE_URL, f"tbn4:{actor.id}:{key}") if key else uuid.uuid4()
        return cls(command_id, hashlib.sha256(msgspec.json.encode(asked, order="sorted")).digest())
