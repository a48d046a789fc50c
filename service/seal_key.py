"""The file with the key of sealed events and of files: made on the first start, outside the database, for the service's own user alone."""

import asyncio
import os
import secrets
from pathlib import Path
from typing import Any

from psycopg import AsyncConnection

from events.sealing import MAGIC, SECRET_BYTES, Seal, Unreadable
from service.settings import Settings, SettingsError

_SEALED = (
    b"SELECT EXISTS (SELECT 1 FROM files.kept)"
    b" OR EXISTS (SELECT 1 FROM log.events WHERE substring(state FROM 1 FOR %(length)s) = %(magic)s)"
)

_CLOSED = b"SELECT address, name FROM files.kept LIMIT 1"


async def load_seal(settings: Settings, conn: AsyncConnection[Any]) -> Seal:
    """Give the seal of the key file, which is made if there is none.

    Raises `SettingsError` if that would leave something unreadable, and if the key is not the one of the files that are kept.
    """
    path = settings.seal_key_file or settings.data_dir / "seal.key"
    if not await asyncio.to_thread(path.is_file):
        found = await (await conn.execute(_SEALED, {"length": len(MAGIC), "magic": MAGIC})).fetchone()
        if found and found[0]:
            raise SettingsError(
                f"TBN4_SEAL_KEY_FILE: there is no file {path}, but events or files are sealed with its key: restore it"
            )
    try:
        seal = Seal(await asyncio.to_thread(_read_or_make, path))
        for address, name in await (await conn.execute(_CLOSED)).fetchall():
            seal.open_name(address, name)
    except (OSError, ValueError, Unreadable) as error:
        raise SettingsError(f"TBN4_SEAL_KEY_FILE: {path} cannot be used as a key ({error})") from None
    return seal


def _read_or_make(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.is_file():
        _make(path)
    return bytes.fromhex(path.read_text("ascii").strip())


def _make(path: Path) -> None:
    """Write a new key: whole under its name or not at all, and never over another process's."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_bytes(SECRET_BYTES).hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
