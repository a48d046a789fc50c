"""A service with a small country, people in it, and deadlines planted in the read model."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from events.organization import OrganizationType
from projections.status import wait_for
from service.access import Account
from service.alerts import Notice, Notices
from service.alerts.telling import Telling
from service.clock import FixedClock
from service.organizations import Names
from service.settings import Settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM, Post, Role

AKIMAT, BODY, SCHOOL, AGENCY, DEPARTMENT = "almaty", "almaty.education", "almaty.school", "agency", "agency.almaty"
"""An akimat, a department of it that uploads for itself, a school below that has no account, the anti-corruption body."""

_BODIES = (
    (AKIMAT, OrganizationType.OBL, "KZ-19", "", True),
    (BODY, OrganizationType.UPR, "KZ-19", AKIMAT, True),
    (SCHOOL, OrganizationType.ORG, "KZ-19", BODY, False),
    (AGENCY, OrganizationType.AGN, "KZ-71", "", True),
    (DEPARTMENT, OrganizationType.AGT, "KZ-19", AGENCY, True),
)


@dataclass
class World:
    """A service, its clock and its people by login."""

    service: Service
    clock: FixedClock
    people: dict[str, Account]

    @property
    def telling(self) -> Telling:
        """Somebody who tells."""
        return Telling(self.service.cases, self.clock, self.service.access)

    async def account(
        self, login: str, role: Role, organization: str = "", post: Post | None = None, person: str = ""
    ) -> Account:
        """Make an account."""
        made = await self.service.access.create(login, login, role, organization=organization, post=post, person=person)
        self.people[login] = made
        return made

    async def plant(self, due: str, number: int = 1, **changes: Any) -> list[UUID]:
        """Put open deadlines into the read model, each of a case of its own; gives the cases."""
        row = msgspec.json.encode(
            _DEADLINE | {"anchor": due, "due": due, "told_at": 1, "told_on": due} | changes
        ).decode()
        async with self.service.pool.connection() as conn:
            planted = await conn.execute(
                "INSERT INTO read.deadlines SELECT p.* FROM generate_series(1, %s) AS i CROSS JOIN LATERAL jsonb_populate_record("
                "NULL::read.deadlines, %s::jsonb || jsonb_build_object('case_id', gen_random_uuid(), 'set_at', i)) AS p"
                " RETURNING case_id",
                [number, row],
            )
            return [case for (case,) in await planted.fetchall()]

    async def change(self, case: UUID, **changes: Any) -> None:
        """Change what the read model says of the deadlines of a case."""
        async with self.service.pool.connection() as conn:
            for name, value in changes.items():
                await conn.execute(f"UPDATE read.deadlines SET {name} = %s WHERE case_id = %s", [value, case])  # noqa: S608

    async def told(self, case: UUID | None = None) -> list[tuple[str, str, int, str]]:
        """Give what was told of a case, or of all: to whom, which kind, working days left, as what; in order."""
        names = {account.id: login for login, account in self.people.items()}
        return [(names[one.account], one.kind, one.days, one.capacity) for one in await self.notices(case)]

    async def notices(self, case: UUID | None = None) -> list[Notice]:
        """Give the notices of a case, or all."""
        async with self.service.pool.connection() as conn:
            if case:
                return await Notices(conn).of_case(case)
            cases = await (await conn.execute("SELECT DISTINCT case_id FROM alerts.notices")).fetchall()
            return [one for (found,) in cases for one in await Notices(conn).of_case(found)]

    async def settled(self) -> None:
        """Wait until the read models and the register show everything."""
        async with self.service.pool.connection() as conn:
            row = await (await conn.execute("SELECT coalesce(max(position), 0) FROM log.events")).fetchone()
            assert row
            assert await wait_for(conn, "main", row[0], timeout=20)
        await self.service.register.refresh()


_DEADLINE: dict[str, Any] = {
    "log": "main", "key": "D07", "organization": BODY, "workflow": "risk_analysis", "rule": "D07", "subtask": "1.2.3",
    "basis": "l.105", "strength": "hard", "bound": "not_later", "subject": "", "amount": 5, "unit": "working_days", "skipped": [],
    "calendar": "kz-1", "act": "", "status": "open", "set_by": 1, "previous": [], "clearance": "",
}  # fmt: skip


@asynccontextmanager
async def world(database_url: str, today: date = date(2024, 3, 1)) -> AsyncIterator[World]:
    """Give a country with an officer in each body, a head of the department and of its apparatus, and a supervisor."""
    clock = FixedClock.at(today)
    async with open_service(Settings(database_url=database_url), clock, ticks=False) as service:
        for code, kind, region, parent, account in _BODIES:
            names = Names(code, code, code)
            await service.organizations.register(
                code, kind, region, names, parent, SYSTEM, account=account, since=date(2023, 1, 3)
            )
        made = World(service, clock, {})
        for body in (AKIMAT, BODY, DEPARTMENT):
            await made.account(f"officer@{body}", Role.OFFICER, body)
        await made.account("head", Role.SIGNATORY, BODY, Post.FIRST_HEAD)
        await made.account("apparatus", Role.SIGNATORY, BODY, Post.APPARATUS_HEAD)
        await made.account("akim", Role.SIGNATORY, AKIMAT, Post.FIRST_HEAD)
        await made.account("supervisor", Role.SUPERVISOR, AGENCY)
        await made.settled()
        yield made
