"""The page on which a person makes and revokes the address of their calendar, and the calendar at that address."""

from starlette.responses import Response

from events.text import msg
from service.inbox.published import Published, address, feeds_of
from service.problems import BadRequest
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Unknown

ICS = "text/calendar; charset=utf-8"
_KEPT = "private, no-cache"  # asked for each time, so that an address that was revoked shows nothing more
PUBLISHED = Published()
"""The calendars that this process has written lately."""


async def address_page(visitor: Visitor) -> Response:
    """Say whether there is an address, and since when."""
    return await _page(visitor)


async def change_address(visitor: Visitor) -> Response:
    """Make a new address, which is shown this once, or end the one there is."""
    async with form_of(visitor.request, most_files=0, most_fields=3) as form:
        wish = str(form.get("wish", ""))
    feeds = feeds_of(visitor.service)
    if wish == "revoke":
        await feeds.revoke(visitor.person)
        return await _page(visitor)
    if wish != "make":
        raise BadRequest(msg("Say whether an address is to be made or revoked."))
    secret = await feeds.make(visitor.person)
    return await _page(visitor, address(visitor.service.settings.site, secret))


async def calendar(visitor: Visitor) -> Response:
    """Give the calendar at an address; whoever has it reads it, so nothing else does it give away."""
    service, request = visitor.service, visitor.request
    account = await feeds_of(service).reader(request.path_params["secret"])
    if account is None:
        raise Unknown(msg("There is no calendar at this address: it was revoked or changed."))
    written = await PUBLISHED.of(service, account)
    headers = {"ETag": written.tag, "Cache-Control": _KEPT, "Referrer-Policy": "no-referrer"}
    if written.tag in {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="tbn4.ics"'
    return Response(written.content, headers=headers, media_type=ICS)


async def _page(visitor: Visitor, made: str = "") -> Response:
    since = await feeds_of(visitor.service).made_at(visitor.person)
    return render(visitor, "calendar_feed.html", since=since, made=made, may=bool(visitor.person.organization))
