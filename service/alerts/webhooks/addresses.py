"""Where webhooks may lead: to public addresses over TLS, and to those of our own networks that the operator allows."""

import ipaddress
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urlsplit

from events.text import Text, msg
from service.alerts.webhooks.names import resolved

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Gives the addresses of a host."""

LONGEST = 2_000
_PORTS = {"https": 443, "http": 80}
_PUBLIC = ipaddress.ip_network("2000::/3")  # all that is handed out to anybody of IPv6
_SPECIAL = tuple(
    ipaddress.ip_network(one)
    for one in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
"""Within what is public: for purposes of their own, by the registries of IANA (RFC 6890)."""

_BEHIND = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses as IPv6-only networks see them


class Forbidden(Exception):  # noqa: N818 - an answer to the owner of a webhook
    """A webhook may not lead there; the text says why and what may be done."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Reachable:
    """What may be reached. `allowed` are networks of our own that webhooks may lead to, without TLS too.

    With `plain`, public addresses may be asked without TLS: for what is only read, and is public.
    """

    allowed: Collection[Network] = ()
    resolve: Resolve = resolved
    plain: bool = False

    async def addresses(self, url: str) -> list[str]:
        """Give the addresses that a webhook may be sent to now; raises `Forbidden`, and OSError for an unknown host.

        All that the host has must be permitted: of two, one could be asked today and the other tomorrow.
        """
        parts = checked(url)
        host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
        found = await self.resolve(host, port)
        for address in found:
            self._check(address, plain=parts.scheme == "http")
        return found

    def _check(self, address: str, *, plain: bool) -> None:
        real = _real(ipaddress.ip_address(address.partition("%")[0]))
        if any(real in network for network in self.allowed):
            return
        if not _is_public(real):
            raise Forbidden(
                msg("The address leads into a private network. The operator may allow it (TBN4_WEBHOOK_NETWORKS).")
            )
        if plain and not self.plain:
            raise Forbidden(msg("The address must begin with https://."))


def checked(url: str) -> SplitResult:
    """Take an address apart; raises `Forbidden` for what is none."""
    refusal = Forbidden(msg("Write the address as https://host/path, without a name or password in it."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refusal from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None or parts.fragment or port == 0:
        raise refusal
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise refusal
    return parts


def networks(text: str) -> list[Network]:
    """Read networks separated by commas ("10.1.0.0/16, fd00::/8"); raises ValueError."""
    return [ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip()]


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or any(address in network for network in _SPECIAL):
        return False
    return isinstance(address, IPv4Address) or address in _PUBLIC


def _real(address: Address) -> Address:
    """Give the address that is really reached by one that wraps another."""
    if isinstance(address, IPv4Address):
        return address
    if address in _BEHIND:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
