"""One verification of a file's signatures, as it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from service.signatures.closing import close, reopen
from service.signatures.result import Checked


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of one signature file, "" for the signatures inside a PDF; `times` counts how often it was verified."""

    number: int
    sha256: str
    signature: str
    signatures: tuple[Checked, ...]
    verified_by: str
    verified_at: datetime
    times: int = 1


class _Kept(msgspec.Struct, frozen=True):
    sha256: str
    signature: str
    signatures: tuple[Checked, ...]


def closed(address: str, apart: str, sha256: str, signature: str, found: tuple[Checked, ...]) -> bytes:
    """Give what is kept of a verification; `apart` is the address of a signature that lies apart."""
    return close(f"{address} {apart}", msgspec.json.encode(_Kept(sha256, signature, found)))


def opened(row: tuple[Any, ...]) -> Verification:
    """Read a row; raises `Unreadable`."""
    number, address, apart, found, by, at, times = row
    kept = msgspec.json.decode(reopen(f"{address} {apart}", found), type=_Kept)
    return Verification(number, kept.sha256, kept.signature, kept.signatures, by, at, times)
