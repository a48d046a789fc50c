"""Addresses of the hierarchy with its figures, and of a body's year."""

from service.api import shapes, tree
from service.api.describing import Doc, in_path
from service.api.routes.register import ORGANIZATION
from service.api.routes.table import PREFIX, route

_READ = ("bad-query", "unavailable")
_OF_ONE = (*_READ, "out-of-scope", "unknown")

route(
    "GET",
    PREFIX + "/hierarchy",
    tree.get_hierarchy,
    Doc(
        "Organisations",
        "Get the top of the hierarchy",
        "What became of the binding terms of a year in all that you may see, by region, and for the bodies at the top with everything "
        "below each. Of more than 5,000 terms the figures are kept for up to a minute; with `at_least` they show your last write.",
        shapes.Hierarchy,
        problems=_READ,
        headers=("Tbn4-Behind",),
    ),
)
route(
    "GET",
    PREFIX + "/organizations/{code}/tree",
    tree.get_tree,
    Doc(
        "Organisations",
        "Get an organisation with the level below it",
        "What became of the binding terms of a year in an organisation and everything below it, and the same for each body directly "
        "below. `href` of these leads down a level.",
        shapes.OrganizationTree,
        problems=_OF_ONE,
        headers=("Tbn4-Behind",),
    ),
    parameters=[ORGANIZATION],
)
route(
    "GET",
    PREFIX + "/organizations/{code}/plan/{year}",
    tree.get_body_year,
    Doc(
        "Plans",
        "Get a body's year by subtask and month",
        "Its binding terms by subtask and month of the due day: met, late, overdue, not yet due; and the cases of its plan that have no "
        "date, are not applicable, or are not made yet.",
        shapes.BodyYear,
        problems=(*_OF_ONE, "invalid"),
        headers=("Tbn4-Behind",),
    ),
    parameters=[ORGANIZATION, in_path("year", "the year", "2024")],
)
