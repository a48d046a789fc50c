"""Addresses that compare two days."""

from service.api import compare, shapes
from service.api.describing import Doc
from service.api.routes.cases import CASE
from service.api.routes.table import LIST, PREFIX, route

route(
    "GET",
    PREFIX + "/compare",
    compare.get_compared,
    Doc(
        "Cases",
        "Compare two days",
        "The cases that differ between the ends of two days, by what had been recorded or by what had happened, and how many there were.",
        shapes.Compared,
        problems=LIST,
    ),
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/compare",
    compare.get_compared_case,
    Doc(
        "Cases",
        "Compare a case on two days",
        "What differs between the case at the ends of two days, member by member, each with its JSON pointer.",
        shapes.ComparedCase,
        problems=("bad-query", "out-of-scope", "unknown", "unavailable"),
    ),
    parameters=[CASE],
)
