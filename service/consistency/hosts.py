"""The hosts whose links may be asked for: those that the operator names, and those below them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

_PORTS = {"https": 443, "http": 80}
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Host:
    """A host by its name, with the one port that is meant; 0 for those that its schemes have."""

    name: str
    port: int = 0

    def has(self, name: str, port: int, scheme: str) -> bool:
        """Whether an address leads to it or to a host below it."""
        meant = port == self.port if self.port else port == _PORTS[scheme]
        return meant and (name == self.name or name.endswith("." + self.name))


def hosts(text: str) -> tuple[Host, ...]:
    """Read hosts separated by commas ("gov.kz, almaty.kz:8443"); raises ValueError."""
    return tuple(_host(part.strip()) for part in text.split(",") if part.strip())


def _host(text: str) -> Host:
    name, _, port = text.partition(":")
    plain = name.encode("idna").decode().lower()
    if not _NAME.fullmatch(plain) or (port and not 0 < int(port) < 65_536):
        raise ValueError(text)
    return Host(plain, int(port) if port else 0)


def asked_address(address: str, known: Collection[Host]) -> str | None:
    """Give the address as it is asked for, in ASCII and without its fragment, None if it leads to no host that may be asked."""
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not any(host.has(name, port, parts.scheme) for host in known if parts.scheme in _PORTS):
        return None
    place = name if port == _PORTS[parts.scheme] else f"{name}:{port}"
    return urlunsplit((parts.scheme, place, quote(parts.path or "/", _SAFE), quote(parts.query, _SAFE), ""))
