"""Which things belong to a key, as the register looks them up."""

from typing import Any


class Index(dict[str, frozenset[Any]]):
    """Sets by key, which are replaced and never changed: a copy of the index shares them."""

    def of(self, key: str) -> frozenset[Any]:
        """Give what belongs to a key."""
        return self.get(key, frozenset())

    def add(self, key: str, one: object) -> None:
        """Let something belong to a key."""
        if one not in (found := self.of(key)):
            self[key] = found | {one}

    def discard(self, key: str, one: object) -> None:
        """Let something belong to a key no more."""
        if left := self.of(key) - {one}:
            self[key] = left
        else:
            self.pop(key, None)
