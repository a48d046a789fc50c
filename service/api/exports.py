"""Lists as files: short ones at once, others made behind the caller's back and watched."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import Text, msg
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object, members
from service.api.caller import account_of, service_of, speaker
from service.api.queries import NoQuery
from service.exports import lists  # noqa: F401 - enters the lists in their table
from service.exports.at_once import at_once, made_before
from service.exports.bundles import BUNDLES, FORMAT, ask
from service.exports.export import Export
from service.exports.exported import LISTS, list_named
from service.exports.making import Order
from service.exports.reader import reading
from service.exports.writing import WRITERS
from service.forms import year  # noqa: F401 - enters its bundle in their table
from service.package import package  # noqa: F401 - enters its bundle in their table
from service.problems import BadQuery
from workflows.refusals import Invalid, Unknown, Violation

AT_ONCE = "/api/v1/lists"
"""Where short lists are had at once."""


async def get_list(request: Request) -> Response:
    """Give a short list as a file."""
    account, service, say = await account_of(request), service_of(request), speaker(request)
    name, _, form = request.path_params["file"].rpartition(".")
    if form not in WRITERS:
        raise Unknown(msg("Lists are given as {formats}.", formats=", ".join(WRITERS)))
    exported, filters = list_named(name), dict(request.query_params)
    order = Order(exported, filters, form, say.language, _address(service.settings.site, exported.name, form, filters))
    response = await at_once(service, account, order)
    response.headers["Content-Language"] = say.language
    return response


async def post_export(request: Request) -> Response:
    """Have a list made as a file."""
    account, service, say = await account_of(request), service_of(request), speaker(request)
    body = await json_object(request)
    members(body, {"list": str, "format": str}, {"filters": dict})
    wrong = [_wrong("list", {**LISTS, **BUNDLES})] if body["list"] not in {*LISTS, *BUNDLES} else []
    formats = {FORMAT: FORMAT} if body["list"] in BUNDLES else WRITERS
    wrong += [_wrong("format", formats)] if body["format"] not in formats else []
    given: dict[str, Any] = body.get("filters", {})
    unfit = [name for name, value in given.items() if not isinstance(value, str | bool | int)]
    wrong += [Violation(("filters", name), msg("This does not have the expected form.")) for name in unfit]
    if wrong:
        raise Invalid(tuple(wrong))
    filters = {name: _text(value) for name, value in given.items()}
    if bundle := BUNDLES.get(body["list"]):
        try:
            made = await ask(service, account, bundle, filters, say.language)
        except BadQuery as refusal:
            raise _of_filters(refusal) from None
        export = await service.exports.get(account.id, made)
        return answer(_item(export), {"Location": f"/api/v1/exports/{made}"}, status=202)
    exported = LISTS[body["list"]]
    try:
        query = exported.asked(filters)
        async with service.exports.turns, reading(service, account, say.language) as reader:
            await exported.allow(reader, query)
    except BadQuery as refusal:
        raise _of_filters(refusal) from None
    address = _address(service.settings.site, exported.name, body["format"], filters)
    made = await service.exports.ask(account.id, exported.name, filters, body["format"], say.language, address)
    export = await service.exports.get(account.id, made)
    return answer(_item(export), {"Location": f"/api/v1/exports/{made}"}, status=202)


async def get_exports(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List the caller's exports, the newest first."""
    account, service = await account_of(request), service_of(request)
    found = await service.exports.of(account.id)
    return answer({"items": [_item(one) for one in found], "next": None})


async def get_export(request: Request) -> Response:
    """Give an export as it stands."""
    return answer(_item(await _export(request)))


async def get_export_file(request: Request) -> Response:
    """Give the file of an export."""
    found = await _export(request)
    return await made_before(service_of(request), request.state.account, found)


async def delete_export(request: Request) -> Response:
    """Cancel an export, or delete it with its file."""
    found = await _export(request)
    return answer(_item(await service_of(request).exports.delete(request.state.account.id, found.id)))


async def _export(request: Request) -> Export:
    """Give the caller's export of the address; raises `Unknown`."""
    account = await account_of(request)
    try:
        export_id = UUID(request.path_params["export_id"])
    except ValueError:
        raise Unknown(msg("You have no such export.")) from None
    return await service_of(request).exports.get(account.id, export_id)


def _item(one: Export) -> shapes.ExportItem:
    return shapes.ExportItem(
        id=one.id, list=one.list, filters=one.filters, format=one.format, language=one.language, address=one.address,
        state=one.state, done=one.done, total=one.total or None, size=one.size, problem=one.problem or None, detail=one.detail or None,
        asked_at=one.asked_at, as_of=one.as_of, ended_at=one.ended_at, expires_at=one.expires_at, href=f"/api/v1/exports/{one.id}",
        file=f"/api/v1/exports/{one.id}/file" if one.state == "ready" else None,
    )  # fmt: skip


def _of_filters(refusal: BadQuery) -> Invalid:
    return Invalid(tuple(Violation(("filters", name), text) for name, text in refusal.errors))


def _address(site: str, name: str, form: str, filters: Mapping[str, str]) -> str:
    return f"{site}{AT_ONCE}/{name}.{form}" + (f"?{urlencode(filters)}" if filters else "")


def _wrong(name: str, known: Mapping[str, object]) -> Violation:
    said: Text = msg("One of {names}.", names=", ".join(known))
    return Violation((name,), said)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
