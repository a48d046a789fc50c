"""Adding a signature in a file of its own to a file, and giving it out again: the same for API and pages.

Whoever may have a file may have its signatures and add one; a signature of a file of a sealed case is read as that file is.
"""

from collections.abc import AsyncIterator

from events.text import msg
from service.access import Account
from service.files import FileRefused
from service.files.giving import ClosedFileResponse
from service.files.kinds import is_paper
from service.files.sharing import admitted, content_response
from service.signatures.named import NO_PAPER, NO_SIGNATURE
from service.signatures.verification import Verification
from service.wiring import Service
from workflows.refusals import Unknown

ENDINGS = (".p7s", ".cms")
"""How the names of signatures end."""


def check_name(name: str) -> None:
    """Refuse what is not called as a signature; raises `FileRefused`."""
    if not name.lower().endswith(ENDINGS):
        raise FileRefused(NO_SIGNATURE)


async def check_signable(service: Service, account: Account, organization: str, sha256: str) -> None:
    """Refuse a signature over what nobody signs; raises `FileRefused` and what `admitted` raises."""
    await admitted(service, account, organization, sha256)
    known = await service.files.all_known(organization, [sha256])
    if not is_paper(known[sha256].media_type):
        raise FileRefused(NO_PAPER)


async def add_signature(
    service: Service, account: Account, organization: str, sha256: str, name: str, stream: AsyncIterator[bytes]
) -> Verification:
    """Keep a signature and verify it over a file; raises `FileRefused` and what `admitted` raises."""
    await check_signable(service, account, organization, sha256)
    check_name(name)
    actor = await service.access.actor(account)
    kept = await service.files.keep(stream, name, actor, organization)
    return await service.signatures.verify(organization, sha256, actor, kept.sha256)


async def signature_file(
    service: Service, account: Account, organization: str, sha256: str, signature: str
) -> ClosedFileResponse:
    """Give a signature that lies apart from a file to whoever may have the file; raises `Unknown`."""
    given = await admitted(service, account, organization, sha256)
    if signature not in {one.signature for one in await service.signatures.newest(organization, sha256)}:
        raise Unknown(msg("The file has no such signature."))
    return await content_response(service, organization, signature, f"{given.name}.p7s")
