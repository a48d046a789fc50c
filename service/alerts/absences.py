"""Absences, in PostgreSQL: recording them, revoking them, and who stands in for whom on a day."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.store.statements import load
from events.text import msg
from projections.page import rows
from service.access import Access, Account
from service.access.heads import leads
from service.alerts import people
from service.alerts.absence import Absence, contradictions
from workflows.actor import Role
from workflows.refusals import Invalid, NotPermitted, Unknown, Violation

_SQL = load(__package__, "absences.sql")


@dataclass
class Absences:
    """The absences of those who have accounts; days are those of the register's clock."""

    access: Access

    async def listed(self, account: Account, organization: str) -> list[Absence]:
        """Give the absences of a body that are not over: to whom the body's are none of their business only their own."""
        if await self.may_for(account, organization):
            return await self._listed([one.id for one in await self.colleagues(organization)])
        return await self._listed([account.id])

    async def colleagues(self, organization: str) -> list[Account]:
        """Give the accounts of a body."""
        async with self.access.pool.connection() as conn:
            return await people.of_bodies(conn, self.access, [organization])

    async def may_for(self, account: Account, organization: str) -> bool:
        """Whether somebody says who of a body is absent: its head, the head of its apparatus, a supervisor."""
        return await leads(self.access, account, organization)

    async def record(self, by: Account, account: UUID, substitute: UUID, first: date, last: date) -> Absence:
        """Record an absence, one's own or another's; raises `Invalid` and `NotPermitted`.

        Recording the same again, as a repeated request does, gives the absence that is there.
        """
        clock = self.access.register_clock
        absence = Absence(uuid.uuid4(), account, substitute, first, last, str(by.id), clock.now())
        async with self.access.pool.connection() as conn, conn.transaction():
            known = {one.id: one for one in await people.by_id(conn, self.access, [account, substitute])}
            await self._check_may(by, known.get(account))
            await conn.execute(_SQL["lock"])
            holding = await rows(conn, Absence, _SQL["select"] + b" " + _SQL["holding"], {"today": clock.today()})
            if same := next((one for one in holding if _key(one) == _key(absence)), None):
                return same
            wrong = (*_strangers(absence, known), *_over(absence, clock.today()), *contradictions(absence, holding))
            if wrong:
                raise Invalid(wrong)
            await conn.execute(_SQL["record"], asdict(absence))
        return absence

    async def revoke(self, by: Account, absence_id: UUID) -> Absence:
        """Revoke an absence: from now on nobody is told in the place of the absent one; raises `Unknown` and `NotPermitted`."""
        async with self.access.pool.connection() as conn:
            absence = await _one(conn, absence_id)
            known = await people.by_id(conn, self.access, [absence.account])
            await self._check_may(by, known[0] if known else None)
            values = {"id": absence_id, "by": str(by.id), "now": self.access.register_clock.now()}
            await conn.execute(_SQL["revoke"], values)
            return await _one(conn, absence_id)

    async def _listed(self, accounts: list[UUID]) -> list[Absence]:
        values = {"accounts": accounts, "today": self.access.register_clock.today()}
        async with self.access.pool.connection() as conn:
            return await rows(conn, Absence, _SQL["select"] + b" " + _SQL["listed"], values)

    async def _check_may(self, by: Account, of: Account | None) -> None:
        """Let only those say so who may; of an account that is not there, nobody but a supervisor learns that."""
        if of is not None and (of.id == by.id or await self.may_for(by, of.organization)):
            return
        if of is None and by.role is Role.SUPERVISOR:
            raise Invalid((Violation(("account",), msg("There is no such account: choose one that is in use.")),))
        raise NotPermitted(msg("Of others, the head of their body or a supervisor says who is absent."))


async def substitutes(conn: AsyncConnection[Any], on: date) -> dict[UUID, UUID]:
    """Give who is absent on a day, each with their substitute."""
    return dict(await (await conn.execute(_SQL["on"], {"day": on})).fetchall())


async def _one(conn: AsyncConnection[Any], absence_id: UUID) -> Absence:
    found = await rows(conn, Absence, _SQL["select"] + b" " + _SQL["one"], {"id": absence_id})
    if not found:
        raise Unknown(msg("There is no absence {id}.", id=absence_id))
    return found[0]


def _strangers(absence: Absence, known: Mapping[UUID, Account]) -> Iterator[Violation]:
    """Say whether the two are no colleagues: whoever is of another body may not see the cases."""
    other = known.get(absence.substitute)
    if other is None or other.organization != known[absence.account].organization:
        yield Violation(("substitute",), msg("Choose somebody of the same body who has an account."))


def _over(absence: Absence, today: date) -> Iterator[Violation]:
    if absence.last_day < today:
        text = msg("This is over: whoever was told is told. Choose today ({today}) or a later day.", today=today)
        yield Violation(("last_day",), text)


def _key(absence: Absence) -> tuple[UUID, UUID, date, date]:
    return absence.account, absence.substitute, absence.first_day, absence.last_day
