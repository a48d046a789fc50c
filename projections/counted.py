"""Which registrations are one fact: those that say the same of it, and those that somebody linked (requirements §3)."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from events.fact import ONLY_PROPOSED


@dataclass(frozen=True, slots=True)
class Told:
    """What a registration tells of which fact it is."""

    id: UUID
    organization: str
    row: str
    clearance: str
    found_on: date
    category: str
    identity: str
    same_as: UUID | None
    own: bool = False
    """Whether somebody said that it is a fact of its own, whatever else looks like it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A fact that counts once in a row, with the registrations that it comes from, the first found first.

    `alike` are registrations that count apart though they say the same: a person looks whether they are of the same fact.
    """

    row: str
    origins: tuple[Told, ...]
    alike: tuple[Told, ...] = ()


def counted(told: Iterable[Told], linked: Iterable[Told] = ()) -> list[Counted]:
    """Count registrations once a fact and row; `linked` only tell which of them are one, and count for nothing themselves.

    Those that say the same are one, also twice of one body, unless somebody said otherwise or the row only proposes it.
    """
    told = sorted(told, key=_first_found)
    same = _Sets()
    for one in sorted({one.id: one for one in (*told, *linked)}.values(), key=_first_found):
        if not one.own and one.row not in ONLY_PROPOSED:
            same.join(one.id, (one.row, one.identity))
        if one.same_as:
            same.join(one.id, one.same_as)
    found: dict[tuple[str, Hashable], list[Told]] = {}
    proposed: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        found.setdefault((one.row, same.of(one.id)), []).append(one)
        if not one.own and one.row in ONLY_PROPOSED:
            proposed[one.row, one.identity].append(one)
    return [Counted(row, tuple(origins), _alike(origins, proposed)) for (row, _), origins in found.items()]


def _alike(origins: list[Told], proposed: defaultdict[tuple[str, str], list[Told]]) -> tuple[Told, ...]:
    """Give the registrations that look like those of a fact, and are none of them."""
    ids = {one.id for one in origins}
    looking = {other.id: other for one in origins if not one.own for other in proposed.get((one.row, one.identity), ())}
    return tuple(other for other in looking.values() if other.id not in ids)


def _first_found(one: Told) -> tuple[date, str, UUID]:
    return one.found_on, one.organization, one.id


class _Sets:
    """Things that are joined to sets, each named by one of them."""

    def __init__(self) -> None:
        self._towards: dict[Hashable, Hashable] = {}

    def of(self, thing: Hashable) -> Hashable:
        """Name the set of a thing."""
        while (nearer := self._towards.get(thing, thing)) != thing:
            self._towards[thing] = self._towards.get(nearer, nearer)
            thing = nearer
        return thing

    def join(self, one: Hashable, other: Hashable) -> None:
        """Make the sets of two things one."""
        self._towards[self.of(one)] = self.of(other)
