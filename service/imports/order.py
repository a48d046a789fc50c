"""Rows in the order in which they can be decided: what stands above comes first."""

from collections.abc import Iterable

from service.imports.kind import Entry, Key, Kind


def in_order(kind: Kind, entries: Iterable[Entry]) -> tuple[list[Entry], dict[Key, tuple[Entry, ...]]]:
    """Give the rows, each after the one above it, otherwise as they stand; and for rows that form a circle, all rows of it."""
    by_key = {entry.key: entry for entry in entries}
    ordered: dict[Key, Entry] = {}
    circles: dict[Key, tuple[Entry, ...]] = {}
    for entry in by_key.values():
        chain: dict[Key, Entry] = {}
        at: Entry | None = entry
        while at is not None and at.key not in ordered and at.key not in chain:
            chain[at.key] = at
            above = kind.above(at)
            at = by_key.get(above) if above else None
        if at is not None and at.key in chain:
            keys = list(chain)
            circle = tuple(chain.values())[keys.index(at.key) :]
            circles |= dict.fromkeys((one.key for one in circle), circle)
        ordered |= dict(reversed(chain.items()))
    return list(ordered.values()), circles
