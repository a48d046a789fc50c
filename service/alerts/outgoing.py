"""Putting together what leaves the service, by the settings."""

import ssl
from email.headerregistry import Address
from functools import cache
from pathlib import Path

from psycopg_pool import AsyncConnectionPool

from service.access import Access
from service.alerts.deliveries import Delivering
from service.alerts.delivery import Carrier, DeliveryChannel
from service.alerts.hours import Hours, hours_by
from service.alerts.mail.carrier import MailCarrier
from service.alerts.mail.letter import Letters
from service.alerts.mail.server import MailServer
from service.alerts.policies import Policies
from service.alerts.webhooks.addresses import Reachable, networks
from service.alerts.webhooks.carrier import WebhookCarrier
from service.alerts.webhooks.following import Following
from service.alerts.webhooks.posting import Posting
from service.cases import Cases
from service.clock import Clock
from service.settings import Settings, SettingsError

_SENDER = "TBN-4"


def reachable(settings: Settings) -> Reachable:
    """Give what webhooks may lead to."""
    return Reachable(networks(settings.webhook_networks))


def delivering(settings: Settings, pool: AsyncConnectionPool, clock: Clock, access: Access, cases: Cases) -> Delivering:
    """Give what sends; mail waits in line as long as no mail server is set. Raises `SettingsError`."""
    trusted = trusted_by(settings)
    posting = Posting(reachable(settings), trusted)
    carriers: dict[DeliveryChannel, Carrier] = {
        DeliveryChannel.WEBHOOK: WebhookCarrier(pool, clock, access, cases, posting, settings.site)
    }
    if settings.smtp_host:
        server = MailServer(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_tls,
            trusted,
            settings.smtp_user,
            settings.smtp_password.get_secret_value(),
            settings.smtp_sender.rpartition("@")[2],
        )
        letters = Letters(Address(_SENDER, addr_spec=settings.smtp_sender), settings.site)
        carriers[DeliveryChannel.MAIL] = MailCarrier(pool, clock, access, server, letters)
    policies = Policies(cases)

    async def hours() -> Hours:
        today, register = clock.today(), await cases.registry.current()
        return hours_by((await policies.in_force(today)).rules, register.calendar(today))

    return Delivering(pool, clock, carriers, Following(pool, clock, access, cases), hours)


def trusted_by(settings: Settings) -> ssl.SSLContext:
    """Give the authorities that vouch for others. Raises `SettingsError`."""
    return _trusted(settings.ca_file)


@cache
def _trusted(ca_file: Path | None) -> ssl.SSLContext:
    """Read the machine's certificates once: it takes as long as some requests."""
    trusted = ssl.create_default_context()
    if ca_file:
        try:
            trusted.load_verify_locations(ca_file)
        except OSError as error:  # also of a file that holds no certificate
            raise SettingsError(f"TBN4_CA_FILE: {ca_file} cannot be used ({error})") from None
    return trusted
