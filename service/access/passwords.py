"""Passwords: hashed by argon2, a few at a time."""

import asyncio
import secrets
from dataclasses import dataclass, field
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

_HASHER = PasswordHasher()


@cache
def nobodys() -> str:
    """Give a hash to verify for unknown logins, so that they take as long as known ones."""
    return _HASHER.hash(secrets.token_hex(16))


def is_outdated(hashed: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(hashed)


@dataclass
class Passwords:
    """Hashes and verifies passwords, two at a time: each takes 64 MB."""

    _hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    async def hashed(self, password: str) -> str:
        """Give the hash of a password."""
        async with self._hashing:
            return await asyncio.to_thread(_HASHER.hash, password)

    async def fits(self, hashed: str, password: str) -> bool:
        """Whether a password is the one of a hash; one that is too long never is."""
        if len(password) > LONGEST_PASSWORD:
            return False
        async with self._hashing:
            return await asyncio.to_thread(_verify, hashed, password)


def _verify(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password.encode("utf-8", "surrogatepass"))
    except VerificationError:
        return False
