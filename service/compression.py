"""Answers in less room: gzip for those who take it, of text that is sent in one piece.

Streams are left as they are, what is packed already too (XLSX, PDF), and answers with an ETag, which names their bytes. What another site
leads to is left as it is, too: a page says again what its address asks for, so that whoever makes the addresses and sees the lengths
could guess what else it holds (BREACH).
"""

import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1_000
"""Bytes from which on it is worth the work: less fits into one packet anyway."""

LEVEL = 5
"""A page of 60 kB takes a millisecond; the highest level takes twice that and saves a hundredth."""

_KINDS = frozenset({"application/json", "application/problem+json", "image/svg+xml"})


def takes_gzip(headers: Headers) -> bool:
    """Whether a caller takes gzip: it is named, and not by a weight of nothing."""
    for part in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").rstrip("0.") != "q="
    return False


def _is_led_here(headers: Headers) -> bool:
    """Whether a page of another site made the request; programs and people who type an address say nothing of a site, or "none"."""
    return headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}


class Compressed:
    """Wraps an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        await self._app(scope, receive, _Answer(takes_gzip(headers) and not _is_led_here(headers), send).send)


class _Answer:
    """One answer: its beginning is held until its body says whether it comes in one piece."""

    def __init__(self, wanted: bool, send: Send) -> None:
        self._wanted, self._send = wanted, send
        self._held: Message | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on, packed if it may be."""
        if message["type"] == "http.response.start" and _is_text(Headers(raw=message["headers"])):
            self._held = message
            return
        start, self._held = self._held, None
        if start is not None:
            if not message.get("more_body", False) and len(message.get("body", b"")) >= SMALLEST:
                message = self._packed(start, message)
            await self._send(start)
        await self._send(message)

    def _packed(self, start: Message, message: Message) -> Message:
        start["headers"] = list(start["headers"])
        headers = MutableHeaders(raw=start["headers"])
        headers.add_vary_header("Accept-Encoding")
        if not self._wanted:
            return message
        body = gzip.compress(message["body"], LEVEL, mtime=0)
        headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(body))
        return {**message, "body": body}


def _is_text(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip()
    is_ours = kind in _KINDS or (kind.startswith("text/") and kind != "text/event-stream")
    return is_ours and "content-encoding" not in headers and "etag" not in headers
