"""Who is told of a deadline today: those who act in a capacity, who stands in for them, and who is told if nobody has an account."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from service.access import Access, Account
from service.alerts import people
from service.alerts.absences import substitutes
from service.alerts.line import LINE, Line, Matter, departments
from service.alerts.notice import Capacity
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told, as what, and in whose place; `stands_in_as` is the absent one's capacity where it is another, "" where not."""

    account: UUID
    capacity: Capacity
    in_place_of: UUID | None = None
    stands_in_as: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told; `unreached` are the capacities in which nobody has an account, each with that told instead, None for nobody."""

    readers: tuple[Reader, ...]
    unreached: Mapping[Capacity, Capacity | None]


@dataclass
class Recipients:
    """Finds who is told on a day; what is found is remembered, so that it is for one run of telling, not for longer.

    `absent` are those who are, each with their substitute; `standing_in` the accounts of substitutes that are in use.
    """

    access: Access
    line: Line
    absent: Mapping[UUID, UUID] = field(default_factory=dict)
    standing_in: Mapping[UUID, Account] = field(default_factory=dict)
    _told: dict[tuple[Matter, tuple[Capacity, ...]], Told] = field(default_factory=dict, init=False)

    @staticmethod
    async def on(conn: AsyncConnection[Any], access: Access, register: Register, day: date) -> "Recipients":
        """Give the recipients of a day: who is absent is read, the accounts of bodies as they are needed."""
        absent = await substitutes(conn, day)
        standing_in = {one.id: one for one in await people.by_id(conn, access, set(absent.values()))}
        supervisors = await people.supervisors(conn, access)
        line = Line(register, day, {}, supervisors, await asyncio.to_thread(departments, register, day))
        return Recipients(access, line, absent, standing_in)

    async def read(self, conn: AsyncConnection[Any], matters: Iterable[Matter]) -> None:
        """Read the accounts of those who may be told of some matters, as far as they are not known yet."""
        wanted = await asyncio.to_thread(self._unknown, matters)
        if wanted:
            found = await people.of_bodies(conn, self.access, wanted)
            self.line.accounts.update((body, []) for body in wanted)
            for account in found:
                self.line.accounts[account.organization].append(account)

    def of(self, matter: Matter, capacities: Sequence[Capacity]) -> Told:
        """Give who is told of a matter that was read, each once, as what they are asked for first."""
        asked = (matter, tuple(capacities))
        if asked not in self._told:
            self._told[asked] = self._found(matter, capacities)
        return self._told[asked]

    def _unknown(self, matters: Iterable[Matter]) -> set[str]:
        return {body for matter in set(matters) for body in self.line.bodies(matter)} - self.line.accounts.keys()

    def _found(self, matter: Matter, capacities: Sequence[Capacity]) -> Told:
        readers: dict[object, Reader] = {}
        unreached: dict[Capacity, Capacity | None] = {}
        for capacity in capacities:
            acting = self.line.acting(capacity, matter)
            if acting is None:
                continue
            as_what, accounts = (capacity, acting) if acting else self._above(capacity, matter)
            if not acting:
                unreached[capacity] = as_what if accounts else None
            for account in accounts:
                self._add(readers, account, as_what, matter)
        return Told(tuple(readers.values()), unreached)

    def _above(self, capacity: Capacity, matter: Matter) -> tuple[Capacity, Collection[Account]]:
        """Give the next in the line of whom somebody has an account."""
        above = LINE[LINE.index(capacity) + 1 :] if capacity in LINE else LINE
        found = ((one, self.line.acting(one, matter)) for one in above)
        return next(((one, accounts) for one, accounts in found if accounts), (capacity, ()))

    def _add(self, readers: dict[object, Reader], account: Account, capacity: Capacity, matter: Matter) -> None:
        """Have somebody told, or who stands in for them.

        Whoever is told already, in another capacity or account, is not told again, but learns in whose place it is, too, and as what:
        nobody is responsible in the place of one who only uploads.
        """
        stands_in = self._standing_in(account, matter)
        absent = None if stands_in is account else account.id
        person = stands_in.person or stands_in.id
        known = readers.setdefault(person, Reader(stands_in.id, capacity, absent))
        if absent and known.in_place_of is None:
            other = "" if known.capacity is capacity else capacity
            readers[person] = replace(known, in_place_of=absent, stands_in_as=other)

    def _standing_in(self, account: Account, matter: Matter) -> Account:
        """Give who is told in the end: the account itself unless it is absent and somebody present may be told in its place."""
        last = account
        for last in self._chain(account):
            if last.id not in self.absent:
                return last if self.line.may_see(last, matter) else account
        return account

    def _chain(self, account: Account) -> Iterator[Account]:
        """Give an account, its substitute, the substitute's, and so on while they have accounts; never the same again."""
        seen: set[UUID] = set()
        at: Account | None = account
        while at is not None and at.id not in seen:
            yield at
            seen.add(at.id)
            at = self.standing_in.get(self.absent.get(at.id, at.id))
