"""The chain of hashes over a case's events: each holds the one before, so none can be changed, left out or put in unseen.

It is made of what lies in the log and nothing else: whoever exports a case, in whatever language and whenever, gets the same
hashes. `service.history.checking` follows it without the service.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

START = "0" * 64
"""What the first link holds instead of one before it."""

MEMBERS = ("log", "position", "case_id", "number", "type", "recorded_at", "command_id", "stored")
"""What a leaf is the hash of, in this order, one a line."""

RULE = {
    "algorithm": "SHA-256, in hexadecimal digits",
    "leaf": "hash of the members " + ", ".join(MEMBERS) + " as UTF-8, joined by LF",
    "hash": "hash of `previous`, LF and `leaf`",
    "previous": f"`hash` of the entry before; {START} for the first",
    "about": f"in the end: hash of the last `hash` ({START} without any), LF and what `about` says as JSON with sorted names and no spaces",
}
"""How the hashes are made, for whoever checks them."""

RULE_BEFORE_ABOUT = {name: said for name, said in RULE.items() if name != "about"}
"""How files say it that were exported before what they say of themselves had a hash."""


class Logged(Protocol):
    """An event as it lies in the log."""

    @property
    def log(self) -> str:
        """The log."""
        ...

    @property
    def position(self) -> int:
        """Its place there."""
        ...

    @property
    def originator_id(self) -> UUID:
        """Its case."""
        ...

    @property
    def originator_version(self) -> int:
        """Its number in the case."""
        ...

    @property
    def topic(self) -> str:
        """Its type."""
        ...

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded."""
        ...

    @property
    def command_id(self) -> UUID:
        """The command that recorded it."""
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """An event's place in the chain: its own hash, that of the link before, and that of this one."""

    leaf: str
    previous: str
    hash: str


def instant(at: datetime) -> str:
    """Write an instant in the one form that is hashed: UTC with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def leaf(event: Logged, stored: str) -> str:
    """Give the hash of an event whose stored JSON is `stored`."""
    values = event.log, event.position, event.originator_id, event.originator_version, event.topic
    return leaf_of(*map(str, values), instant(event.recorded_at), str(event.command_id), stored)


def leaf_of(*members: str) -> str:
    """Give the hash of the members of a leaf."""
    return _hash("\n".join(members))


def about_hash(about: Mapping[str, Any], last: str) -> str:
    """Give the hash that ties what a file says of itself to the chain that it ends in."""
    told = json.dumps(about, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return _hash(f"{last}\n{told}")


def linked() -> Callable[[str], Link]:
    """Begin a chain: what is given makes a link of the next leaf."""
    last = START

    def link(leaf: str) -> Link:
        nonlocal last
        made = Link(leaf, last, _hash(f"{last}\n{leaf}"))
        last = made.hash
        return made

    return link


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
