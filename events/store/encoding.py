"""Saves as PostgreSQL's binary arrays.

psycopg's own dumping of lists costs four times as much a batch. Each save is encoded once, by its caller, so that content
that cannot be stored is refused before it has neighbours; a batch is the concatenation of its saves.

In binary format an array of n elements is five 32-bit numbers (dimensions = 1, has nulls = 0, element type, n, lower bound = 1)
followed by each element's length in bytes (32 bits) and its bytes, all big-endian.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from struct import Struct, pack
from struct import error as StructError  # noqa: N812  the module names its exception like a function
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from psycopg import AsyncConnection
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

from events.store.save import Rejected, Save

MAX_SAVE_BYTES = 64 * 1024 * 1024
"""A save whose states are larger is rejected: a PostgreSQL message ends at 1 GB, and nobody should come near."""

_NEVER = -1
_INT = Struct("!ii").pack
_BIGINT = Struct("!iq").pack
_LENGTH = Struct("!i").pack
_UUID_LENGTH = _LENGTH(16)


class _Array(bytes):
    """One encoded array; the subclass says of what."""

    element, array = 0, 0

    @classmethod
    def of(cls, n: int, elements: Iterable[bytes]) -> "_Array":
        return cls(pack("!5i", 1, 0, cls.element, n, 1) + b"".join(elements))


class _Uuids(_Array):
    element, array = 2950, 2951


class _Bytes(_Array):
    element, array = 17, 1001


class _Ints(_Array):
    element, array = 23, 1007


class _Bigints(_Array):
    element, array = 20, 1016


class _Texts(_Array):
    element, array = 25, 1009


def prepare(conn: AsyncConnection[Any]) -> None:
    """Teach a connection to send the arrays that `parameters` returns."""
    for kind in (_Uuids, _Bytes, _Ints, _Bigints, _Texts):
        conn.adapters.register_dumper(kind, type("ArrayDumper", (_ArrayDumper,), {"oid": kind.array}))


class _ArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: _Array) -> Buffer:
        return obj


@dataclass(slots=True)
class EncodedSave:
    """A save as elements of the batch's arrays, and the `keys` (command id, cases) it must not share with a neighbour."""

    keys: frozenset[UUID]
    at: datetime | None
    events: int
    size: int
    command: bytes
    request_hash: bytes
    head_cases: Sequence[bytes]
    head_versions: Sequence[bytes]
    event_cases: bytes
    event_versions: bytes
    event_topics: bytes
    event_states: bytes


def encode(save: Save) -> EncodedSave:
    """Encode a save, or raise `Rejected` if PostgreSQL would refuse its content or it has no events."""
    try:
        return _encode(save)
    except (StructError, TypeError, ValueError, AttributeError) as error:
        raise Rejected(f"save {save.command_id} cannot be stored: {error}") from error


def _encode(save: Save) -> EncodedSave:
    events = save.events
    size = sum(len(event.state) for event in events)
    if not events or size > MAX_SAVE_BYTES:
        raise ValueError(
            f"it holds {len(events)} events of {size} bytes; 1 event and at most {MAX_SAVE_BYTES} bytes are needed"
        )
    heads = _heads(events)
    return EncodedSave(
        keys=frozenset((save.command_id, *heads)),
        at=save.at,
        events=len(events),
        size=size,
        command=_uuid(save.command_id),
        request_hash=_bytes(save.request_hash),
        head_cases=[_uuid(case) for case in heads],
        head_versions=[_BIGINT(8, version) for version in heads.values()],
        event_cases=b"".join([_uuid(_case(event)) for event in events]),
        event_versions=b"".join([_BIGINT(8, event.originator_version) for event in events]),
        event_topics=b"".join([_text(event.topic) for event in events]),
        event_states=b"".join([_bytes(event.state) for event in events]),
    )


def _heads(events: tuple[StoredEvent, ...]) -> dict[UUID, int]:
    """Return the version each case must have before its events; an impossible one where they do not follow each other."""
    heads: dict[UUID, int] = {}
    last: dict[UUID, int] = {}
    for event in events:
        case, version = _case(event), event.originator_version
        if last.setdefault(case, version - 1) != version - 1:
            heads[case] = _NEVER
        heads.setdefault(case, version - 1)
        last[case] = version
    return heads


def _case(event: StoredEvent) -> UUID:
    if not isinstance(event.originator_id, UUID):
        raise TypeError(f"the originator id {event.originator_id!r} is not a UUID")
    return event.originator_id


def _uuid(value: UUID) -> bytes:
    return _UUID_LENGTH + value.bytes


def _bytes(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def _text(value: str) -> bytes:
    if "\0" in value:
        raise ValueError(f"{value!r} contains a NUL character")
    encoded = value.encode()
    return _LENGTH(len(encoded)) + encoded


def parameters(log: str, saves: Sequence[EncodedSave]) -> dict[str, Any]:
    """Return the parameters of one `log.append` call for saves with the same `at`."""
    head_saves = [_INT(4, i) for i, save in enumerate(saves, 1) for _ in save.head_cases]
    event_saves = [_INT(4, i) for i, save in enumerate(saves, 1) for _ in range(save.events)]
    n, heads, events = len(saves), len(head_saves), len(event_saves)
    return {
        "log": log,
        "at": saves[0].at,
        "commands": _Uuids.of(n, [save.command for save in saves]),
        "hashes": _Bytes.of(n, [save.request_hash for save in saves]),
        "counts": _Ints.of(n, [_INT(4, save.events) for save in saves]),
        "head_saves": _Ints.of(heads, head_saves),
        "head_cases": _Uuids.of(heads, [case for save in saves for case in save.head_cases]),
        "head_versions": _Bigints.of(heads, [version for save in saves for version in save.head_versions]),
        "event_saves": _Ints.of(events, event_saves),
        "event_cases": _Uuids.of(events, [save.event_cases for save in saves]),
        "event_versions": _Bigints.of(events, [save.event_versions for save in saves]),
        "event_topics": _Texts.of(events, [save.event_topics for save in saves]),
        "event_states": _Bytes.of(events, [save.event_states for save in saves]),
    }
