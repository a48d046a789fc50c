"""Who may keep and get an organisation's files, and how they are handed over: the same for API and pages."""

from collections.abc import Collection
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING

import structlog

from events.reading import Reading, SealedCase
from events.sealing import seal_in_use
from events.store.reader import last_position
from events.text import msg
from projections.named_files import naming
from service.access import Account
from service.files.giving import ClosedFileResponse
from service.freshness import reached
from service.problems import OutOfScope
from workflows.refusals import Unknown

if TYPE_CHECKING:
    from service.wiring import Service

_NEVER = formatdate(0, usegmt=True)
"""The time of the file on the disk would tell when somebody else sent the same content."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that an account may have: the name under which it gets it, and the sealed cases that name it."""

    name: str
    sealed: tuple[SealedCase, ...] = ()


async def check_reaches(service: "Service", account: Account, organization: str) -> None:
    """Let those keep and get files of an organisation who may read its cases; raises `OutOfScope` and `Unknown`."""
    if not await service.access.sees(account, organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    if not await service.access.registered(organization):
        raise Unknown(msg("There is no organisation {code}.", code=organization))


async def entitled(
    service: "Service", account: Account, organization: str, hashes: Collection[str], *, named: bool = False
) -> dict[str, Given]:
    """Give those of an organisation's files that an account may have, by SHA-256.

    What a sealed case names is given only to those cleared for the case, whoever sent it and whatever else names it. What no
    case names yet is given back to its sender alone, since nobody knows what it is about. `named` says of all of them that a
    case names them which the account may see.
    """
    async with service.pool.connection() as conn:
        cases = await naming(conn, organization, list(hashes))
    known = await service.files.all_known(organization, hashes)
    sent = await service.files.sent(organization, hashes, str(account.id))
    given: dict[str, Given] = {}
    for sha256, stored in known.items():
        sealed = {SealedCase(c.case_id, organization, c.clearance) for c in cases[sha256] if c.clearance}
        if sealed:
            if await _cleared(service, account, sealed):
                given[sha256] = Given(stored.name, tuple(sealed))
        elif named or cases[sha256]:
            given[sha256] = Given(stored.name)
        elif sha256 in sent:
            given[sha256] = Given(sent[sha256])
    return given


async def download(service: "Service", account: Account, organization: str, sha256: str) -> ClosedFileResponse:
    """Give a file to be saved, never to be shown in the browser; raises `OutOfScope` and `Unknown`.

    Parts of it can be asked for (Range); its hash is its ETag. That somebody gets a file of a sealed case is recorded first.
    """
    given = await admitted(service, account, organization, sha256)
    return await content_response(service, organization, sha256, given.name)


async def admitted(service: "Service", account: Account, organization: str, sha256: str) -> Given:
    """Let those go on who may have a file; raises `OutOfScope` and `Unknown`. That it is of a sealed case is recorded first."""
    await check_reaches(service, account, organization)
    given = await _given(service, account, organization, sha256)
    if given is None:
        raise Unknown(msg("The organisation keeps no such file."))
    if given.sealed:
        structlog.contextvars.bind_contextvars(sealed=True)
        await service.gate.record(account, given.sealed, Reading.FILE)
    return given


async def content_response(service: "Service", organization: str, sha256: str, name: str) -> ClosedFileResponse:
    """Answer with a content under a name; who may have it was decided before."""
    stored, path = await service.files.open(organization, sha256)
    headers = {
        "ETag": f'"{stored.sha256}"',
        "Last-Modified": _NEVER,
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    address = seal_in_use().address(organization, sha256)
    return ClosedFileResponse(path, address, stored, name, headers)


async def _given(service: "Service", account: Account, organization: str, sha256: str) -> Given | None:
    """Look whether an account may have a file; the read model is waited for where it may not know yet who names it."""
    if given := (await entitled(service, account, organization, [sha256])).get(sha256):
        return given
    async with service.pool.connection() as conn:
        position = await last_position(conn, service.cases.log)
    await reached(service.pool, service.cases.log, position)
    return (await entitled(service, account, organization, [sha256])).get(sha256)


async def _cleared(service: "Service", account: Account, cases: Collection[SealedCase]) -> bool:
    needed = {(one.clearance, one.organization) for one in cases}
    return all([await service.access.is_cleared(account, *one) for one in needed])
