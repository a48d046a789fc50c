"""The two lists as they stand, compared when somebody asks and no more than once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from events.reconciliation import ListSide, OwnRow, RegistryRow
from workflows.reconciliation.matching import Matched, match
from workflows.reconciliation.record import of_own, of_registry


@dataclass(frozen=True)  # without slots: the comparison is kept
class Lists:
    """Rows by code. `again` names, by the number of an entry, the codes that were taken already when it came."""

    own: Mapping[str, OwnRow] = field(default_factory=dict)
    registry: Mapping[str, RegistryRow] = field(default_factory=dict)
    again: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unknown: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """By the number of a withdrawal, the codes that stood in no row."""

    @cached_property
    def matched(self) -> Matched:
        """The lists held against each other."""
        return match(map(of_own, self.own.values()), map(of_registry, self.registry.values()))

    def with_own(self, rows: Iterable[OwnRow], version: int) -> Self:
        """Give the lists with more rows of the body."""
        known, again = _added(self.own, rows)
        return replace(self, own=known, again={**self.again, version: again})

    def with_registry(self, rows: Iterable[RegistryRow], version: int) -> Self:
        """Give the lists with more rows of the registry."""
        known, again = _added(self.registry, rows)
        return replace(self, registry=known, again={**self.again, version: again})

    def without(self, side: ListSide, codes: Iterable[str], version: int) -> Self:
        """Give the lists without some rows."""
        gone = frozenset(codes)
        rows: Mapping[str, Any] = self.own if side is ListSide.OWN else self.registry
        left = {code: row for code, row in rows.items() if code not in gone}
        unknown = {**self.unknown, version: gone - rows.keys()}
        changed: dict[str, Any] = {side.value: left, "unknown": unknown}
        return replace(self, **changed)


def _added(known: Mapping[str, Any], rows: Iterable[Any]) -> tuple[dict[str, Any], frozenset[str]]:
    found, again = dict(known), set()
    for row in rows:
        if row.code in found:
            again.add(row.code)
        found[row.code] = row
    return found, frozenset(again)
