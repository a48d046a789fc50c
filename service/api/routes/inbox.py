"""Addresses of what waits for the caller."""

from typing import Any

from service.api import calendar_feed, inbox_shown, notices, shapes
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
route(
    "GET",
    PREFIX + "/calendar-feed",
    calendar_feed.get_calendar_feed,
    Doc(
        "Inbox",
        "Get your calendar address",
        "Whether you have an address by which a calendar program reads your deadlines, and since when.",
        shapes.CalendarFeed,
        problems=("unavailable",),
        example=inbox_shown.CALENDAR_FEED,
    ),
)
route(
    "POST",
    PREFIX + "/calendar-feed",
    calendar_feed.make_calendar_feed,
    Doc(
        "Inbox",
        "Make a calendar address",
        "Gives an iCalendar address (RFC 5545) with an all-day event for each deadline of your organisation that is awaited. It is "
        "shown this once, and takes the place of the one before. Whoever knows it can read the calendar; ask it as often as "
        "its `Cache-Control` says, with `If-None-Match`.",
        shapes.CalendarFeed,
        201,
        ("not-permitted", "unavailable"),
        example=inbox_shown.NEW_CALENDAR_FEED,
    ),
)
route(
    "DELETE",
    PREFIX + "/calendar-feed",
    calendar_feed.revoke_calendar_feed,
    Doc(
        "Inbox",
        "Revoke your calendar address",
        "From now on nothing is at the address any more; revoking what is not there changes nothing.",
        shapes.CalendarFeed,
        problems=("unavailable",),
        example={"made_at": None, "address": None},
    ),
)
