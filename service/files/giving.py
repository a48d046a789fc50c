"""Answering with a content that lies closed: opened piece by piece as it is sent, never whole and never to another file."""

import os
import stat
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from anyio import CancelScope
from starlette.responses import FileResponse

from service.files.closed import opened
from service.files.stored import StoredFile


class ClosedFileResponse(FileResponse):
    """Starlette's answer with a file, HEAD and ranges included, that reads what lies closed."""

    def __init__(self, path: Path, address: str, stored: StoredFile, name: str, headers: Mapping[str, str]) -> None:
        about = os.stat_result((stat.S_IFREG, 0, 0, 1, 0, 0, stored.size, 0, 0, 0))  # what it would be if it lay open
        super().__init__(path, headers=headers, media_type=stored.media_type, filename=name, stat_result=about)
        self._closed, self._address = path, address

    @asynccontextmanager
    async def _open_file(self) -> AsyncIterator[anyio.AsyncFile[bytes]]:
        file = anyio.wrap_file(await anyio.to_thread.run_sync(opened, self._closed, self._address))
        try:
            yield file
        finally:
            with CancelScope(shield=True):
                await file.aclose()
