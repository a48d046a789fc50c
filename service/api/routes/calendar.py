"""Addresses of changes of the calendar."""

from service.api import calendar, shapes
from service.api.describing import Doc, in_path
from service.api.routes.table import PREFIX, route

CHANGE = in_path("change_id", "id of the change", "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")

route(
    "GET",
    PREFIX + "/calendar/changes",
    calendar.get_calendar_changes,
    Doc(
        "Calendar",
        "List changes of the calendar",
        "Swaps, days off and holidays that were proposed, approved and revoked. They are opened and decided as cases of the workflow "
        "`calendar_change`.",
        shapes.CalendarChanges,
        problems=("bad-query", "unavailable"),
    ),
)
route(
    "GET",
    PREFIX + "/calendar/changes/{change_id}/effects",
    calendar.get_calendar_effects,
    Doc(
        "Calendar",
        "Preview a change of the calendar",
        "The awaited deadlines that you may see and that a proposed change would put off, were it approved today; those that it would "
        "bring forward keep their dates.",
        shapes.CalendarEffects,
        problems=("bad-query", "unknown", "unavailable"),
    ),
    parameters=[CHANGE],
)
