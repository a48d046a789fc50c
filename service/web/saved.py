"""Saved filters on the pages with lists: what is kept, keeping what is asked for now, showing the default first."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection
from starlette.responses import RedirectResponse, Response

from events.text import msg
from service.inbox.filterable import PATHS, parameters
from service.inbox.filters import Filter, Filters
from service.problems import BadRequest
from service.web.received import form_of
from service.web.visitor import Visitor, local_path
from workflows.refusals import Invalid

WISHES = ("save", "rename", "delete", "default", "no_default")


@dataclass(frozen=True)
class Saved:
    """What a page shows of its visitor's filters: each with what of it fits no more, and what is asked for now."""

    page: str
    path: str
    kept: list[tuple[Filter, str]]
    query: dict[str, str]


async def saved(visitor: Visitor, page: str) -> Saved:
    """Give the visitor's filters of a page."""
    register = await visitor.service.register.current()
    async with visitor.service.pool.connection() as conn:
        kept = await Filters(conn, visitor.person.id).kept(page)
    unfit = [(one, ", ".join(f"{name}={value}" for name, value in one.unknown(register).items())) for one in kept]
    asked = {name: value for name in parameters(page) if (value := visitor.query(name))}
    return Saved(page, PATHS[page], unfit, asked)


async def default_of(visitor: Visitor, page: str) -> Response | None:
    """Lead to the default filter whoever asks for nothing; one that fits no more is not followed, and a note says so."""
    if visitor.request.url.query:
        return None
    async with visitor.service.pool.connection() as conn:
        kept = await Filters(conn, visitor.person.id).kept(page)
    default = next((one for one in kept if one.is_default), None)
    if default is None or not default.query:
        return None
    if wrong := default.unknown(await visitor.service.register.current()):
        said = ", ".join(wrong.values())
        visitor.notes.append(
            visitor.t("Your default filter “{name}” does not fit any more: there is no “{value}”.", name=default.name, value=said)
        )  # fmt: skip
        return None
    return RedirectResponse(f"{PATHS[page]}?{default.query}", 303)


async def change(visitor: Visitor) -> Response:
    """Keep, rename or delete a filter, or make it the default, and go back to its page."""
    async with form_of(visitor.request, most_files=0, most_fields=30) as form:
        fields = {name: str(value) for name, value in form.multi_items()}
    back = local_path(fields.get("back"))
    try:
        async with visitor.service.pool.connection() as conn:
            await _change(visitor, conn, fields)
    except Invalid as refusal:
        # a form of two fields: the sentence says all that is wrong
        raise BadRequest(refusal.violations[0].text) from None
    return RedirectResponse(back, 303)


async def _change(visitor: Visitor, conn: AsyncConnection, fields: dict[str, str]) -> None:
    filters, wish, name = Filters(conn, visitor.person.id), fields.get("wish"), fields.get("name", "")
    if wish == "save" and fields.get("page") in PATHS:
        page = fields["page"]
        asked = {parameter: value for parameter in parameters(page) if (value := fields.get(f"q.{parameter}"))}
        register = await visitor.service.register.current()
        await filters.save(page, name, asked, visitor.service.clock.now(), register)
        return
    if wish not in WISHES[1:]:
        raise BadRequest(msg("This does not have the expected form."))
    chosen = _id(fields.get("id", ""))
    match wish:
        case "rename":
            await filters.rename(chosen, name)
        case "delete":
            await filters.delete(chosen)
        case _:
            await filters.set_default(chosen, wanted=wish == "default")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest(msg("There is no such filter among yours.")) from None
