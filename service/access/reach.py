"""What an account may see: its own organisation and everything below it; supervisors see all.

The anti-corruption body's territorial department also sees the cartograms of its region, of which section 3 is its own. Of sealed
cases everybody sees what their owner is on the approved list for, whatever the role (l.366, l.498).
"""

from dataclasses import dataclass, field
from functools import cache

from psycopg_pool import AsyncConnectionPool

from events.clearance import Clearance
from events.organization import OrganizationType
from projections.cases import NOTHING_BEYOND, Beyond
from projections.cleared import NOTHING_SEALED, Cleared
from service.access.account import Account
from service.clock import Clock, SystemClock
from service.register import FreshRegister
from workflows.actor import Actor, Role
from workflows.cartogram import CartogramWorkflow
from workflows.cartogram.keepers import region_of
from workflows.case import Case
from workflows.catalogue import in_force
from workflows.machine import Workflow, enabled
from workflows.signatories import Paper


@cache
def _confirmed(year: int) -> tuple[str, ...]:
    """Give the subtasks that an officer of the Agency confirms."""
    return tuple(one.code for one in in_force(year).subtasks if one.signing is Paper.AGENCY_CONFIRMATION)


@dataclass
class Reach:
    """Asks the register on behalf of accounts, as it stands on the day of `register_clock`."""

    pool: AsyncConnectionPool
    registry: FreshRegister
    register_clock: Clock = field(default_factory=SystemClock, kw_only=True)

    async def actor(self, account: Account) -> Actor:
        """Give the account as the guards of the state machines see it."""
        return account.actor(await self.registry.current(), self.register_clock.today())

    async def scope(self, account: Account) -> list[str] | None:
        """Give the codes of the organisations the account may read, or None for all."""
        if account.role is Role.SUPERVISOR:
            return None
        below = (await self.registry.current()).subtree(account.organization, self.register_clock.today())
        return list(below) or [account.organization]

    async def sees(self, account: Account, organization: str) -> bool:
        """Whether the account may read cases of an organisation."""
        if account.role is Role.SUPERVISOR or organization == account.organization:
            return True
        register = await self.registry.current()
        return register.within(organization, account.organization, self.register_clock.today())

    async def beyond(self, account: Account) -> Beyond:
        """Give the cases on which the anti-corruption body has something to do: it confirms the course of all servants (4.2.2,
        l.663), and its territorial departments keep section 3 of their region's cartogram (l.342).
        """
        register, today = await self.registry.current(), self.register_clock.today()
        match register.type_of(account.organization, today):
            case OrganizationType.AGN:
                return Beyond(subtasks=_confirmed(today.year))
            case OrganizationType.AGT:
                return Beyond(cartograms_in=region_of(account.organization, today, register))
            case _:
                return NOTHING_BEYOND

    async def cleared(self, account: Account) -> Cleared:
        """Give whose sealed cases the account's owner may see today: nobody's without a place on a list."""
        if not account.person:
            return NOTHING_SEALED
        register, today = await self.registry.current(), self.register_clock.today()
        lists = {one.value: register.cleared(account.person, one, today) for one in Clearance}
        return Cleared({clearance: codes for clearance, codes in lists.items() if codes})

    async def is_cleared(self, account: Account, clearance: str, organization: str) -> bool:
        """Whether the account's owner may see an organisation's secrets of a kind today; of no secret everybody may."""
        if not clearance:
            return True
        register, today = await self.registry.current(), self.register_clock.today()
        return register.is_cleared(account.person, Clearance(clearance), organization, today)

    async def sees_case(self, account: Account, kind: type[Workflow], case: Case) -> bool:
        """Whether the account may read a case: that of an organisation it sees, or one on which it has something to do.

        A sealed one is hidden from all who are not cleared for it.
        """
        if not await self.is_cleared(account, case.facts.clearance, case.organization):
            return False
        if await self.sees(account, case.organization) or await self._sees_cartogram(account, kind, case):
            return True
        return bool(enabled(kind, case, await self.actor(account), await self.registry.current()))

    async def _sees_cartogram(self, account: Account, kind: type[Workflow], case: Case) -> bool:
        if kind is not CartogramWorkflow or not (region := (await self.beyond(account)).cartograms_in):
            return False
        register = await self.registry.current()
        return region_of(case.organization, self.register_clock.today(), register) == region

    async def sees_person(self, account: Account, person: str) -> bool:
        """Whether the account may read a person's record: that of its keeper, of a body above, of a supervisor.

        A body where the person has a post knows the name by its own record, and no more.
        """
        if account.role is Role.SUPERVISOR:
            return True
        register, today = await self.registry.current(), self.register_clock.today()
        record = register.person(person)
        return record is not None and register.within(record.keeper, account.organization, today)

    async def registered(self, code: str) -> bool:
        """Whether there is an organisation with this code: also one that another process entered a moment ago."""
        known = (await self.registry.current()).organization(code)
        return known is not None or (await self.registry.refresh()).organization(code) is not None
