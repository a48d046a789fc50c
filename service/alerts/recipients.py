"""Who is told when a supervisor asks for it: the named responsible, else the officials of the body; or the line above them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.clearance import Clearance
from projections.cases import responsible
from projections.deadline_row import DeadlineRow
from service.access import Access, Account
from service.alerts.notice import Capacity
from service.responsible import bodies
from workflows.actor import Post
from workflows.register import Register


class Ask(StrEnum):
    """What is asked for: to remind those who are to act, or to tell the line above them."""

    REMIND = "remind"
    ESCALATE = "escalate"


Recipient = tuple[Account, Capacity]
Recipients = Callable[
    [AsyncConnection[Any], Ask, Sequence[DeadlineRow], date], Awaitable[Mapping[UUID, Sequence[Recipient]]]
]
"""Gives, case by case, who is told of its deadlines, and as what."""


@dataclass(frozen=True, slots=True)
class Officials:
    """Finds recipients among the accounts of bodies; of a sealed case only those who are cleared for it."""

    access: Access

    async def __call__(
        self, conn: AsyncConnection[Any], ask: Ask, rows: Sequence[DeadlineRow], today: date
    ) -> Mapping[UUID, Sequence[Recipient]]:
        """Give them, case by case; a case for which nobody is found has none."""
        register = await self.access.registry.current()
        named = await responsible(conn, {row.case_id for row in rows}) if ask is Ask.REMIND else {}
        codes = {code for row in rows for code in _concerned(row.organization, register, today)}
        people = _People(register, today, await self.access.of_bodies(codes, set(named.values())))
        found: dict[UUID, Sequence[Recipient]] = {}
        for row in rows:
            if row.case_id not in found:
                told = people.above(row) if ask is Ask.ESCALATE else people.at_work(row, named.get(row.case_id))
                found[row.case_id] = [one for one in told if people.may_know(one[0], row)]
        return found


def _concerned(organization: str, register: Register, today: date) -> frozenset[str]:
    return bodies(organization, register, today) | frozenset(register.ancestors(organization, today))


class _People:
    """The accounts of some bodies, by body and by id."""

    def __init__(self, register: Register, today: date, accounts: Sequence[Account]) -> None:
        self.register, self.today = register, today
        self.by_id = {account.id: account for account in accounts}
        self.of: defaultdict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            self.of[account.organization].append(account)

    def at_work(self, row: DeadlineRow, named: UUID | None) -> list[Recipient]:
        """Give the named responsible, else all of the body, or of that which does its work."""
        if named in self.by_id:
            return [(self.by_id[named], Capacity.RESPONSIBLE)]
        others = sorted(bodies(row.organization, self.register, self.today) - {row.organization})
        body = next((code for code in (row.organization, *others) if self.of[code]), "")
        return [(account, Capacity.RESPONSIBLE) for account in self.of[body]]

    def above(self, row: DeadlineRow) -> list[Recipient]:
        """Give the heads of the apparatus of the body, and the people of the nearest body above that has any."""
        own = [
            (account, Capacity.APPARATUS)
            for account in self.of[row.organization]
            if account.actor(self.register, self.today).post is Post.APPARATUS_HEAD
        ]
        lines = self.register.ancestors(row.organization, self.today)
        body = next((code for code in lines if self.of[code]), "")
        return [*own, *((account, Capacity.SUPERIOR) for account in self.of[body])]

    def may_know(self, account: Account, row: DeadlineRow) -> bool:
        """Whether an account may be told of a case: of a sealed one, only those who are cleared for it."""
        clearance = row.clearance
        return not clearance or self.register.is_cleared(
            account.person, Clearance(clearance), row.organization, self.today
        )
