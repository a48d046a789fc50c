"""Addresses of what waits for the caller."""

from typing import Any

from service.api import calendar_feed, filters, inbox_shown, notices, shapes, tasks
from service.api.describing import Doc, in_path
from service.api.routes.table import LIST, PREFIX, route
from service.inbox.filterable import PATHS

BODY = ("bad-request", "wrong-media-type", "too-large", "unavailable")
"""Problems that a small body can meet."""

FILTER = in_path("filter_id", "id of the filter", inbox_shown.FILTER["id"])


def _body(properties: dict[str, Any], examples: dict[str, Any], *required: str) -> dict[str, Any]:
    """Describe a body of a few members."""
    schema = {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}
    shown = {name: {"summary": name, "value": value} for name, value in examples.items()}
    return {"required": True, "content": {"application/json": {"schema": schema, "examples": shown}}}


_NAME = {"type": "string", "minLength": 1, "maxLength": 80}
_NEW_FILTER = _body(
    {
        "page": {"type": "string", "enum": list(PATHS)},
        "name": _NAME,
        "query": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    {"tasks": {name: inbox_shown.FILTER[name] for name in ("page", "name", "query")}},
    "page",
    "name",
    "query",
)
_CHANGED_FILTER = _body(
    {"name": _NAME, "default": {"type": "boolean"}}, {"rename": {"name": "Late ones"}, "first": {"default": True}}
)

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
route(
    "GET",
    PREFIX + "/tasks",
    tasks.get_tasks,
    Doc(
        "Inbox",
        "List your tasks",
        "Cases on which something is to be done, the most urgent first: `mine` are those of your body and of those it uploads for, "
        "`unit` those of all bodies below too, `signature` what waits for your signature, `returned` what was sent back for "
        "mending, `review` what you are to accept.",
        shapes.TaskPage,
        problems=LIST,
        headers=("Tbn4-Behind",),
        example=inbox_shown.TASKS,
    ),
)
route(
    "GET",
    PREFIX + "/filters",
    filters.get_filters,
    Doc(
        "Inbox",
        "List your saved filters",
        "What you asked of the pages with lists, under names of your own.",
        shapes.page_of(shapes.FilterItem),
        problems=("bad-query", "unavailable"),
        example=inbox_shown.FILTERS,
    ),
)
route(
    "POST",
    PREFIX + "/filters",
    filters.save_filter,
    Doc(
        "Inbox",
        "Save a filter",
        "Keeps what a page is asked for under a name, in place of your filter of that name. What the page does not understand "
        "is refused.",
        shapes.FilterItem,
        201,
        (*BODY, "invalid"),
        example=inbox_shown.FILTER,
    ),
    requestBody=_NEW_FILTER,
)
route(
    "POST",
    PREFIX + "/filters/{filter_id}",
    filters.change_filter,
    Doc(
        "Inbox",
        "Change a filter",
        "Gives it another name, or makes it the one that its page shows first.",
        shapes.FilterItem,
        problems=(*BODY, "invalid", "unknown"),
        example=inbox_shown.FILTER,
    ),
    parameters=[FILTER],
    requestBody=_CHANGED_FILTER,
)
route(
    "DELETE",
    PREFIX + "/filters/{filter_id}",
    filters.delete_filter,
    Doc(
        "Inbox",
        "Delete a filter",
        "Forgets it; the answer shows it once more.",
        shapes.FilterItem,
        problems=("unknown", "unavailable"),
        example=inbox_shown.FILTER,
    ),
    parameters=[FILTER],
)
