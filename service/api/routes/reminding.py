"""Addresses of what people are told of deadlines."""

from service.api import handing_over, reminding, shapes
from service.api.describing import IDEMPOTENCY_KEY, Doc
from service.api.routes.cases import CASE
from service.api.routes.table import LIST, PREFIX, route

_DEADLINE = {
    "type": "object",
    "required": ["case_id", "key"],
    "additionalProperties": False,
    "properties": {"case_id": {"type": "string", "format": "uuid"}, "key": {"type": "string"}},
}
_FILTER = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "status": {"type": "string", "enum": ["overdue", "due_soon", "open", "missed"], "default": "overdue"},
        "organization": {"type": "string", "description": "this body and those below it"},
        "region": {"type": "string", "description": "ISO 3166-2"},
        "rule": {"type": "string"},
    },
}

route(
    "POST",
    PREFIX + "/deadlines/reminders",
    reminding.post_reminders,
    Doc(
        "Deadlines",
        "Remind or escalate",
        "Has those told who are to act (`remind`), or the head of apparatus and the body above (`escalate`), of awaited deadlines: "
        "those named, or all of a filter. One that is named and cannot be told of refuses the request, unless `each` stands by itself: "
        "then it is listed in `refused` with the reason, and the others are told of. For supervisors, and for bodies above. The same request with the same key tells nobody "
        "twice. With `dry_run=true` nobody is told.",
        shapes.Asked,
        200,
        (
            "bad-query", "bad-request", "wrong-media-type", "too-large", "invalid", "not-permitted", "unavailable",
            "unknown-outcome",
        ),
        example={"dry_run": True, "deadlines": 0, "people": 0, "untold": 0, "made": 0, "items": [], "refused": []},
    ),
    parameters=[IDEMPOTENCY_KEY],
    requestBody={
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["what"],
                    "additionalProperties": False,
                    "properties": {
                        "what": {"type": "string", "enum": ["remind", "escalate"]},
                        "reason": {"type": "string", "description": "why; not needed for a dry run"},
                        "deadlines": {"type": "array", "items": _DEADLINE},
                        "each": {
                            "type": "boolean",
                            "default": False,
                            "description": "whether a deadline that is refused leaves the others to be told of",
                        },
                        "filter": _FILTER,
                    },
                },
                "example": {"what": "remind", "reason": "Отчёт за квартал", "filter": {"status": "overdue"}},
            }
        },
    },
)  # fmt: skip
route(
    "GET",
    PREFIX + "/deadlines/review",
    reminding.get_review,
    Doc(
        "Deadlines",
        "Review a span of days",
        "What was due, met, met late and by how many working days, missed, not done and extended; who was told of it and when, and "
        "what was entered on the case first after that. `group` chooses the list behind a number; `next` leads on.",
        shapes.Review,
        problems=LIST,
    ),
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/notices",
    reminding.get_case_notices,
    Doc(
        "Cases",
        "List what was told about a case",
        "What was told, why, when, to whom and in whose place, and when it was read; the newest first.",
        shapes.page_of(shapes.ToldItem),
        problems=(*LIST, "unknown", "out-of-scope"),
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/notices/log",
    reminding.get_told,
    Doc(
        "Deadlines",
        "List what somebody was told",
        "What you were told of deadlines, and for supervisors what others were; the newest first.",
        shapes.page_of(shapes.ToldItem),
        problems=(*LIST, "out-of-scope"),
    ),
)
route(
    "POST",
    PREFIX + "/handovers",
    handing_over.post_hand_over,
    Doc(
        "Cases",
        "Hand over a leaver's cases",
        "The open cases for which an account is responsible become another's of the same body, each by one event with the reason. "
        "For the head of the body or of its apparatus, a body above, and supervisors. With `dry_run=true` they are listed, with what "
        "would be refused and why. Up to 50 are handed over at once; for more the answer is 202 with a run to watch. What is refused "
        "stays with the leaver; a repetition goes on with what is left.",
        shapes.HandOver,
        200,
        (
            "bad-query", "bad-request", "wrong-media-type", "too-large", "invalid", "not-permitted", "behind", "unavailable",
            "unknown-outcome",
        ),
        headers=("Location",),
        extra={"202": "A run was started; its address is in Location"},
        example={"dry_run": True, "handed_over": 0, "refused": 0, "items": [], "restricted": "Cases with restricted access are handed over by somebody on their list of access: …"},
    ),
    parameters=[IDEMPOTENCY_KEY],
    requestBody={
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["leaver", "successor", "reason"],
                    "additionalProperties": False,
                    "properties": {
                        "leaver": {"type": "string", "format": "uuid", "description": "the account that is responsible now"},
                        "successor": {"type": "string", "format": "uuid", "description": "another account of the same body"},
                        "reason": {"type": "string"},
                    },
                },
                "example": {
                    "leaver": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11",
                    "successor": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a12",
                    "reason": "Увольнение",
                },
            }
        },
    },
)  # fmt: skip
