"""Addresses of preferences and webhooks."""

from typing import Any

from service.alerts.webhooks.webhooks import WANTS
from service.api import shapes, webhooks
from service.api.describing import Doc, in_path
from service.api.routes.table import PREFIX, route

_READ = ("bad-query", "unavailable")
_CHANGE = (*_READ, "bad-request", "wrong-media-type", "too-large", "invalid")
_WEBHOOK = in_path("webhook_id", "id of the webhook", "5f0c5ed5-0d6e-4d0c-9d55-3f3a2f6d9a11")
_PREFERENCES = PREFIX + "/preferences"
_WEBHOOKS = PREFIX + "/webhooks"


def _body(required: dict[str, Any], example: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    schema = {
        "type": "object", "required": list(required), "additionalProperties": False, "properties": {**required, **(optional or {})}
    }  # fmt: skip
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


route(
    "GET",
    _PREFERENCES,
    webhooks.get_preferences,
    Doc(
        "Alerts",
        "Get your preferences",
        "Where you get mail, and whether you want it. The inbox cannot be switched off, nor can mail that is mandatory.",
        shapes.Preferences,
        problems=_READ,
    ),
)
route(
    "POST",
    _PREFERENCES,
    webhooks.set_preferences,
    Doc(
        "Alerts",
        "Switch mail on or off, or choose your language",
        "Without mail you still get by mail what is mandatory. The language is that of mail and of your calendar; send one of the two.",
        shapes.Preferences,
        problems=_CHANGE,
    ),
    requestBody=_body({}, {"mail": True}, {"mail": {"type": "boolean"}, "language": {"enum": ["ru", "kk", "en"]}}),
)
route(
    "POST",
    _PREFERENCES + "/address",
    webhooks.ask_address,
    Doc(
        "Alerts",
        "Name an address for mail",
        "A code is mailed there; the address counts once you have sent the code back within an hour.",
        shapes.Preferences,
        202,
        _CHANGE,
    ),
    requestBody=_body({"address": {"type": "string", "format": "email"}}, {"address": "name@example.kz"}),
)
route(
    "POST",
    _PREFERENCES + "/address/confirm",
    webhooks.confirm_address,
    Doc(
        "Alerts",
        "Confirm the address",
        "Send the code that was mailed to it. After five wrong codes the address has to be named again.",
        shapes.Preferences,
        problems=_CHANGE,
    ),
    requestBody=_body({"code": {"type": "string"}}, {"code": "01234567"}),
)
route(
    "GET",
    _WEBHOOKS,
    webhooks.get_webhooks,
    Doc("Alerts", "List your webhooks", "Those you have made, the oldest first.", shapes.WebhookList, problems=_READ),
)
route(
    "POST",
    _WEBHOOKS,
    webhooks.create_webhook,
    Doc(
        "Alerts",
        "Make a webhook",
        "Your system is sent CloudEvents 1.0 in structured JSON, signed as Standard Webhooks say: `webhook-id` is the same for all "
        "attempts. `notices` are what people are told of deadlines (`kz.tbn4.notice.…`), `events` what happens to cases "
        "(`kz.tbn4.case.deadline_missed`, `kz.tbn4.risk_analysis.…`), both of organisations you see, and nothing of sealed cases. They "
        "name what happened and where to read it. Answer with any 2xx within 15 seconds; otherwise the message comes again after "
        "5 s, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours. 410 disables the webhook at once, five days of failures do too. "
        "Addresses begin with https:// and are public, unless the operator allows others; redirections are not followed.",
        shapes.WebhookMade,
        201,
        _CHANGE,
        headers=("Location",),
    ),
    requestBody=_body(
        {
            "title": {"type": "string", "minLength": 1, "maxLength": 100},
            "url": {"type": "string", "format": "uri"},
            "wants": {"type": "array", "items": {"type": "string", "enum": list(WANTS)}, "minItems": 1},
        },
        {"title": "Documentolog", "url": "https://hooks.example.kz/tbn4", "wants": ["notices"]},
    ),
)
route(
    "GET",
    _WEBHOOKS + "/{webhook_id}",
    webhooks.get_webhook,
    Doc("Alerts", "Get a webhook", "One of yours, as it stands.", shapes.WebhookItem, problems=(*_READ, "unknown")),
    parameters=[_WEBHOOK],
)
route(
    "POST",
    _WEBHOOKS + "/{webhook_id}/actions/{action}",
    webhooks.act_on_webhook,
    Doc(
        "Alerts",
        "Act on a webhook",
        "`test` sends a message that says nothing. `rotate` makes a new secret; messages are signed with the one before, too, for a day. "
        "`disable` withdraws what waits, `enable` lets it hear what happens from then on. `redeliver` sends again messages by `ids`, or "
        "those made from `since` until `until`, under the ids they had. All but `redeliver` take an empty object.",
        shapes.WebhookDone,
        problems=(*_CHANGE, "unknown"),
    ),
    parameters=[_WEBHOOK, in_path("action", ", ".join(webhooks.ACTIONS), "test")],
    requestBody=_body(
        {},
        {},
        {
            "ids": {"type": "array", "items": {"type": "string", "format": "uuid"}},
            "since": {"type": "string", "format": "date-time"},
            "until": {"type": "string", "format": "date-time"},
        },
    ),
)
route(
    "GET",
    _WEBHOOKS + "/{webhook_id}/deliveries",
    webhooks.get_webhook_deliveries,
    Doc(
        "Alerts",
        "List what a webhook was sent",
        "The newest first, each with what came of every attempt; `next` leads on.",
        shapes.page_of(shapes.DeliveryItem),
        problems=(*_READ, "bad-cursor", "unknown"),
    ),
    parameters=[_WEBHOOK],
)
