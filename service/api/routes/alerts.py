"""Addresses of the alert policy and of absences."""

from service.api import absences, alert_policy, shapes
from service.api.describing import IDEMPOTENCY_KEY, IF_MATCH, Doc, body_of_all, in_path
from service.api.routes.table import PREFIX, route
from workflows.alert_policy import AlertPolicyWorkflow

_CHANGE = ("bad-request", "wrong-media-type", "too-large", "invalid", "not-permitted", "unavailable")
_ABSENCE = {
    "substitute": "0f9d2c1e-6f0b-4a0e-9a53-0d7c6c1f7a11", "first_day": "2024-07-01", "last_day": "2024-07-14",
}  # fmt: skip

route(
    "GET",
    PREFIX + "/alert-policy",
    alert_policy.get_alert_policy,
    Doc(
        "Alerts",
        "Get the alert policy",
        "Who is told of which deadline and when: what was in force on a day, every version there was, and what is proposed; as of a "
        "past moment without what was decided later.",
        shapes.AlertPolicy,
        problems=("bad-query", "unavailable"),
        headers=("ETag",),
    ),
)
route(
    "POST",
    PREFIX + "/alert-policy/actions/{action}",
    alert_policy.post_alert_policy,
    Doc(
        "Alerts",
        "Change the alert policy",
        "A supervisor proposes a policy; it comes into force when another one approves it, on its day or that of the approval. "
        'If-Match is the `version` of the policy as you saw it, "0" while nobody has proposed anything.',
        shapes.AlertPolicy,
        problems=(
            *_CHANGE, "unknown", "wrong-order", "already-open", "stale", "version-missing", "idempotency-key-reused",
            "unknown-outcome",
        ),
        headers=("ETag",),
    ),
    parameters=[in_path("action", "what is done", "propose_policy"), IF_MATCH, IDEMPOTENCY_KEY],
    requestBody=body_of_all(AlertPolicyWorkflow),
)  # fmt: skip
route(
    "POST",
    PREFIX + "/alert-policy/preview",
    alert_policy.preview_alert_policy,
    Doc(
        "Alerts",
        "Preview an alert policy",
        "What the policy in force and another would have sent last month, counted by the functions that tell, from the deadlines "
        "as they stood on each day and the accounts of today. The other one is `rules`, or what is proposed if the object is empty. "
        "For supervisors.",
        shapes.PolicyPreview,
        problems=(*_CHANGE, "unknown"),
    ),
    requestBody={"required": True, "content": {"application/json": {"schema": {"type": "object"}, "example": {}}}},
)
route(
    "GET",
    PREFIX + "/alert-policy/unreached",
    alert_policy.get_unreached,
    Doc(
        "Alerts",
        "List bodies that cannot be told",
        "Bodies in your reach with open deadlines of which nobody can be told whom the policy names, since nobody there has an "
        "account, and who is told instead.",
        shapes.UnreachedBodies,
        problems=("bad-query", "unavailable"),
    ),
)
route(
    "GET",
    PREFIX + "/absences",
    absences.get_absences,
    Doc(
        "Alerts",
        "List absences",
        "Your own that are not over; those of a whole body for its head, the head of its apparatus and supervisors.",
        shapes.Absences,
        problems=("bad-query", "unavailable"),
    ),
)
route(
    "POST",
    PREFIX + "/absences",
    absences.post_absence,
    Doc(
        "Alerts",
        "Record an absence",
        "From the first to the last day the substitute, a colleague with an account, is told in the place of `account`, by default "
        "yourself; their notices name both. The same sent again is one absence.",
        shapes.AbsenceItem,
        201,
        _CHANGE,
    ),
    requestBody={
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["substitute", "first_day", "last_day"],
                    "additionalProperties": False,
                    "properties": {
                        "account": {"type": "string", "format": "uuid", "description": "who is absent; default: you"},
                        "substitute": {"type": "string", "format": "uuid", "description": "who is told instead"},
                        "first_day": {"type": "string", "format": "date"},
                        "last_day": {"type": "string", "format": "date", "description": "included"},
                    },
                },
                "example": _ABSENCE,
            }
        },
    },
)
route(
    "POST",
    PREFIX + "/absences/{absence_id}/revoke",
    absences.revoke_absence,
    Doc(
        "Alerts",
        "Revoke an absence",
        "From now on the one who was to be absent is told again. Revoking it again changes nothing.",
        shapes.AbsenceItem,
        problems=("unknown", "not-permitted", "unavailable"),
    ),
    parameters=[in_path("absence_id", "id of the absence", "5f0c5ed5-0d6e-4d0c-9d55-3f3a2f6d9a11")],
)
