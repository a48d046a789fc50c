"""Addresses of reconciliations: lists of offences as tables, differences, lines of the act."""

from typing import Any

from service.api import reconciliation, shapes
from service.api.describing import IDEMPOTENCY_KEY, IF_MATCH, Doc, in_path
from service.api.routes.cases import CASE
from service.api.routes.table import LIST, PREFIX, route
from service.api.shapes.reconciliation import ActLine, ComparedPair, Difference
from service.reconciliation.columns import COLUMNS
from service.tables import MOST_BYTES, NAMES

_COLUMNS = "; ".join(f"`{side}`: {', '.join(column.name for column in columns)}" for side, columns in COLUMNS.items())
_BODIES: dict[str, Any] = {
    media_type: {"schema": {"type": "string", "format": "binary"} if ending == "xlsx" else {"type": "string"}}
    for media_type, ending in NAMES.items()
}

route(
    "POST",
    PREFIX + "/cases/{case_id}/lists/{side}",
    reconciliation.post_list,
    Doc(
        "Reconciliations",
        "Enter a list of offences",
        "The body is a table as CSV (UTF-8) or the first sheet of an XLSX, at most "
        f"{MOST_BYTES / 1e6:g} MB, headed by the codes of the columns or their titles in Russian, Kazakh or English. {_COLUMNS}. "
        "`code` is optional: rows without one are called by the entry and their number. All rows become one entry of the case; if "
        "one is refused nothing is stored. With `dry_run=true` the answer holds all errors, nothing is stored, and If-Match "
        "is not needed.",
        shapes.Import,
        200,
        (
            "bad-query",
            "bad-request",
            "unknown",
            "out-of-scope",
            "not-permitted",
            "wrong-order",
            "too-large",
            "file-not-accepted",
            "rows-invalid",
            "invalid",
            "idempotency-key-reused",
            "stale",
            "version-missing",
            "unknown-outcome",
            "unavailable",
        ),
        headers=("ETag", "Idempotency-Replayed"),
    ),
    parameters=[CASE, in_path("side", "whose list: own or registry", "own"), IF_MATCH, IDEMPOTENCY_KEY],
    requestBody={"required": True, "content": _BODIES},
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/differences",
    reconciliation.get_differences,
    Doc(
        "Reconciliations",
        "List the differences of a reconciliation",
        "Where the two lists differ, both rows side by side with the rule that paired them; `next` leads on.",
        shapes.page_of(Difference),
        problems=(*LIST, "out-of-scope", "unknown"),
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/pairs",
    reconciliation.get_pairs,
    Doc(
        "Reconciliations",
        "List the pairs of a reconciliation",
        "The rows of both lists that are taken for one fact, or were: each pair with the rule in words, whether it matched by "
        "itself or somebody settled it; `next` leads on.",
        shapes.page_of(ComparedPair),
        problems=(*LIST, "out-of-scope", "unknown"),
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/act-lines",
    reconciliation.get_act_lines,
    Doc(
        "Reconciliations",
        "List the lines of an act of reconciliation",
        "The offences of the year in the order of Appendix 3; of a consolidated reconciliation with those of the bodies that "
        "have handed over, read from their own cases.",
        shapes.page_of(ActLine),
        problems=(*LIST, "out-of-scope", "unknown"),
    ),
    parameters=[CASE],
)
