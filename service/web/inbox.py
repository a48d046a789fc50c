"""The page of notices, and the stream by which the bell of every page follows them."""

from collections.abc import AsyncIterator
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import structlog
from psycopg_pool import PoolTimeout
from starlette.responses import RedirectResponse, Response, StreamingResponse

from events.text import msg
from projections.page import whole
from service.alerts import Notice, Notices
from service.inbox.inbox import Inbox
from service.inbox.live import Stream, TooManyStreams
from service.problems import BadRequest
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import SESSION, Visitor, local_path
from service.web.watched import watch_asked

PAGE = 25
SHOWN = {"unread": msg("Unread"), "all": msg("All")}
"""Which notices the page shows."""

HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it lives, and looks whether its session does."""

_SILENT = frozenset({"gone", "failing"})  # webhooks that were disabled though their owner did not wish it
_RETRY = 3_000  # milliseconds after which a browser that lost a stream asks again
_CAUGHT_UP = 20  # the newest notices told one by one; of more the count alone tells
_STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


log = structlog.get_logger(__name__)


def inbox_of(visitor: Visitor) -> Inbox:
    """Give the visitor's inbox."""
    return Inbox(visitor.service, visitor.person, visitor.t, visitor.today)


async def inbox_page(visitor: Visitor) -> Response:
    """Show notices by the day on which they were told, the newest first."""
    shown = visitor.choice("show", SHOWN)
    show = shown if shown in SHOWN else "unread"
    before = whole(visitor.query("after") or "")
    entries, further = await inbox_of(visitor).page(unread=show == "unread", before=before, limit=PAGE)
    days = [(day, list(told)) for day, told in groupby(entries, key=lambda entry: entry.notice.told_on)]
    exports = await visitor.service.exports.of(visitor.person.id, news=True)
    silent = [one for one in await visitor.service.webhooks.of(visitor.person.id) if one.disabled_for in _SILENT]
    return render(
        visitor,
        "inbox.html",
        days=days,
        show=show,
        shown=SHOWN,
        further=further,
        exports=exports,
        silent=silent,
    )


async def mark_read(visitor: Visitor) -> Response:
    """Mark one notice, or all, as read, and go on to where the form leads."""
    async with form_of(visitor.request, most_files=0, most_fields=5) as form:
        one, to = str(form.get("id", "")), str(form.get("to", ""))
    try:
        ids = None if one == "all" else [UUID(one)]
    except ValueError:
        raise BadRequest(msg("There is no such notice.")) from None
    async with visitor.service.pool.connection() as conn:
        await Notices(conn).read(visitor.person.id, visitor.service.clock.now(), ids)
    if ids is None:
        await visitor.service.exports.seen(visitor.person.id)
    return RedirectResponse(local_path(to) if to else "/inbox", 303)


async def events(visitor: Visitor) -> Response:
    """Stream what comes into the visitor's inbox, until their session ends."""
    secret = visitor.request.cookies.get(SESSION)
    if visitor.account is None or secret is None:
        return Response(status_code=204)  # by which a browser asks no more
    try:
        visitor.service.live.check(visitor.account.id)
    except TooManyStreams:
        return Response(status_code=429, headers={"Retry-After": "60"})
    return StreamingResponse(_stream(visitor, secret), media_type="text/event-stream", headers=_STREAM)


async def _stream(visitor: Visitor, secret: str) -> AsyncIterator[bytes]:
    """Tell what comes; a browser whose stream breaks off asks again by itself."""
    told = _Told(visitor, whole(visitor.request.headers.get("last-event-id", "")))
    try:
        watch = await watch_asked(visitor)
        with (
            visitor.service.live.stream(visitor.person.id, secret) as stream,
            visitor.service.watched.page(watch, stream),
        ):
            if watch:
                await visitor.service.watched.look(visitor.service.pool, stream)
            yield f"retry: {_RETRY}\n\n".encode()
            yield await told.news(stream)
            while not stream.ended and await visitor.service.access.session(secret):
                yield await told.news(stream) if await stream.changed(HEARTBEAT) else b":\n\n"
    except (psycopg.Error, PoolTimeout, TooManyStreams) as error:
        log.warning("stream of an inbox broke off", error=type(error).__name__)


class _Told:
    """What a stream has told; `last` is the number of the notice that its browser heard of last, None for a new page."""

    def __init__(self, visitor: Visitor, last: int | None) -> None:
        self._visitor, self._last = visitor, last
        self._known: set[int] | None = None

    async def news(self, stream: Stream) -> bytes:
        """Give the events for what came since, the oldest first, and last of all the count; nothing when a stream ends."""
        if stream.ended:
            return b""
        visitor = self._visitor
        async with visitor.service.pool.connection() as conn:
            newest = await Notices(conn).of_account(visitor.person.id, limit=_CAUGHT_UP)
            visitor.unread = await Notices(conn).news(visitor.person.id)
            fresh = self._fresh(newest)
            sentences = await inbox_of(visitor).sentences(conn, fresh) if fresh else None
        stream.standing = (visitor.unread, newest[0].number if newest else 0)
        counted = {"unread": visitor.unread, "label": visitor.bell_label}
        pieces = [
            _event("notice", {**counted, "said": sentences.of(notice)}, notice.number)
            for notice in fresh
            if sentences is not None
        ]
        changed = [_event("changed", {}, stream.standing[1])] if stream.outdated else []
        stream.outdated = False
        return b"".join([*pieces, _event("unread", counted, stream.standing[1]), *changed])

    def _fresh(self, newest: list[Notice]) -> list[Notice]:
        """Give what was not told yet, the oldest first: numbers may come out of order, so those that were are kept."""
        numbers = {notice.number for notice in newest}
        if self._known is None:
            self._known = numbers if self._last is None else {n for n in numbers if n <= self._last}
        fresh = [notice for notice in reversed(newest) if notice.number not in self._known]
        self._known = numbers
        return fresh


def _event(name: str, data: dict[str, Any], number: int) -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {msgspec.json.encode(data).decode()}\n\n".encode()
