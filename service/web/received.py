"""What a page's form sends, read strictly: the text is UTF-8, or nothing of it is taken.

Starlette's own parsers read raw bytes as Latin-1 and put U+FFFD for what is wrong, and both would be recorded for ever.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from events.text import msg
from service.encoding import check_encoded, check_utf8
from service.files.aside import Aside
from service.problems import BadRequest

_UNREADABLE = msg("The form cannot be read.")


@asynccontextmanager
async def form_of(request: Request, *, most_files: int, most_fields: int) -> AsyncIterator[FormData]:
    """Give the fields and files of a form, open until the end; raises `BadRequest`."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        data = await _multipart(request, most_files, most_fields)
    elif media_type == "application/x-www-form-urlencoded":
        data = _urlencoded(await request.body(), most_fields)
    else:
        data = FormData()
    try:
        yield data
    finally:
        await data.close()


def _urlencoded(body: bytes, most_fields: int) -> FormData:
    check_encoded(body)
    try:
        read = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=most_fields)
    except ValueError:
        raise BadRequest(_UNREADABLE) from None
    return FormData([*read])


async def _multipart(request: Request, most_files: int, most_fields: int) -> FormData:
    parser = _Utf8Parser(request.headers, request.stream(), max_files=most_files, max_fields=most_fields)
    try:
        return await parser.parse()
    except MultiPartException:
        raise BadRequest(_UNREADABLE) from None


class _Utf8Parser(MultiPartParser):
    """Reads names, values and names of files as UTF-8 whatever the sender calls them; the files stay bytes, and lie closed."""

    def on_part_begin(self) -> None:
        """Begin a part."""
        super().on_part_begin()
        self._charset = "utf-8"

    def on_headers_finished(self) -> None:
        """Read what a part is called."""
        check_utf8(self._current_part.content_disposition or b"")
        super().on_headers_finished()
        if upload := self._current_part.file:
            upload.file.close()  # the parser's own would lie open once it is large
            upload.file = cast(BinaryIO, aside := Aside())
            self._files_to_close_on_error.append(cast(Any, aside))

    def on_part_end(self) -> None:
        """Read a part's text."""
        if self._current_part.file is None:
            check_utf8(bytes(self._current_part.data))
        super().on_part_end()
