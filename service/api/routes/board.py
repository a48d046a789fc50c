"""Addresses of the board of deadlines."""

from service.api import board, board_shown, shapes
from service.api.describing import Doc
from service.api.routes.table import LIST, PREFIX, route

route(
    "GET",
    PREFIX + "/deadlines",
    board.get_deadlines,
    Doc(
        "Deadlines",
        "List deadlines",
        "Deadlines of the cases you may see, each with its explanation, who is responsible and who signs, the working days left by the "
        "calendar of its body (negative when late), the step up the line that was reached, the last notice with its channel and result, "
        "and what the case still lacks.",
        shapes.page_of(shapes.BoardItem),
        problems=LIST,
        headers=("Tbn4-Behind",),
        example=board_shown.DEADLINES,
    ),
)
route(
    "GET",
    PREFIX + "/deadlines/numbers",
    board.get_deadline_numbers,
    Doc(
        "Deadlines",
        "Count deadlines",
        "How many of the deadlines you may see are in each group, in all and by subtask, rule and region; and what became of a year's "
        "binding terms by quarter, for the bodies of the next level down. Of much the numbers are kept for up to a minute.",
        shapes.DeadlineNumbers,
        problems=LIST,
        headers=("Tbn4-Behind",),
    ),
)
