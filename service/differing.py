"""What differs between two JSON documents, member by member."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["added", "removed", "changed"]

ABSENT = object()
"""What a document has where it has nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that one document has and the other has not, or has otherwise; `path` is its JSON pointer (RFC 6901).

    Of what was added `before` is None, of what was removed `after`.
    """

    kind: Kind
    path: str
    before: Any
    after: Any


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Give what differs, in the order of the members; items of lists are compared by their places."""
    if before is ABSENT:
        yield Difference("added", path, None, after)
    elif after is ABSENT:
        yield Difference("removed", path, before, None)
    elif (one := _members(before)) is not None and (other := _members(after)) is not None and _same(before, after):
        for name in dict.fromkeys((*one, *other)):
            below = f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
            yield from differences(one.get(name, ABSENT), other.get(name, ABSENT), below)
    elif before != after:
        yield Difference("changed", path, before, after)


def _members(value: Any) -> Mapping[str, Any] | None:
    """Give what a value consists of by name, None for what has no parts."""
    if isinstance(value, Mapping):
        return value
    return {str(place): item for place, item in enumerate(value)} if isinstance(value, list) else None


def _same(before: Any, after: Any) -> bool:
    return isinstance(before, list) == isinstance(after, list)
