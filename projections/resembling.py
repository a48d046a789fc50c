"""Which registrations count as one with a fact, and which only look like it: for lists and for the page of a case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection

from events.fact import ONLY_PROPOSED
from events.store.statements import load
from projections.facts import NOBODY, Cleared, seen_by
from projections.page import Codes, Where, rows

_SQL = load(__package__, "facts.sql")


@dataclass(frozen=True, slots=True)
class Resembling:
    """A registration that says the same as a fact, or was linked with it; `clearance` is what a reader must be cleared for."""

    fact: UUID
    id: UUID
    organization: str
    row: str
    clearance: str
    linked: bool

    @property
    def is_proposed(self) -> bool:
        """Whether the two count apart until somebody links them."""
        return not self.linked and self.row in ONLY_PROPOSED


async def resembling(
    conn: AsyncConnection[object], facts: Collection[UUID], *, scope: Codes = None, cleared: Cleared = NOBODY
) -> Mapping[UUID, list[Resembling]]:
    """Give what resembles some facts, by the fact, as far as the caller may see it; a link says more than what looks alike."""
    where = Where()
    where.among("organization", scope)
    seen_by(where, cleared)
    where.values |= {"ids": list(facts)}
    found: dict[UUID, dict[UUID, Resembling]] = {}
    for one in await rows(conn, Resembling, where.of(_SQL["resembling"]), where.values):
        known = found.setdefault(one.fact, {})
        known[one.id] = one if one.linked else known.get(one.id, one)
    return {fact: sorted(others.values(), key=lambda one: (one.organization, one.id)) for fact, others in found.items()}
