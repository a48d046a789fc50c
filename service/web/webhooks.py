"""The visitor's webhooks: made, tried out, looked at, sent again what they missed."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from events.text import Text, msg
from projections.page import whole
from service.alerts.delivery import DeliveryChannel
from service.alerts.listing import listed
from service.alerts.webhooks.webhooks import WANTS
from service.problems import BadRequest
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Invalid, Unknown

PAGE = "/webhooks"
SHOWN = 50
"""Messages on a page."""

_SAID: dict[str, Text] = {
    "test": msg("A test message is in line. Look here in a moment for what came of it."),
    "disable": msg("The webhook is disabled."),
    "enable": msg("The webhook is enabled."),
    "redeliver": msg("The message is in line again."),
}


async def own(visitor: Visitor) -> Response:
    """List the visitor's webhooks, with the form to make one."""
    return await _list(visitor)


async def create(visitor: Visitor) -> Response:
    """Make a webhook, and show its secret this once."""
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        typed = {name: str(data.get(name, "")).strip() for name in ("title", "url")}
        wants = [str(one) for one in data.getlist("wants")]
    try:
        webhook, secret = await visitor.service.webhooks.create(visitor.person.id, typed["title"], typed["url"], wants)
    except Invalid as refusal:
        return await _list(visitor, [one.text for one in refusal.violations], typed, wants)
    return await _one(visitor, webhook.id, secret=secret)


async def one(visitor: Visitor) -> Response:
    """Show a webhook with what it was sent."""
    return await _one(visitor, _asked(visitor), said=_SAID.get(visitor.query("said") or ""))


async def act(visitor: Visitor) -> Response:
    """Do what one of the page's buttons says."""
    webhook = _asked(visitor)
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        action = str(data.get("action", ""))
        try:
            secret = await _carry_out(visitor, webhook, action, data)
        except Invalid as refusal:
            return await _one(visitor, webhook, refused=[wrong.text for wrong in refusal.violations])
    if secret:
        return await _one(visitor, webhook, secret=secret)
    return RedirectResponse(f"{PAGE}/{webhook}?said={action}", HTTPStatus.SEE_OTHER)


async def _carry_out(visitor: Visitor, webhook: UUID, action: str, data: FormData) -> str:
    """Act on a webhook; gives the secret if a new one was made."""
    webhooks, account = visitor.service.webhooks, visitor.person.id
    match action:
        case "test":
            await webhooks.test(account, webhook)
        case "rotate":
            return await webhooks.rotate(account, webhook)
        case "disable":
            await webhooks.disable(account, webhook)
        case "enable":
            await webhooks.enable(account, webhook)
        case "redeliver":
            await webhooks.redeliver(account, webhook, [_uuid(str(data.get("delivery", "")))])
        case _:
            raise BadRequest(msg("The form cannot be read."))
    return ""


async def _list(
    visitor: Visitor, refused: Sequence[Text] = (), typed: dict[str, str] | None = None, wants: Sequence[str] = WANTS
) -> Response:
    found = await visitor.service.webhooks.of(visitor.person.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(
        visitor,
        "webhooks.html",
        status,
        webhooks=found,
        refused=refused,
        typed=typed or {"title": "", "url": ""},
        wants=wants,
    )


async def _one(
    visitor: Visitor, webhook: UUID, *, secret: str = "", said: Text | None = None, refused: Sequence[Text] = ()
) -> Response:
    found = await visitor.service.webhooks.get(visitor.person.id, webhook)
    before = whole(visitor.query("cursor") or "")
    async with visitor.service.pool.connection() as conn:
        sent = await listed(conn, DeliveryChannel.WEBHOOK, webhook=webhook, before=before, limit=SHOWN + 1)
    further = str(sent[SHOWN - 1].number) if len(sent) > SHOWN else ""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(
        visitor,
        "webhook.html",
        status,
        webhook=found,
        sent=sent[:SHOWN],
        further=further,
        secret=secret,
        said=said,
        refused=refused,
    )


def _asked(visitor: Visitor) -> UUID:
    return _uuid(visitor.request.path_params["webhook_id"])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Unknown(msg("You have no such webhook.")) from None
