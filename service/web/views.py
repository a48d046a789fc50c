"""Saved views on the pages with lists: those one sees, keeping what is asked for now, showing the default first."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from starlette.responses import RedirectResponse, Response

from events.text import Text, msg
from service.inbox.viewable import PATHS, parameters
from service.inbox.views import Sharing, View, Views
from service.problems import BadRequest
from service.web.received import form_of
from service.web.visitor import Visitor, local_path
from workflows.refusals import Invalid

SHARINGS = {
    Sharing.PRIVATE: msg("Only I see it"),
    Sharing.BODY: msg("My organisation sees it"),
    Sharing.BELOW: msg("My organisation and those below see it"),
}
"""With whom a view can be shared, as its owner reads it."""

_FORM = msg("This does not have the expected form.")


@dataclass(frozen=True)
class Saved:
    """What a page shows of the views its visitor sees: each with what of it fits no more, and what is asked for now."""

    page: str
    path: str
    seen: list[tuple[View, str]]
    query: dict[str, str]

    @property
    def sharings(self) -> list[tuple[Sharing, Text]]:
        """Give with whom a view can be shared."""
        return list(SHARINGS.items())


async def saved(visitor: Visitor, page: str) -> Saved:
    """Give the views of a page that the visitor sees."""
    register = await visitor.service.register.current()
    async with visitor.service.pool.connection() as conn:
        seen = await (await _views(visitor, conn)).seen(page)
    unfit = [(one, ", ".join(f"{name}={value}" for name, value in one.unknown(register).items())) for one in seen]
    asked = {name: value for name in parameters(page) if (value := visitor.query(name))}
    return Saved(page, PATHS[page], unfit, asked)


async def default_of(visitor: Visitor, page: str) -> Response | None:
    """Lead to the default view whoever asks for nothing; one that fits no more is not followed, and a note says so."""
    if visitor.request.url.query:
        return None
    async with visitor.service.pool.connection() as conn:
        seen = await (await _views(visitor, conn)).seen(page)
    default = next((one for one in seen if one.is_default), None)
    if default is None or not default.query:
        return None
    if wrong := default.unknown(await visitor.service.register.current()):
        said = ", ".join(wrong.values())
        visitor.notes.append(
            visitor.t("Your default view “{name}” does not fit any more: there is no “{value}”.", name=default.name, value=said)
        )  # fmt: skip
        return None
    return RedirectResponse(f"{PATHS[page]}?{default.query}", 303)


async def change(visitor: Visitor) -> Response:
    """Keep, rename, share, move or delete a view, or make it the default, and go back to its page."""
    async with form_of(visitor.request, most_files=0, most_fields=30) as form:
        fields = {name: str(value) for name, value in form.multi_items()}
    back = local_path(fields.get("back"))
    try:
        async with visitor.service.pool.connection() as conn:
            await _change(visitor, await _views(visitor, conn), fields)
    except Invalid as refusal:
        # a form of few fields: the sentence says all that is wrong
        raise BadRequest(refusal.violations[0].text) from None
    return RedirectResponse(back, 303)


async def _change(visitor: Visitor, views: Views, fields: dict[str, str]) -> None:
    wish, name = fields.get("wish"), fields.get("name", "")
    if wish == "save" and fields.get("page") in PATHS:
        page = fields["page"]
        asked = {parameter: value for parameter in parameters(page) if (value := fields.get(f"q.{parameter}"))}
        register = await visitor.service.register.current()
        await views.save(page, name, asked, _sharing(fields), visitor.service.clock.now(), register)
        return
    chosen = _id(fields.get("id", ""))
    match wish:
        case "rename":
            await views.rename(chosen, name)
        case "share":
            await views.share(chosen, _sharing(fields))
        case "first":
            await views.move(chosen, 1)
        case "delete":
            await views.delete(chosen)
        case "default" | "no_default":
            await views.set_default(chosen, wanted=wish == "default")
        case _:
            raise BadRequest(_FORM)


async def _views(visitor: Visitor, conn: AsyncConnection[Any]) -> Views:
    return Views.of(conn, visitor.person, await visitor.service.register.current(), visitor.today.day)


def _sharing(fields: dict[str, str]) -> Sharing:
    try:
        return Sharing(fields.get("shared", Sharing.PRIVATE))
    except ValueError:
        raise BadRequest(_FORM) from None


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest(_FORM) from None
