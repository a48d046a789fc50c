"""Short lists, as files at once; and files that were made before, for whoever may have them."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from events.text import msg
from service.access import Account
from service.exports.export import Export, file_name
from service.exports.folder import address
from service.exports.making import Order, make
from service.exports.worker import reach_of
from service.exports.writing import MEDIA_TYPES
from service.files.aside import Aside
from service.files.giving import ClosedFileResponse
from service.files.stored import StoredFile
from service.problems import OutOfScope

if TYPE_CHECKING:
    from service.wiring import Service

SHORT = 5_000
"""Rows of a list that is made while its reader waits."""

_PIECE = 1 << 16
HEADERS = {"Cache-Control": "private, no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}


async def at_once(service: "Service", account: Account, order: Order) -> Response:
    """Give a short list as a file; raises `TooLong` and what else refuses it, before anything is sent."""
    aside = Aside()
    try:
        async with service.exports.turns:
            made = await make(service, account, order, aside, most_rows=SHORT)
        await asyncio.to_thread(aside.seek, 0)
    except BaseException:
        aside.close()
        raise
    headers = {
        **HEADERS,
        "Content-Disposition": f'attachment; filename="{file_name(order.exported.name, made.as_of, order.format)}"',
        "Content-Length": str(made.size),
    }
    return StreamingResponse(pieces(aside), headers=headers, media_type=MEDIA_TYPES[order.format])


async def made_before(service: "Service", account: Account, export: Export) -> Response:
    """Give the file of an export; raises `NotReady`, and `OutOfScope` if its owner sees other things than when it was made."""
    place = await service.exports.file(export)
    may = [await service.access.is_cleared(account, *secret) for secret in export.secrets]
    if export.reach != reach_of(account) or not all(may):
        raise OutOfScope(msg("What you may see has changed since this export was made: have it made anew."))
    stored = StoredFile("", export.size, MEDIA_TYPES.get(export.format, "application/zip"), export.file_name)
    return ClosedFileResponse(place, address(export.id), stored, export.file_name, HEADERS)


async def pieces(aside: Aside) -> AsyncIterator[bytes]:
    """Give what lies aside piece by piece, and let it go."""
    try:
        while piece := await asyncio.to_thread(aside.read, _PIECE):
            yield piece
    finally:
        aside.close()
