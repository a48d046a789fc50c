"""Where somebody gets mail, and their webhooks: made, listed, acted on, with all that was sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections.page import numbered
from service.access import Account
from service.alerts.delivery import DeliveryChannel
from service.alerts.listing import Listed, listed
from service.alerts.webhooks.webhook import Webhook
from service.alerts.webhooks.webhooks import Webhooks
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.body import json_object, members
from service.api.caller import account_of, service_of, speaker
from service.api.queries import NoQuery, PageQuery
from service.i18n import LANGUAGES, Translator
from workflows.refusals import Invalid, Unknown, Violation

WEBHOOKS = "/api/v1/webhooks"

_Done = dict[str, Any]


async def get_preferences(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give what the caller chose."""
    return await _preferences(request, await account_of(request))


async def set_preferences(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Switch mail on or off, or choose the language of mail and calendar."""
    account, data, service = await account_of(request), await json_object(request), service_of(request)
    if "language" in data:
        members(data, {"language": str})
        if data["language"] not in LANGUAGES:
            raise Invalid((Violation(("language",), msg("Choose one of: {expected}.", expected=LANGUAGES)),))
        await service.access.speak(account.id, data["language"])
        account = replace(account, language=data["language"])
    else:
        members(data, {"mail": bool})
        await service.preferences.choose(account.id, mail=data["mail"])
    return await _preferences(request, account)


async def ask_address(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Have a code mailed to an address."""
    account, data = await account_of(request), await json_object(request)
    members(data, {"address": str})
    await service_of(request).preferences.ask_address(account.id, data["address"])
    return await _preferences(request, account, 202)


async def confirm_address(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Let the address that waits count."""
    account, data = await account_of(request), await json_object(request)
    members(data, {"code": str})
    await service_of(request).preferences.confirm(account.id, data["code"])
    return await _preferences(request, account)


async def get_webhooks(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List the caller's webhooks."""
    account = await account_of(request)
    found = await service_of(request).webhooks.of(account.id)
    return answer(shapes.WebhookList([_webhook(one) for one in found]))


async def create_webhook(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Make a webhook."""
    account, data = await account_of(request), await json_object(request)
    members(data, {"title": str, "url": str, "wants": list})
    wants = [one for one in data["wants"] if isinstance(one, str)]
    if len(wants) != len(data["wants"]):
        raise Invalid((Violation(("wants",), msg("Enter a list.")),))
    webhook, secret = await service_of(request).webhooks.create(account.id, data["title"], data["url"], wants)
    headers = {"Location": f"{WEBHOOKS}/{webhook.id}", "Cache-Control": "no-store"}
    return answer(shapes.WebhookMade(_webhook(webhook), secret), headers, 201)


async def get_webhook(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give a webhook of the caller."""
    account = await account_of(request)
    return answer(_webhook(await service_of(request).webhooks.get(account.id, webhook_of(request))))


async def act_on_webhook(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Test, rotate, disable, enable, or send again."""
    account, action = await account_of(request), request.path_params["action"]
    webhooks, webhook = service_of(request).webhooks, webhook_of(request)
    if action not in ACTIONS:
        raise Unknown(msg("There is no action “{action}” on webhooks.", action=action))
    done = await ACTIONS[action](webhooks, account.id, webhook, await json_object(request))
    shown = {"secret": None, "delivery": None, "messages": None, **done}
    found = _webhook(await webhooks.get(account.id, webhook))
    return answer(shapes.WebhookDone(found, **shown), {"Cache-Control": "no-store"})


async def get_webhook_deliveries(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """List what a webhook was sent, the newest first."""
    account, service = await account_of(request), service_of(request)
    webhook = await service.webhooks.get(account.id, webhook_of(request))
    before = numbered(query.cursor)
    async with service.pool.connection() as conn:
        found = await listed(conn, DeliveryChannel.WEBHOOK, webhook=webhook.id, before=before, limit=query.limit + 1)
    page, say = found[: query.limit], speaker(request)
    more = str(page[-1].number) if len(found) > len(page) else ""
    return answer(with_next(request, [_delivery(one, say) for one in page], more))


def webhook_of(request: Request) -> UUID:
    """Give the id in the address; raises `Unknown`."""
    try:
        return UUID(request.path_params["webhook_id"])
    except ValueError:
        raise Unknown(msg("You have no such webhook.")) from None


async def _test(webhooks: Webhooks, account: UUID, webhook: UUID, data: _Done) -> _Done:
    members(data, {})
    return {"delivery": await webhooks.test(account, webhook)}


async def _rotate(webhooks: Webhooks, account: UUID, webhook: UUID, data: _Done) -> _Done:
    members(data, {})
    return {"secret": await webhooks.rotate(account, webhook)}


async def _disable(webhooks: Webhooks, account: UUID, webhook: UUID, data: _Done) -> _Done:
    members(data, {})
    await webhooks.disable(account, webhook)
    return {}


async def _enable(webhooks: Webhooks, account: UUID, webhook: UUID, data: _Done) -> _Done:
    members(data, {})
    await webhooks.enable(account, webhook)
    return {}


async def _redeliver(webhooks: Webhooks, account: UUID, webhook: UUID, data: _Done) -> _Done:
    members(data, {}, {"ids": list, "since": str, "until": str})
    ids = None if "ids" not in data else [_id(one) for one in data["ids"]]
    times = {name: _instant(name, data[name]) for name in ("since", "until") if name in data}
    return {"messages": await webhooks.redeliver(account, webhook, ids, **times)}


ACTIONS: dict[str, Callable[[Webhooks, UUID, UUID, _Done], Awaitable[_Done]]] = {
    "test": _test,
    "rotate": _rotate,
    "disable": _disable,
    "enable": _enable,
    "redeliver": _redeliver,
}
"""What can be done with a webhook."""


def _id(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, AttributeError, TypeError):
        raise Invalid((Violation(("ids",), msg("Give the ids of messages, as they are listed.")),)) from None


def _instant(name: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid((Violation((name,), msg("Give an instant with its zone, as 2024-03-01T09:00:00+05:00.")),))
    return found


async def _preferences(request: Request, account: Account, status: int = 200) -> Response:
    found = await service_of(request).preferences.of(account.id)
    return answer(
        shapes.Preferences(found.address, found.set_by, found.mail, found.asked_address, account.language),
        status=status,
    )


def _webhook(found: Webhook) -> shapes.WebhookItem:
    return shapes.WebhookItem(
        id=found.id,
        title=found.title,
        url=found.url,
        wants=found.wants,
        disabled_for=found.disabled_for,
        failing_since=found.failing_since,
        previous_secret_until=found.previous_until,
        made_at=found.made_at,
        href=f"{WEBHOOKS}/{found.id}",
    )


def _delivery(found: Listed, say: Translator) -> shapes.DeliveryItem:
    return shapes.DeliveryItem(
        id=found.id,
        about=found.about,
        state=found.state,
        state_title=say.code("DeliveryState", found.state),
        made_at=found.made_at,
        next_at=found.next_at if found.ended_at is None else None,
        ended_at=found.ended_at,
        reason=found.reason,
        attempts=[
            shapes.AttemptItem(one.number, one.at, one.result, one.code, one.detail, one.milliseconds)
            for one in found.made
        ],
    )
