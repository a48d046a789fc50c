"""Closing what was found of a signature: it names the signers, of sealed cases too (decision 13)."""

import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.sealing import Unreadable, seal_in_use

_NONCE = 12


def close(place: str, content: bytes) -> bytes:
    """Encrypt a content for its place alone."""
    nonce = os.urandom(_NONCE)
    return nonce + _key().encrypt(nonce, zlib.compress(content), place.encode())


def reopen(place: str, closed: bytes) -> bytes:
    """Decrypt the content of a place; raises `Unreadable`."""
    try:
        return zlib.decompress(_key().decrypt(closed[:_NONCE], closed[_NONCE:], place.encode()))
    except (InvalidTag, ValueError):
        raise Unreadable("what was found of a signature was changed, or closed with another key") from None


def _key() -> AESGCM:
    return AESGCM(seal_in_use().derived(b"signatures"))
