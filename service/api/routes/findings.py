"""Addresses of findings."""

from typing import Any

from service.api import findings, shapes
from service.api.describing import IDEMPOTENCY_KEY, Doc, in_path
from service.api.routes.table import LIST, PREFIX, route

FINDING = in_path("finding_id", "id of the finding", "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")
_JUDGING = (
    "bad-request", "wrong-media-type", "too-large", "invalid", "not-permitted", "stale", "unknown", "unavailable",
    "unknown-outcome",
)  # fmt: skip


def _body(**examples: str) -> dict[str, Any]:
    properties = {name: {"type": "string"} for name in examples}
    schema = {"type": "object", "additionalProperties": False, "properties": properties, "required": list(examples)}
    return {"required": True, "content": {"application/json": {"schema": schema, "example": examples}}}


route(
    "GET",
    PREFIX + "/findings",
    findings.get_findings,
    Doc(
        "Consistency",
        "List findings",
        "What the record itself shows of formalism and error, the latest first, each with its evidence and why the system says so.",
        shapes.page_of(shapes.FindingItem),
        problems=LIST,
    ),
)
route(
    "GET",
    PREFIX + "/findings/counts",
    findings.get_finding_counts,
    Doc(
        "Consistency",
        "Count findings",
        "How much each rule looked at in the quarters of the days that are asked for, how much it found that stands (`found`: as many "
        "as the list has without those dismissed), and how much that is dismissed (`dismissed`); the same of the bodies of which most "
        "is found, each of its own findings (`body=` in the list).",
        shapes.FindingCounts,
        problems=LIST,
    ),
)
route(
    "GET",
    PREFIX + "/findings/{finding_id}",
    findings.get_finding,
    Doc(
        "Consistency",
        "Get a finding",
        "With what was said of it, two reports side by side, and what became of asking for a link.",
        shapes.OneFinding,
        problems=("unknown", "unavailable"),
    ),
    parameters=[FINDING],
)
route(
    "POST",
    PREFIX + "/findings/{finding_id}/dismiss",
    findings.dismiss_finding,
    Doc(
        "Consistency",
        "Dismiss a finding",
        "Says why there is nothing in it, by the evidence that was seen (its `digest`); it comes back by itself when that changes. "
        "For bodies above and supervisors.",
        shapes.Judged,
        problems=_JUDGING,
    ),
    parameters=[FINDING, IDEMPOTENCY_KEY],
    requestBody=_body(evidence="0" * 32, reason="Единый приказ на все отделы"),
)
route(
    "POST",
    PREFIX + "/findings/{finding_id}/reopen",
    findings.reopen_finding,
    Doc(
        "Consistency",
        "Take a finding up again",
        "Takes the dismissal back, with a reason. For bodies above and supervisors.",
        shapes.Judged,
        problems=_JUDGING,
    ),
    parameters=[FINDING, IDEMPOTENCY_KEY],
    requestBody=_body(reason="Файлы относятся к разным годам"),
)
