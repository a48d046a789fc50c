"""Where people get mail, and the systems that listen."""

from datetime import datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class Preferences(Shape, frozen=True):
    """What an account chose: where it gets mail ("" for nowhere), whether it wants more than what is mandatory.

    `set_by` is owner or administrator; `asked_address` waits for its code. `language` is that of mail and calendar.
    """

    address: str
    set_by: str
    mail: bool
    asked_address: str
    language: str


class WebhookItem(Shape, frozen=True):
    """A webhook without its secrets. `disabled_for` is owner, gone or failing, and empty while it works."""

    id: UUID
    title: str
    url: str
    wants: list[str]
    disabled_for: str
    failing_since: datetime | None
    previous_secret_until: datetime | None
    made_at: datetime
    href: str


class WebhookList(Shape, frozen=True):
    """An account's webhooks."""

    items: list[WebhookItem]


class WebhookMade(Shape, frozen=True):
    """A new webhook, with its secret, which is shown this once."""

    webhook: WebhookItem
    secret: str


class WebhookDone(Shape, frozen=True):
    """A webhook after an action; `secret` is new (rotate), `delivery` the message put in line (test), `messages` how many were (redeliver)."""

    webhook: WebhookItem
    secret: str | None
    delivery: UUID | None
    messages: int | None


class AttemptItem(Shape, frozen=True):
    """What came of an attempt; `code` is the status that the receiver answered with, null if it did not."""

    number: int
    at: datetime
    result: str
    code: int | None
    detail: str
    milliseconds: int


class DeliveryItem(Shape, frozen=True):
    """A message to a webhook under its `webhook-id`, with all attempts; `next_at` is null once none is to follow."""

    id: UUID
    about: str
    state: str
    state_title: str
    made_at: datetime
    next_at: datetime | None
    ended_at: datetime | None
    reason: str
    attempts: list[AttemptItem]
