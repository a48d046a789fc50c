"""Addresses of imports."""

from typing import Any

from service.api import answers_shown, imports, shapes
from service.api.describing import IDEMPOTENCY_KEY, Doc, in_path
from service.api.routes.table import IMPORTS, route
from service.imports import KINDS
from service.tables import MOST_BYTES, NAMES

_KIND = in_path("kind", f"which table: {', '.join(KINDS)}", "organizations")
_COLUMNS = "; ".join(f"`{kind.name}`: {', '.join(column.name for column in kind.columns)}" for kind in KINDS.values())
BODIES: dict[str, Any] = {
    media_type: {"schema": {"type": "string", "format": "binary"} if ending == "xlsx" else {"type": "string"}}
    for media_type, ending in NAMES.items()
}
"""What a table may be sent as."""

route(
    "POST",
    IMPORTS + "/{kind}",
    imports.post_import,
    Doc(
        "Imports",
        "Import a table",
        "The body is a table as CSV (UTF-8; semicolons, commas or tabs) or the first sheet of an XLSX, at most "
        f"{MOST_BYTES / 1e6:g} MB and 50,000 rows. Headings are the codes of the columns, or their titles in Russian, Kazakh or "
        f"English. {_COLUMNS}. Each row is decided as if it were entered by hand, in whatever order the rows stand; if one is "
        "refused nothing is stored. Rows that say what is recorded already change nothing, and empty cells say nothing. An "
        "organisation that is recorded otherwise is renamed, described, moved or reclassified as from `since`; a post gets "
        "another superior, a person another name; anything else that differs is refused. With `dry_run=true` the answer holds "
        "what would be done and all errors, and nothing is stored.",
        shapes.Import,
        200,
        (
            "bad-query",
            "bad-request",
            "unknown",
            "too-large",
            "file-not-accepted",
            "rows-invalid",
            "idempotency-key-reused",
            "register-busy",
            "unknown-outcome",
            "unavailable",
        ),
        headers=("Idempotency-Replayed",),
        example=answers_shown.IMPORT,
    ),
    parameters=[_KIND, IDEMPOTENCY_KEY],
    requestBody={"required": True, "content": BODIES},
)
route(
    "GET",
    IMPORTS + "/{kind}/template.xlsx",
    imports.get_template,
    Doc(
        "Imports",
        "Get a workbook to fill in",
        "Headings in the language asked for, an example to be replaced, and a second sheet with what may stand in each column.",
        imports.XLSX,
        problems=("unknown",),
        public=True,
    ),
    parameters=[_KIND],
)
