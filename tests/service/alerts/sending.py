"""What sends, for tests: over a migrated database, to receivers on the loopback, by a clock that travels."""

import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from email.headerregistry import Address
from typing import Any
from uuid import UUID

from service.access import Account
from service.alerts import Notice
from service.alerts.deliveries import Delivering
from service.alerts.delivery import Carrier, DeliveryChannel
from service.alerts.hours import Hours
from service.alerts.mail.carrier import MailCarrier
from service.alerts.mail.letter import Letters
from service.alerts.mail.server import MailServer
from service.alerts.outbox import tell
from service.alerts.webhooks.addresses import Reachable
from service.alerts.webhooks.carrier import WebhookCarrier
from service.alerts.webhooks.following import Following
from service.alerts.webhooks.posting import Posting
from service.alerts.webhooks.webhooks import Webhooks
from service.clock import FixedClock
from service.settings import Settings
from service.wiring import Service, open_service
from tests.service.alerts.made import account
from workflows.actor import Role

SITE = "https://tbn4.example.kz"
ALWAYS = Hours(time(0), time(23, 59, 59, 999_999), time(0), lambda _day: True)
LOOPBACK = Reachable([ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")])


@dataclass
class Sending:
    """A service without its scheduler, and what sends for it."""

    service: Service
    delivering: Delivering
    clock: FixedClock
    webhooks: Webhooks

    async def told(self, *notices: Notice, hours: Hours = ALWAYS) -> None:
        """Tell people something."""
        async with self.service.pool.connection() as conn, conn.transaction():
            await tell(conn, notices, hours)

    async def sent(self) -> int:
        """Send what is due."""
        return await self.delivering.deliver_due()

    async def reader(self, address: str = "aigul@example.kz", **options: Any) -> Account:
        """Make an account that gets mail."""
        made = await account(self.service.pool, **options)
        await self.service.preferences.set_address(made.id, address)
        return made

    async def owner(self, role: Role = Role.OFFICER, **options: Any) -> Account:
        """Make an account that may have webhooks."""
        return await account(self.service.pool, role, **options)

    async def rows(self, statement: str, *values: Any) -> list[Any]:
        """Ask the database."""
        async with self.service.pool.connection() as conn:
            return await (await conn.execute(statement.encode(), values)).fetchall()

    async def states(self) -> list[str]:
        """Give what became of all messages, in their order."""
        return [state for (state,) in await self.rows("SELECT state FROM alerts.deliveries ORDER BY number")]

    async def results(self, delivery: UUID | None = None) -> list[tuple[str, int | None]]:
        """Give what came of all attempts, or of those of one message, in their order."""
        condition = "" if delivery is None else f"WHERE delivery = '{delivery}'"
        return await self.rows(f"SELECT result, code FROM alerts.attempts {condition} ORDER BY at, number")  # noqa: S608

    def another(self, **changes: Any) -> Delivering:
        """Give what sends in another replica."""
        return replace(self.delivering, **changes)


@asynccontextmanager
async def sending(
    database_url: str,
    *,
    mail: MailServer | None = None,
    trusted: ssl.SSLContext | None = None,
    reachable: Reachable = LOOPBACK,
    hours: Hours = ALWAYS,
    now: datetime | None = None,
    **options: Any,
) -> AsyncIterator[Sending]:
    """Open a service, and what sends for it; nobody is waited for longer than some seconds."""
    clock = FixedClock(now or datetime.now(UTC))
    async with open_service(Settings(database_url=database_url), clock, runs=False, ticks=False) as service:
        delivering = outgoing(service, mail, trusted, reachable, hours, **options)
        yield Sending(service, delivering, clock, Webhooks(service.pool, clock, reachable))


def outgoing(
    service: Service,
    mail: MailServer | None = None,
    trusted: ssl.SSLContext | None = None,
    reachable: Reachable = LOOPBACK,
    hours: Hours = ALWAYS,
    **options: Any,
) -> Delivering:
    """Give what sends for a service."""
    pool, clock, access, cases = service.pool, service.clock, service.access, service.cases
    posting = Posting(reachable, trusted or ssl.create_default_context(), timeout=2.0)
    carriers: dict[DeliveryChannel, Carrier] = {
        DeliveryChannel.WEBHOOK: WebhookCarrier(pool, clock, access, cases, posting, SITE)
    }
    if mail:
        letters = Letters(Address("TBN-4", addr_spec="tbn4@example.kz"), SITE)
        carriers[DeliveryChannel.MAIL] = MailCarrier(pool, clock, access, mail, letters)
    following = Following(pool, clock, access, cases)

    async def kept() -> Hours:
        return hours

    return Delivering(pool, clock, carriers, following, kept, patience=5.0, **options)


def plain(port: int, **changes: Any) -> MailServer:
    """Give a mail server on this machine, without TLS."""
    return MailServer("127.0.0.1", port, "none", ssl.create_default_context(), timeout=2.0, **changes)
