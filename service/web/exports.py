"""Lists as files: short ones at once, long ones behind the visitor's back; and the page of what the visitor has exported."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from events.text import msg
from service.exports import lists  # noqa: F401 - enters the lists in their table
from service.exports.about import TITLES
from service.exports.at_once import SHORT, at_once, made_before
from service.exports.bundles import BUNDLES, ask, titles
from service.exports.exported import LISTS, Exported, Filters, list_named
from service.exports.making import Order
from service.exports.reader import reading
from service.exports.refusals import TooLong
from service.exports.writing import WRITERS
from service.problems import BadRequest
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Unknown

PAGE = "/exports"
_NOT_FILTERS = frozenset({"lang", "cursor", "all", "told", "asked"})
_LONGEST = 200
_MOST_FIELDS = 40


async def own(visitor: Visitor) -> Response:
    """List the visitor's exports, the newest first."""
    found = await visitor.service.exports.of(visitor.person.id)
    await visitor.service.exports.seen(visitor.person.id)
    visitor.unread -= sum(one.is_news for one in found)
    return render(
        visitor,
        "exports.html",
        exports=found,
        lists=titles({name: one.title for name, one in LISTS.items()}),
        filter_titles=TITLES,
        waits=any(one.under_way for one in found),
    )


async def export(visitor: Visitor) -> Response:
    """Give a list as a file; of a long one ask first whether it is to be made behind the visitor's back."""
    exported, form = _asked(visitor)
    filters = _filters(visitor.request.query_params)
    order = Order(
        exported,
        exported.of_page(filters),
        form,
        visitor.t.language,
        visitor.service.settings.site + exported.place(filters),
    )
    try:
        return await at_once(visitor.service, visitor.person, order)
    except TooLong:
        return render(visitor, "export_long.html", exported=exported, form=form, filters=filters, short=SHORT)


async def order_export(visitor: Visitor) -> Response:
    """Put an export in line."""
    async with form_of(visitor.request, most_files=0, most_fields=_MOST_FIELDS) as data:
        fields = {name: str(value) for name, value in data.multi_items()}
    if bundle := BUNDLES.get(fields.get("list", "")):
        filters = _filters({name.removeprefix("q."): value for name, value in fields.items() if name.startswith("q.")})
        await ask(visitor.service, visitor.person, bundle, filters, visitor.t.language)
        return RedirectResponse(PAGE, HTTPStatus.SEE_OTHER)
    exported, form = list_named(fields.pop("list", "")), fields.pop("format", "")
    if form not in WRITERS:
        raise BadRequest(msg("This does not have the expected form."))
    asked = _filters({name.removeprefix("q."): value for name, value in fields.items() if name.startswith("q.")})
    filters = exported.of_page(asked)
    query = exported.asked(filters)
    service = visitor.service
    async with service.exports.turns, reading(service, visitor.person, visitor.t.language) as reader:
        await exported.allow(reader, query)
    await visitor.service.exports.ask(
        visitor.person.id, exported.name, filters, form, visitor.t.language,
        visitor.service.settings.site + exported.place(asked),
    )  # fmt: skip
    return RedirectResponse(PAGE, HTTPStatus.SEE_OTHER)


async def act(visitor: Visitor) -> Response:
    """Cancel or delete an export."""
    async with form_of(visitor.request, most_files=0, most_fields=2) as data:
        action = str(data.get("action", ""))
    exports, account, export_id = visitor.service.exports, visitor.person.id, _id(visitor)
    match action:
        case "cancel":
            await exports.cancel(account, export_id)
        case "delete":
            await exports.delete(account, export_id)
        case _:
            raise BadRequest(msg("This does not have the expected form."))
    return RedirectResponse(PAGE, HTTPStatus.SEE_OTHER)


async def send(visitor: Visitor) -> Response:
    """Give the file of an export."""
    found = await visitor.service.exports.get(visitor.person.id, _id(visitor))
    return await made_before(visitor.service, visitor.person, found)


def _asked(visitor: Visitor) -> tuple[Exported[Any, Any], str]:
    """Give the list and the format of the address; raises `Unknown`."""
    parts = visitor.request.path_params
    if parts["format"] not in WRITERS:
        raise Unknown(msg("Lists are given as {formats}.", formats=", ".join(WRITERS)))
    return list_named(parts["list"]), parts["format"]


def _filters(parameters: Filters) -> dict[str, str]:
    """Take what narrows a list: what is empty narrows nothing."""
    return {
        name: text
        for name, value in parameters.items()
        if name not in _NOT_FILTERS and (text := value.strip()[:_LONGEST])
    }


def _id(visitor: Visitor) -> UUID:
    try:
        return UUID(visitor.request.path_params["export_id"])
    except ValueError:
        raise Unknown(msg("You have no such export.")) from None
