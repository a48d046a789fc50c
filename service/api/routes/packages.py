"""Addresses of the package for the Cross-platform."""

from service.api import packages, shapes
from service.api.describing import Doc
from service.api.routes.table import PREFIX, route

route(
    "GET",
    PREFIX + "/package",
    packages.get_package,
    Doc(
        "Forms",
        "Get what a package for the Cross-platform would hold",
        "The papers and links that prove a project of a body in a year, with hash, signatory and date, and what is missing. The archive itself "
        "is made as the export `package` of format `zip`, with the same query as filters: the same state gives the same bytes. Of sealed cases nothing is in it.",
        shapes.PackageManifest,
        problems=("bad-query", "out-of-scope", "unavailable"),
    ),
)
