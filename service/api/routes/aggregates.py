"""Addresses of figures for the anti-corruption body."""

from service.api import aggregates, shapes
from service.api.describing import Doc
from service.api.routes.table import PREFIX, route

route(
    "GET",
    PREFIX + "/aggregates/corruption-reports",
    aggregates.get_corruption_reports,
    Doc(
        "Overview",
        "Count reports of corruption offences",
        "The facts reported under subtask 2.1.1 in a year, each once however many bodies reported it, without names. Of a region "
        "and category with fewer than 5 nothing is told, and no other figure is summed from it. For supervisors and the "
        "anti-corruption body.",
        shapes.ReportCounts,
        problems=("bad-query", "out-of-scope", "unavailable"),
        headers=("Tbn4-Behind",),
    ),
)
