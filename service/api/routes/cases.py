"""Addresses of cases and of lists over them."""

from service.api import answers_shown, commands, history, lists, reading, shapes
from service.api.describing import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    Doc,
    body_of_action,
    body_of_opening,
    in_path,
)
from service.api.routes.table import LIST, PREFIX, route

CASE = in_path("case_id", "id of the case", "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")
ACTION = in_path("action", "name of the action", "announce_start")
COMMAND = (
    "bad-request",
    "not-permitted",
    "too-large",
    "wrong-media-type",
    "invalid",
    "idempotency-key-reused",
    "unavailable",
    "unknown-outcome",
)
"""Problems that any command can meet."""

route(
    "POST",
    PREFIX + "/cases",
    commands.open_case,
    Doc(
        "Cases",
        "Open a case",
        "Begins a case by one of the workflow's opening actions, by default the first whose event takes `data`.",
        shapes.Opened,
        201,
        (*COMMAND, "already-open"),
        headers=("ETag", "Location", "Idempotency-Replayed"),
        example=answers_shown.OPENED,
    ),
    parameters=[IDEMPOTENCY_KEY],
    requestBody=body_of_opening(),
)
route(
    "GET",
    PREFIX + "/cases",
    lists.get_cases,
    Doc(
        "Cases",
        "List cases",
        "Cases you may see, the last changed first; `next` leads on.",
        shapes.page_of(shapes.CaseItem),
        problems=LIST,
        headers=("Tbn4-Behind",),
        example=answers_shown.CASES,
    ),
)
route(
    "GET",
    PREFIX + "/cases/{case_id}",
    reading.get_case,
    Doc(
        "Cases",
        "Get a case",
        "State, data, deadlines with their explanation, and the actions you may take now with their schemas.",
        shapes.Case,
        problems=("out-of-scope", "unknown", "unavailable"),
        headers=("ETag",),
        extra={"304": "Unchanged"},
        example=answers_shown.CASE,
    ),
    parameters=[CASE, IF_NONE_MATCH],
)
route(
    "POST",
    PREFIX + "/cases/{case_id}/actions/{action}",
    commands.act_on_case,
    Doc(
        "Cases",
        "Act on a case",
        "Carries out an action: its event, with the body as data, is durable when the answer comes.",
        shapes.Done,
        problems=(*COMMAND, "out-of-scope", "unknown", "wrong-order", "stale", "version-missing"),
        headers=("ETag", "Idempotency-Replayed"),
        example=answers_shown.DONE,
    ),
    parameters=[CASE, ACTION, IF_MATCH, IDEMPOTENCY_KEY],
    requestBody=body_of_action(),
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/events",
    reading.get_events,
    Doc(
        "Cases",
        "List the events of a case",
        "Everything that happened, in order: nothing is ever edited or deleted.",
        shapes.page_of(shapes.CaseEvent),
        problems=(*LIST, "out-of-scope", "unknown"),
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/history.{format}",
    history.get_history,
    Doc(
        "Cases",
        "Get the whole history of a case as a file",
        "Every event: who, on whose behalf, in which role, by both clocks, its data and files, what a correction changed. In JSON Lines each "
        "has the JSON that lies in the log and its link in a chain of hashes, which `tbn4 history check` follows without the service: "
        "it compares every member of an entry with that JSON, but titles and names. "
        "Cells that a spreadsheet would take for a formula are marked as text. A PDF holds 3000 entries and 2.4 million characters at most.",
        "application/octet-stream",
        problems=("bad-query", "out-of-scope", "unknown", "too-long-to-print", "export-too-large", "unavailable"),
    ),
    parameters=[CASE, in_path("format", "`pdf`, `jsonl` or `csv`", "jsonl")],
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/reads",
    reading.get_reads,
    Doc(
        "Cases",
        "List who read a sealed case",
        "Who was shown it, alone or in a list, the newest first; nothing for a case that is not sealed. For those cleared for it.",
        shapes.page_of(shapes.ReadItem),
        problems=(*LIST, "out-of-scope", "unknown"),
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/dashboard",
    lists.get_dashboard,
    Doc(
        "Overview",
        "Get figures",
        "Cases by stage and deadlines by outcome: for all, by region or by organisation.",
        shapes.Dashboard,
        problems=LIST,
        headers=("Tbn4-Behind",),
    ),
)
route(
    "GET",
    PREFIX + "/audit",
    lists.get_audit,
    Doc(
        "Overview",
        "List all events",
        "The audit trail by who, what, where, and when by either clock, newest first. For supervisors.",
        shapes.page_of(shapes.AuditItem),
        problems=(*LIST, "out-of-scope"),
        headers=("Tbn4-Behind",),
    ),
)
