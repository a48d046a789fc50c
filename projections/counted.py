"""Which registrations are one fact: those that say the same of it, and those that somebody linked (requirements §3)."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


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
    """A fact that counts once in a row, with the registrations that it comes from, the first found first."""

    row: str
    origins: tuple[Told, ...]


def counted(told: Iterable[Told], linked: Iterable[Told] = ()) -> list[Counted]:
    """Count registrations once a fact and row; `linked` only tell which of them are one, and count for nothing themselves."""
    told = sorted(told, key=_first_found)
    same, alike = _Sets(), Alike()
    for one in sorted({one.id: one for one in (*told, *linked)}.values(), key=_first_found):
        if not one.own:
            same.join(one.id, alike.key(one.organization, (one.row, one.identity)))
        if one.same_as:
            same.join(one.id, one.same_as)
    found: dict[tuple[str, Hashable], list[Told]] = {}
    for one in told:
        found.setdefault((one.row, same.of(one.id)), []).append(one)
    return [Counted(row, tuple(origins)) for (row, _), origins in found.items()]


def _first_found(one: Told) -> tuple[date, str, UUID]:
    return one.found_on, one.organization, one.id


class Alike:
    """Keys under which registrations that say the same are one fact: two of one body are two, the second of it that of another."""

    def __init__(self) -> None:
        self._of_body: Counter[tuple[str, Hashable]] = Counter()

    def key(self, organization: str, said: Hashable) -> Hashable:
        """Give the key of the next registration of a body that says this."""
        self._of_body[organization, said] += 1
        return said, self._of_body[organization, said]


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
