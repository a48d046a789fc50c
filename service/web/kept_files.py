"""Static files as browsers take them: kept for ever, and packed once for all who ask."""

import asyncio
import gzip
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from service.compression import takes_gzip

_TEXT = frozenset({".css", ".js", ".svg", ".txt"})


class KeptFiles(StaticFiles):
    """Static files whose addresses change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Let browsers keep what they asked for by its content, and give text packed to those who take it so."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        headers = Headers(scope=scope)
        if not isinstance(response, FileResponse) or Path(response.path).suffix not in _TEXT or "range" in headers:
            return response
        response.headers["Vary"] = "Accept-Encoding"
        if not takes_gzip(headers):
            return response
        file = Path(response.path)
        body = await asyncio.to_thread(_packed, file, response.headers["etag"])
        kept = {
            name: value for name, value in response.headers.items() if name not in {"content-length", "accept-ranges"}
        }
        kept["etag"] = f"W/{kept['etag']}"
        return Response(body, headers={**kept, "Content-Encoding": "gzip"})


@lru_cache(maxsize=32)
def _packed(file: Path, _content: str) -> bytes:
    return gzip.compress(file.read_bytes(), 9, mtime=0)
