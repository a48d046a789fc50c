"""Addresses of scores."""

from service.api import scores, shapes
from service.api.describing import IDEMPOTENCY_KEY, Doc, in_path
from service.api.routes.table import PREFIX, route

CODE = in_path("code", "code of the supervising body", "almaty-region.education")
COMMON = ("bad-query", "out-of-scope", "unknown", "unavailable")
PATH = PREFIX + "/organizations/{code}/scores"

route(
    "GET",
    PATH,
    scores.get_scores,
    Doc(
        "Overview",
        "Get scores",
        "Points for the share of supervised quasi-state entities that have each of the nine documents (3.2, l.579), by both "
        "readings of the table, with the entities that lack them.",
        shapes.Scores,
        problems=COMMON,
        headers=("Tbn4-Behind",),
    ),
    parameters=[CODE],
)
route(
    "POST",
    PATH,
    scores.record_scores,
    Doc(
        "Overview",
        "Record scores",
        "Records the points as they stand, with the entities that were counted: later changes do not touch them.",
        shapes.Scores,
        201,
        (*COMMON, "bad-request", "not-permitted", "idempotency-key-reused", "unknown-outcome"),
    ),
    parameters=[CODE, IDEMPOTENCY_KEY],
)
