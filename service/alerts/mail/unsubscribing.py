"""Switching mail off from within a mail (RFC 8058): the address in it says whose mail it is, and that we wrote it."""

import hmac
from uuid import UUID

from events.sealing import seal_in_use


def token(account: UUID) -> str:
    """Give what stands in the address: nobody else can make it, and it opens nothing but this."""
    return f"{account}.{_signed(account)}"


def account_of(text: str) -> UUID | None:
    """Give whose mail it is, None for what we did not write."""
    name, _, signed = text.partition(".")
    try:
        account = UUID(name)
    except ValueError:
        return None
    return account if hmac.compare_digest(_signed(account).encode(), signed.encode("utf-8", "replace")) else None


def _signed(account: UUID) -> str:
    return seal_in_use().blinded(f"unsubscribe {account}")
