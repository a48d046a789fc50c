"""Addresses of the cartogram's block for the website."""

from service.api import publication
from service.api.describing import Doc
from service.api.routes.cases import CASE
from service.api.routes.table import PREFIX, route
from service.api.shapes import publication as shapes

_PROBLEMS = ("bad-query", "out-of-scope", "unknown", "unavailable")

route(
    "GET",
    PREFIX + "/cases/{case_id}/block.json",
    publication.get_cartogram_block,
    Doc(
        "Cases",
        "Get the block of a cartogram for the website",
        "The three sections of a region's cartogram as of a moment. `check` holds sections 1 and 2 against the results of the internal "
        "analyses and names every row that differs; it refuses nothing.",
        shapes.CartogramBlock,
        problems=_PROBLEMS,
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/block.html",
    publication.get_cartogram_page,
    Doc(
        "Cases",
        "Get the block of a cartogram as a page",
        "The same as one HTML file, to be put on the website: without scripts, with nothing from elsewhere, and ready for print.",
        "text/html",
        problems=_PROBLEMS,
    ),
    parameters=[CASE],
)
