"""The saved views that the caller sees."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.access import Account
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object
from service.api.caller import account_of, service_of
from service.api.queries import NoQuery, among
from service.inbox.viewable import PATHS
from service.inbox.views import Sharing, View, Views
from service.problems import BadRequest
from workflows.refusals import Invalid, Unknown, Violation
from workflows.register import Register

_FORM = msg("This does not have the expected form.")


class ViewsQuery(NoQuery):
    """Of which page."""

    page: Annotated[str, among(PATHS)] | None = Field(
        None, description="page whose views they are", json_schema_extra={"enum": list(PATHS)}
    )


async def get_views(request: Request, query: Annotated[ViewsQuery, Query()]) -> Response:
    """List the views that the caller sees."""
    async with _looking(request, await account_of(request)) as (views, register):
        seen = await views.seen(query.page)
    return answer({"items": [_item(one, register) for one in seen], "next": None})


async def save_view(request: Request) -> Response:
    """Keep a view under a name."""
    account, service = await account_of(request), service_of(request)
    match await json_object(request):
        case {"page": str(page), "name": str(name), "query": dict(asked), **rest} if rest.keys() <= {"shared"}:
            if page not in PATHS:
                raise Invalid((Violation(("page",), msg("Choose one of: {expected}.", expected=tuple(PATHS))),))
            shared = _sharing(rest.get("shared", Sharing.PRIVATE))
        case _:
            raise BadRequest(_FORM)
    if not all(isinstance(value, str) for value in asked.values()):
        raise BadRequest(_FORM)
    async with _looking(request, account) as (views, register):
        kept = await views.save(page, name, asked, shared, service.clock.now(), register)
    return answer(_item(kept, register), status=201)


async def change_view(request: Request) -> Response:
    """Rename, share or move one of the caller's views, or make a view the one that its page shows the caller first."""
    account = await account_of(request)
    view_id, body = _id(request), await json_object(request)
    if not body or not _takes(body):
        raise BadRequest(_FORM)
    async with _looking(request, account) as (views, register), views.conn.transaction():
        if "name" in body:
            await views.rename(view_id, body["name"])
        if "shared" in body:
            await views.share(view_id, _sharing(body["shared"]))
        if "place" in body:
            await views.move(view_id, body["place"])
        if "default" in body:
            await views.set_default(view_id, wanted=body["default"])
        changed = await views.one(view_id)
    return answer(_item(changed, register))


async def delete_view(request: Request) -> Response:
    """Forget one of the caller's views."""
    account = await account_of(request)
    view_id = _id(request)
    async with _looking(request, account) as (views, register):
        gone = await views.one(view_id)
        await views.delete(view_id)
    return answer(_item(gone, register))


@asynccontextmanager
async def _looking(request: Request, account: Account) -> AsyncIterator[tuple[Views, Register]]:
    service = service_of(request)
    register = await service.register.current()
    async with service.pool.connection() as conn:
        yield Views.of(conn, account, register, service.clock.today()), register


def _takes(body: dict[str, Any]) -> bool:
    types = {"name": str, "shared": str, "place": int, "default": bool}
    return all(name in types and type(value) is types[name] for name, value in body.items())


def _sharing(value: Any) -> Sharing:
    try:
        return Sharing(value)
    except ValueError:
        raise BadRequest(_FORM) from None


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["view_id"])
    except ValueError:
        raise Unknown(msg("There is no such view, or it is not shared with you.")) from None


def _item(one: View, register: Register) -> shapes.ViewItem:
    return shapes.ViewItem(
        one.id, one.page, one.name, one.asked, one.is_default, one.unknown(register), one.shared, one.is_own, one.owner
    )
