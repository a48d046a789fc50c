"""A webhook: the address of a system that hears what its owner may see, with the secrets by which it knows us."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.sealing import Place, seal_in_use

_TOPIC = "webhook.secret"
_PREFIX = "whsec_"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it is stored; the secrets are encrypted. `disabled_for` is empty while it works."""

    id: UUID
    account: UUID
    title: str
    url: str
    wants: list[str]
    secret: bytes
    secret_number: int
    previous: bytes | None
    previous_until: datetime | None
    disabled_for: str
    failing_since: datetime | None
    made_at: datetime

    def valid_secrets(self, now: datetime) -> list[str]:
        """Give the secrets by which it may know us at an instant, the newest first."""
        valid = [opened(self.id, self.secret_number, self.secret)]
        if self.previous is not None and self.previous_until is not None and now < self.previous_until:
            valid.append(opened(self.id, self.secret_number - 1, self.previous))
        return valid


def fresh_secret() -> str:
    """Make a secret as Standard Webhooks wants it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def closed(webhook: UUID, number: int, secret: str) -> bytes:
    """Encrypt the secret of a webhook; moved to another webhook or number it cannot be read."""
    return seal_in_use().close(Place(webhook, number, _TOPIC), secret.encode())


def opened(webhook: UUID, number: int, secret: bytes) -> str:
    """Decrypt the secret of a webhook; raises `Unreadable`."""
    return seal_in_use().open(Place(webhook, number, _TOPIC), secret).decode()
