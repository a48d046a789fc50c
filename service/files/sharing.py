"""Who may keep and get an organisation's files, and how they are handed over: the same for API and pages."""

from email.utils import formatdate

from starlette.responses import FileResponse

from events.text import msg
from service.access import Account
from service.problems import OutOfScope
from service.wiring import Service
from workflows.refusals import Unknown

_NEVER = formatdate(0, usegmt=True)
"""The time of the file on the disk would tell when another organisation sent the same content."""


async def check_reaches(service: Service, account: Account, organization: str) -> None:
    """Let those keep and get files of an organisation who may read its cases; raises `OutOfScope` and `Unknown`."""
    if not await service.access.sees(account, organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    if not await service.access.registered(organization):
        raise Unknown(msg("There is no organisation {code}.", code=organization))


async def download(service: Service, account: Account, organization: str, sha256: str) -> FileResponse:
    """Give a file to be saved, never to be shown in the browser; raises `OutOfScope` and `Unknown`.

    Parts of it can be asked for (Range); its hash is its ETag.
    """
    await check_reaches(service, account, organization)
    stored, path = await service.files.open(organization, sha256)
    headers = {
        "ETag": f'"{stored.sha256}"',
        "Last-Modified": _NEVER,
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return FileResponse(path, headers=headers, media_type=stored.media_type, filename=stored.name)
