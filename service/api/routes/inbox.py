"""Addresses of what waits for the caller."""

from typing import Any

from service.api import inbox_shown, notices, shapes
from service.api.describing import Doc
from service.api.routes.table import LIST, PREFIX, route

BODY = ("bad-request", "wrong-media-type", "too-large", "unavailable")
"""Problems that a small body can meet."""

_READ: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
                "properties": {
                    "ids": {
                        "type": "array",
                        "items": {"type": "string", "format": "uuid"},
                        "maxItems": notices.MOST_IDS,
                    },
                    "all": {"type": "boolean", "const": True},
                },
            },
            "examples": {
                "some": {"summary": "One", "value": {"ids": ["3c4a3a9c-0c7a-5d7b-8a55-6b1c2f6d9a11"]}},
                "all": {"summary": "All", "value": {"all": True}},
            },
        }
    },
}

route(
    "GET",
    PREFIX + "/notices",
    notices.get_notices,
    Doc(
        "Inbox",
        "List your notices",
        "What you were told of deadlines, the newest first, each in a sentence and in data, with your next action.",
        shapes.Notices,
        problems=LIST,
        example=inbox_shown.NOTICES,
    ),
)
route(
    "POST",
    PREFIX + "/notices/read",
    notices.read_notices,
    Doc(
        "Inbox",
        "Mark notices as read",
        "Those that are named, or all; what is read already, or another's, is passed over.",
        shapes.NoticesRead,
        problems=BODY,
        example=inbox_shown.NOTICES_READ,
    ),
    requestBody=_READ,
)
