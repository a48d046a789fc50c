"""Addresses of the package for the Cross-platform."""

from service.api import answers_shown, packages, shapes
from service.api.describing import Doc
from service.api.routes.imports import BODIES
from service.api.routes.table import PREFIX, RESULTS, route
from service.package.results import MOST_ROWS
from service.package.results_table import COLUMNS
from service.tables import MOST_BYTES

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
route(
    "POST",
    RESULTS,
    packages.post_package_results,
    Doc(
        "Forms",
        "Record what became of uploads to the Cross-platform",
        f"The body is the list `results.csv` of a package, filled in: a table as CSV (UTF-8) or XLSX, at most {MOST_BYTES / 1e6:g} MB and "
        f"{MOST_ROWS:,} rows, with the columns {', '.join(f'`{column.name}`' for column in COLUMNS)}, headed by these codes or by their titles in any language. Each row names a case, with its subtask "
        "and period. A new `uploaded_on` records the upload, a new `returned_on` with its `reason` that the Cross-platform gave it back; what is "
        "recorded already stays as it is, so that a list can be sent again, and a row that tells nothing is never wrong. A row is taken whole or "
        "not at all: one that is refused says why, and does not keep the others from being recorded. With `dry_run=true` the answer holds what would be done, and nothing is recorded.",
        shapes.PackageResults,
        problems=("bad-query", "bad-request", "too-large", "file-not-accepted", "unknown-outcome", "unavailable"),
        example=answers_shown.RESULTS,
    ),
    requestBody={"required": True, "content": BODIES},
)
