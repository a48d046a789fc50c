"""Address of the search."""

from service.api import search, shapes
from service.api.describing import Doc
from service.api.routes.table import LIST, PREFIX, route

route(
    "GET",
    PREFIX + "/search",
    search.get_search,
    Doc(
        "Search",
        "Search",
        "Cases, organisations, people and documents that you may see, by kind, what fits best first. Words are found in all their forms "
        "in Russian and English, in Kazakh by their beginnings; numbers and BIN by their first digits; cases by dates (12.03.2024), "
        "periods and subtasks too. If more than 1,000 of a kind fit, the newest of them are ranked.",
        shapes.SearchAnswer,
        problems=LIST,
        headers=("Tbn4-Behind",),
        example=search.EXAMPLE,
    ),
)
