"""A delivery: one message to one person or system, however often it has to be sent."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

_NAMESPACE = uuid.UUID("3b1d5a10-93c4-5f0e-8a6e-0c6f4f1d2e22")


class DeliveryChannel(StrEnum):
    """By what a message leaves the service."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class About(StrEnum):
    """What a message carries: notices, an event of a case, a test, the end of a webhook, an address to be confirmed."""

    NOTICES = "notices"
    EVENT = "event"
    TEST = "test"
    DISABLED = "disabled"
    ADDRESS = "address"


class DeliveryState(StrEnum):
    """What became of a message; one that is withdrawn need not be sent any more."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


class AttemptResult(StrEnum):
    """What came of an attempt.

    `LOST` is one whose process ended before it could tell: the other side may have the message. `MISCONFIGURED` is what the mail
    server says of us (no log-in, no relaying, a sender it does not take, a list that blocks us), not of the mail.
    """

    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    NO_ANSWER = "no_answer"
    UNTRUSTED = "untrusted"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    MISCONFIGURED = "misconfigured"
    INTERNAL = "internal"


class LeftOut(StrEnum):
    """Why a notice is not in the mail that was to carry it: what was true of the deadline, or of the reader, when the mail went."""

    DONE = "left_out_done"
    ENDED = "left_out_ended"
    MOVED = "left_out_moved"
    UNCLEARED = "left_out_uncleared"
    UNWANTED = "left_out_unwanted"


OURS = frozenset({AttemptResult.MISCONFIGURED, AttemptResult.UNTRUSTED})
"""What somebody has to mend on our side: mail is kept until then."""

_FOR_GOOD = frozenset({AttemptResult.REFUSED, AttemptResult.GONE})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to: `code` is what the other side said, `detail` is for those who look for the cause.

    `last` says that no other attempt is to follow, whatever the result. `left_out` are the notices that the message did not hold.
    """

    result: AttemptResult
    code: int | None = None
    detail: str = ""
    last: bool = False
    left_out: Mapping[UUID, LeftOut] = field(default_factory=dict)

    @property
    def for_good(self) -> bool:
        """Whether another attempt would come to the same."""
        return self.last or self.result in _FOR_GOOD


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it is being sent, for the `attempts`th time in all and the `tries`th since it was put in line.

    `account` is whom it is for, or whose webhook. Instants are aware; `first_at` is that of the first attempt.
    """

    id: UUID
    channel: DeliveryChannel
    about: About
    account: UUID
    webhook: UUID | None
    log: str
    position: int
    attempts: int
    tries: int
    made_at: datetime
    first_at: datetime

    @property
    def target(self) -> UUID:
        """Whose other messages have to wait while this one is being sent."""
        return self.webhook or self.account


class Carrier(Protocol):
    """Takes messages to the other side."""

    async def carry(self, delivery: Delivery) -> Outcome:
        """Send a message once; whatever the other side does is an outcome, within seconds."""

    def wait(self, delivery: Delivery, now: datetime) -> datetime | None:
        """Say when to try again after a failure, None to give up."""


def identity(channel: DeliveryChannel, *carried: object) -> UUID:
    """Give the id of the message that carries something by a channel."""
    return uuid.uuid5(_NAMESPACE, ":".join(map(str, (channel, *carried))))


def spread(delivery: Delivery) -> float:
    """Give a factor from 0.9 to 1.1, another for each attempt of each message, so that not all come back at once."""
    return 0.9 + uuid.uuid5(delivery.id, str(delivery.attempts)).int % 1000 / 5000
