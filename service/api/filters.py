"""The caller's saved filters."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object
from service.api.caller import account_of, service_of
from service.api.queries import NoQuery
from service.inbox.filterable import PATHS
from service.inbox.filters import Filter, Filters
from service.problems import BadRequest
from workflows.refusals import Invalid, Unknown, Violation
from workflows.register import Register

_FORM = msg("This does not have the expected form.")


class FiltersQuery(NoQuery):
    """Of which page."""

    page: Literal["tasks", "deadlines", "cases"] | None = Field(None, description="page whose filters they are")


async def get_filters(request: Request, query: Annotated[FiltersQuery, Query()]) -> Response:
    """List the caller's filters."""
    account, service = await account_of(request), service_of(request)
    register = await service.register.current()
    async with service.pool.connection() as conn:
        kept = await Filters(conn, account.id).kept(query.page)
    return answer({"items": [_item(one, register) for one in kept], "next": None})


async def save_filter(request: Request) -> Response:
    """Keep a filter under a name."""
    account, service = await account_of(request), service_of(request)
    match await json_object(request):
        case {"page": str(page), "name": str(name), "query": dict(asked), **rest} if not rest:
            if page not in PATHS:
                raise Invalid((Violation(("page",), msg("Choose one of: {expected}.", expected=tuple(PATHS))),))
        case _:
            raise BadRequest(_FORM)
    if not all(isinstance(value, str) for value in asked.values()):
        raise BadRequest(_FORM)
    register = await service.register.current()
    async with service.pool.connection() as conn:
        kept = await Filters(conn, account.id).save(page, name, asked, service.clock.now(), register)
    return answer(_item(kept, register), status=201)


async def change_filter(request: Request) -> Response:
    """Rename a filter, or make it the one that its page shows first."""
    account, service = await account_of(request), service_of(request)
    filter_id, body = _id(request), await json_object(request)
    if not body or not _takes(body):
        raise BadRequest(_FORM)
    async with service.pool.connection() as conn, conn.transaction():
        filters = Filters(conn, account.id)
        if "name" in body:
            await filters.rename(filter_id, body["name"])
        if "default" in body:
            await filters.set_default(filter_id, wanted=body["default"])
        changed = await filters.one(filter_id)
    return answer(_item(changed, await service.register.current()))


async def delete_filter(request: Request) -> Response:
    """Forget a filter."""
    account, service, filter_id = await account_of(request), service_of(request), _id(request)
    async with service.pool.connection() as conn:
        filters = Filters(conn, account.id)
        gone = await filters.one(filter_id)
        await filters.delete(filter_id)
    return answer(_item(gone, await service.register.current()))


def _takes(body: dict[str, Any]) -> bool:
    types = {"name": str, "default": bool}
    return all(name in types and isinstance(value, types[name]) for name, value in body.items())


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["filter_id"])
    except ValueError:
        raise Unknown(msg("There is no such filter among yours.")) from None


def _item(one: Filter, register: Register) -> shapes.FilterItem:
    return shapes.FilterItem(one.id, one.page, one.name, one.asked, one.is_default, one.unknown(register))
