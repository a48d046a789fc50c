"""What an account may see: its own organisation and everything below it; supervisors see all."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from psycopg_pool import AsyncConnectionPool

from events.organization import OrganizationType
from projections import organizations
from service.access.account import Account
from workflows.actor import Actor, Role

_TRUSTED_FOR = 5.0  # seconds for which a change of the register may go unnoticed


@dataclass
class Reach:
    """Asks the register of organisations on behalf of accounts."""

    pool: AsyncConnectionPool
    _types: dict[str, OrganizationType] = field(default_factory=dict, kw_only=True)
    _below: dict[str, tuple[float, Mapping[str, None]]] = field(default_factory=dict, kw_only=True)

    async def actor(self, account: Account) -> Actor:
        """Give the account as the guards of the state machines see it."""
        return account.actor(await self._type(account.organization) if account.organization else None)

    async def scope(self, account: Account) -> list[str] | None:
        """Give the codes of the organisations the account may read, or None for all."""
        return None if account.role is Role.SUPERVISOR else list(await self._subtree(account.organization))

    async def sees(self, account: Account, organization: str) -> bool:
        """Whether the account may read cases of an organisation."""
        if account.role is Role.SUPERVISOR or organization == account.organization:
            return True
        return organization in await self._subtree(account.organization)

    async def registered(self, code: str) -> bool:
        """Whether there is an organisation with this code."""
        return "\0" not in code and await self._type(code) is not None

    async def _type(self, code: str) -> OrganizationType | None:
        if code not in self._types:
            async with self.pool.connection() as conn:
                found = await organizations.get(conn, code)
            if found is None:
                return None
            self._types[code] = OrganizationType(found.type)
        return self._types[code]

    async def _subtree(self, code: str) -> Mapping[str, None]:
        known = self._below.get(code)
        if known is None or known[0] < time.monotonic():
            async with self.pool.connection() as conn:
                codes = dict.fromkeys([code, *await organizations.descendants(conn, code)])
            known = self._below[code] = time.monotonic() + _TRUSTED_FOR, codes
        return known[1]
