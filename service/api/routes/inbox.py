"""Addresses of what waits for the caller."""

from typing import Any

from service.api import calendar_feed, inbox_shown, notices, shapes, tasks, views
from service.api.describing import Doc, in_path
from service.api.routes.table import LIST, PREFIX, route
from service.inbox.viewable import PATHS

BODY = ("bad-request", "wrong-media-type", "too-large", "unavailable")
"""Problems that a small body can meet."""

VIEW = in_path("view_id", "id of the view", inbox_shown.VIEW["id"])


def _body(properties: dict[str, Any], examples: dict[str, Any], *required: str) -> dict[str, Any]:
    """Describe a body of a few members."""
    schema = {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}
    shown = {name: {"summary": name, "value": value} for name, value in examples.items()}
    return {"required": True, "content": {"application/json": {"schema": schema, "examples": shown}}}


_NAME = {"type": "string", "minLength": 1, "maxLength": 80}
_SHARED = {"type": "string", "enum": ["private", "body", "below"]}
_NEW_VIEW = _body(
    {
        "page": {"type": "string", "enum": list(PATHS)},
        "name": _NAME,
        "query": {"type": "object", "additionalProperties": {"type": "string"}},
        "shared": _SHARED,
    },
    {"tasks": {name: inbox_shown.VIEW[name] for name in ("page", "name", "query", "shared")}},
    "page",
    "name",
    "query",
)
_CHANGED_VIEW = _body(
    {"name": _NAME, "shared": _SHARED, "place": {"type": "integer", "minimum": 1}, "default": {"type": "boolean"}},
    {"rename": {"name": "Late ones"}, "share": {"shared": "below"}, "top": {"place": 1}, "first": {"default": True}},
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
    PREFIX + "/views",
    views.get_views,
    Doc(
        "Inbox",
        "List saved views",
        "What was asked of the pages with lists, under names: yours in your order, then those that others share with you.",
        shapes.page_of(shapes.ViewItem),
        problems=("bad-query", "unavailable"),
        example=inbox_shown.VIEWS,
    ),
)
route(
    "POST",
    PREFIX + "/views",
    views.save_view,
    Doc(
        "Inbox",
        "Save a view",
        "Keeps what a page is asked for under a name, in place of your view of that name: for yourself (`private`), for all of your "
        "organisation (`body`), or for those of the organisations below it, too (`below`). What the page does not understand is refused. "
        "Everybody sees by it what they may see, and no more.",
        shapes.ViewItem,
        201,
        (*BODY, "invalid"),
        example=inbox_shown.VIEW,
    ),
    requestBody=_NEW_VIEW,
)
route(
    "POST",
    PREFIX + "/views/{view_id}",
    views.change_view,
    Doc(
        "Inbox",
        "Change a view",
        "Gives your view another name, shares it, or puts it at a place among yours; `default` makes any view that you see the one that "
        "its page shows you first.",
        shapes.ViewItem,
        problems=(*BODY, "invalid", "unknown"),
        example=inbox_shown.VIEW,
    ),
    parameters=[VIEW],
    requestBody=_CHANGED_VIEW,
)
route(
    "DELETE",
    PREFIX + "/views/{view_id}",
    views.delete_view,
    Doc(
        "Inbox",
        "Delete a view",
        "Forgets your view, also for those with whom it was shared; the answer shows it once more.",
        shapes.ViewItem,
        problems=("unknown", "unavailable"),
        example=inbox_shown.VIEW,
    ),
    parameters=[VIEW],
)
