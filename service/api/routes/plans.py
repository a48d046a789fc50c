"""Addresses of the year's plan, of the Карта's dates, and of runs."""

from service.api import plans, shapes
from service.api.describing import Doc, in_path
from service.api.routes.table import LIST, PREFIX, route
from service.plans import MOST_AT_ONCE
from service.tables import NAMES

_YEAR = in_path("year", "the year", "2024")
_READ = ("bad-query", "unknown", "unavailable")

route(
    "POST",
    PREFIX + "/plans",
    plans.post_plan,
    Doc(
        "Plans",
        "Plan a year",
        "Makes the cases that bodies owe for a year and lack, and ends those that they owe no longer, since their type changed or "
        "they were closed. Planning again changes nothing. Supervisors plan for all, officials for their own body and those "
        f"below it. Up to {MOST_AT_ONCE} bodies are planned at once; for more the answer is 202 with a run to watch. A run that "
        "stopped, because the service was restarted, is carried on by the same request.",
        shapes.PlanDone,
        200,
        (
            "bad-request",
            "wrong-media-type",
            "too-large",
            "invalid",
            "not-permitted",
            "out-of-scope",
            "unavailable",
            "unknown-outcome",
        ),
        headers=("Location",),
        extra={"202": "A run was started; its address is in Location"},
        example={"year": 2024, "created": 22, "existing": 0, "ended": 0, "organizations": 1, "restored": 0},
    ),
    requestBody={
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["year"],
                    "additionalProperties": False,
                    "properties": {
                        "year": {"type": "integer", "description": "2024 to next year"},
                        "organizations": {
                            "type": "array",
                            "items": {"type": "string"},
                            "description": "codes; without them all in your reach",
                        },
                    },
                },
                "example": {"year": 2024, "organizations": ["almaty-region.procurement"]},
            }
        },
    },
)
route(
    "GET",
    PREFIX + "/plans/{year}",
    plans.get_plan,
    Doc(
        "Plans",
        "Get a body's plan",
        "What the body owes for the year, subtask by subtask and period by period, with the cases and their states.",
        shapes.Plan,
        problems=(*_READ, "invalid", "out-of-scope"),
    ),
    parameters=[_YEAR],
)
route(
    "GET",
    PREFIX + "/plans/{year}/counts",
    plans.get_plan_counts,
    Doc(
        "Plans",
        "Count a year's plan",
        "How many cases of each subtask bodies of each type owe, have, and have closed; for all bodies in your reach. Of more than 5,000 "
        "cases the counts are kept for up to a minute; with `at_least` they show your last write.",
        shapes.PlanCounts,
        problems=(*_READ, "invalid"),
    ),
    parameters=[_YEAR],
)
route(
    "GET",
    PREFIX + "/plans/{year}/owed",
    plans.get_owed,
    Doc(
        "Plans",
        "List what a year's plan owes",
        "Every case that bodies in your reach owe for the year, body by body, subtask by subtask and period by period, whether it is made "
        "or not. Narrowed to a type and a subtask there are as many as the counts say that are owed.",
        shapes.page_of(shapes.OwedCase),
        problems=(*LIST, "unknown", "invalid"),
    ),
    parameters=[_YEAR],
)
route(
    "GET",
    PREFIX + "/runs/{run_id}",
    plans.get_run,
    Doc(
        "Plans",
        "Watch a run",
        "How far work is that goes on behind an answer with 202. Runs are kept for a month.",
        shapes.RunItem,
        problems=(*_READ, "out-of-scope"),
    ),
    parameters=[in_path("run_id", "id of the run", "5f0c5ed5-0d6e-4d0c-9d55-3f3a2f6d9a11")],
)
route(
    "GET",
    PREFIX + "/card/{year}",
    plans.get_card,
    Doc(
        "Plans",
        "Get the dates of the Карта",
        "The dates by which evidence is to be uploaded, as they were entered; for what is not among them no date is set.",
        shapes.Card,
        problems=_READ,
    ),
    parameters=[_YEAR],
)
route(
    "POST",
    PREFIX + "/card/{year}",
    plans.post_card,
    Doc(
        "Plans",
        "Enter the dates of the Карта",
        "The body is a table as CSV or XLSX with the columns `subtask`, `period` (empty: each of the year) and `upload_by` "
        "(empty: none), headed by these names or their titles in Russian, Kazakh or English. It replaces the dates of the year; "
        "one wrong row refuses all of it, its place in `errors` being `#/rows/<row of the table>/<column>`. The dates are then "
        "brought to all open cases by the run in Location. With `dry_run=true` nothing is stored. For supervisors.",
        shapes.CardChanged,
        202,
        (
            "bad-query",
            "bad-request",
            "unknown",
            "too-large",
            "file-not-accepted",
            "invalid",
            "not-permitted",
            "stale",
            "unavailable",
            "unknown-outcome",
        ),
        headers=("Location",),
        extra={"200": "What a dry run found"},
    ),
    parameters=[_YEAR],
    requestBody={
        "required": True,
        "content": {
            media: {"schema": {"type": "string", "format": "binary"} if ending == "xlsx" else {"type": "string"}}
            for media, ending in NAMES.items()
        },
    },
)
