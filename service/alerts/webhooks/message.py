"""What a webhook is sent: CloudEvents that name what happened and where to read it, never what was entered.

A receiver reads the rest by the API, with a token of its own, and sees there what its owner may see.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cloudevents.core.bindings.http import to_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from standardwebhooks import Webhook as Signer

from events.event import CaseEvent
from events.store.reader import Row
from service.alerts.notice import Notice

TYPE = "kz.tbn4."
"""With what the types of all events begin."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says: the type after `TYPE`, the case it is about (none in a test), when it happened, and the data."""

    kind: str
    case_id: UUID | None
    at: datetime
    data: dict[str, Any]


def of_notice(notice: Notice, site: str) -> Message:
    """Say that somebody was told of a deadline. Names and reasons are not told."""
    data = {
        "notice": str(notice.id), "case": str(notice.case_id), "href": _href(site, notice.case_id),
        "organization": notice.organization, "workflow": notice.workflow, "subtask": notice.subtask, "rule": notice.rule,
        "deadline": notice.key, "due": notice.due.isoformat(), "working_days_left": notice.days, "step": notice.step,
        "account": str(notice.account), "capacity": notice.capacity, "mandatory": notice.mandatory,
    }  # fmt: skip
    return Message(f"notice.{notice.kind}", notice.case_id, notice.made_at, data)


def of_event(row: Row, event: CaseEvent, workflow: str, site: str) -> Message:
    """Say that something happened to a case."""
    case_id = row.originator_id
    data = {
        "case": str(case_id), "href": _href(site, case_id), "organization": event.organization, "workflow": workflow,
        "version": row.originator_version, "state": event.state, "position": row.position,
        "occurred_on": event.occurred_on.isoformat(),
    }  # fmt: skip
    return Message(row.topic, case_id, row.recorded_at, data)


def of_test(at: datetime) -> Message:
    """Say nothing, to try the way out."""
    return Message("webhook.test", None, at, {"message": "This is a test."})


def request(
    message: Message, delivery: UUID, site: str, secrets: list[str], now: datetime
) -> tuple[dict[str, str], bytes]:
    """Give the headers and the body by which a message is sent at an instant, signed with each of the secrets."""
    attributes: dict[str, Any] = {
        "id": str(delivery), "source": site, "type": TYPE + message.kind, "time": message.at, "datacontenttype": "application/json"
    }  # fmt: skip
    if message.case_id:
        attributes["subject"] = str(message.case_id)
    written = to_structured(CloudEvent(attributes, message.data), JSONFormat())
    signed = [Signer(secret).sign(str(delivery), now, written.body.decode()) for secret in secrets]
    headers = {
        **{name.title(): value for name, value in written.headers.items()},
        "Webhook-Id": str(delivery), "Webhook-Timestamp": str(int(now.timestamp())), "Webhook-Signature": " ".join(signed),
        "User-Agent": "tbn4",
    }  # fmt: skip
    return headers, written.body


def _href(site: str, case_id: UUID) -> str:
    return f"{site}/api/v1/cases/{case_id}"
