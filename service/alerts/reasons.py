"""Why somebody had people told: what is written of a sealed case is encrypted in the database, as its events are (C4, C6)."""

import base64
import binascii
from uuid import UUID

from psycopg import AsyncConnection

from events.sealing import MAGIC, Place, seal_in_use

_TOPIC = "notice.reason"
_OPEN = "SELECT id, reason FROM alerts.notices WHERE clearance <> '' AND reason <> ''"
_CLOSE = "UPDATE alerts.notices SET reason = %(reason)s WHERE id = %(id)s"


def closed(notice: UUID, reason: str, clearance: str) -> str:
    """Give what is stored of a reason: of a sealed case nothing that could be read without the key; read elsewhere it cannot be."""
    if not clearance or not reason:
        return reason
    return base64.b64encode(seal_in_use().close(_place(notice), reason.encode())).decode()


def opened(notice: UUID, stored: str, clearance: str) -> str:
    """Give a reason that is stored; raises `Unreadable`."""
    state = _state(stored) if clearance else b""
    return seal_in_use().open(_place(notice), state).decode() if state else stored


async def close_open(conn: AsyncConnection[tuple[object, ...]]) -> None:
    """Encrypt the reasons of sealed cases that were stored before reasons were encrypted."""
    async with conn.transaction():
        for notice, reason in await (await conn.execute(_OPEN)).fetchall():
            if not _state(str(reason)):
                values = {"id": notice, "reason": closed(UUID(str(notice)), str(reason), "sealed")}
                await conn.execute(_CLOSE, values)


def _state(stored: str) -> bytes:
    """Give the encrypted bytes of what is stored, none if it is not encrypted."""
    try:
        state = base64.b64decode(stored, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return state if state.startswith(MAGIC) else b""


def _place(notice: UUID) -> Place:
    return Place(notice, 0, _TOPIC)
