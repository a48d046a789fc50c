"""The caller's notices: listing them, marking them read."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections.page import numbered
from service import alerts
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.body import json_object
from service.api.caller import account_of, service_of, speaker
from service.api.queries import PageQuery
from service.inbox.inbox import Entry, Inbox
from service.problems import BadRequest
from service.status import Today

MOST_IDS = 1_000
"""Notices that are marked read by one request that names them."""

_BODY = msg("Say which notices: {example_ids}, or {example_all}.", example_ids='{"ids": ["…"]}', example_all='{"all": true}')  # fmt: skip


class NoticesQuery(PageQuery):
    """Which notices."""

    unread: bool = Field(False, description="only those that are not read yet")


async def get_notices(request: Request, query: Annotated[NoticesQuery, Query()]) -> Response:
    """List the caller's notices, the newest first."""
    account, service, say = await account_of(request), service_of(request), speaker(request)
    before = numbered(query.cursor)
    today = Today.of(service.clock.today(), await service.register.current(), account.organization)
    inbox = Inbox(service, account, say, today)
    entries, further = await inbox.page(unread=query.unread, before=before, limit=query.limit)
    items = [_item(entry, inbox.today) for entry in entries]
    body = with_next(request, items, str(further) if further else "")
    async with service.pool.connection() as conn:
        unread = await alerts.Notices(conn).unread(account.id)
    return answer({**body, "unread": unread}, {"Content-Language": say.language})


async def read_notices(request: Request) -> Response:
    """Mark notices of the caller as read."""
    account, service = await account_of(request), service_of(request)
    ids = _ids(await json_object(request))
    async with service.pool.connection() as conn:
        notices = alerts.Notices(conn)
        read = await notices.read(account.id, service.clock.now(), ids)
        return answer(shapes.NoticesRead(read, await notices.unread(account.id)))


def _ids(body: dict[str, Any]) -> list[UUID] | None:
    """Read which notices a body means, None for all; raises `BadRequest`."""
    match body:
        case {"all": True} if len(body) == 1:
            return None
        case {"ids": [*ids]} if len(body) == 1 and len(ids) <= MOST_IDS:
            try:
                return [UUID(str(one)) for one in ids]
            except ValueError:
                raise BadRequest(_BODY) from None
    raise BadRequest(_BODY)


def _item(entry: Entry, today: Today) -> shapes.NoticeItem:
    notice = entry.notice
    sealed = bool(notice.clearance)
    return shapes.NoticeItem(
        id=notice.id, number=notice.number, kind=notice.kind, case_id=notice.case_id, key="" if sealed else notice.key,
        organization="" if sealed else notice.organization, workflow="" if sealed else notice.workflow,
        subtask="" if sealed else notice.subtask, rule="" if sealed else notice.rule, due=notice.due, days=notice.days,
        days_left=today.calendar.days_left(today.day, notice.due), step=notice.step, capacity=notice.capacity,
        in_place_of=notice.in_place_of, stands_in_as=notice.stands_in_as, clearance=notice.clearance, mandatory=notice.mandatory, told_on=notice.told_on,
        made_at=notice.made_at, read_at=notice.read_at, text=entry.text, over=entry.over,
        asked_by=entry.asker, reason="" if sealed else notice.reason, next=entry.step.name if entry.step else None, href=f"/api/v1{entry.at}",
    )  # fmt: skip
