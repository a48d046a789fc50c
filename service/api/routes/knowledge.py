"""Addresses of organisations, workflows, the calendar, problems and the service's own state."""

from service.api import answers_shown, knowledge, lists, operations, shapes
from service.api.describing import Doc, in_path
from service.api.routes.table import PREFIX, route

NAME = in_path("name", "name of the workflow", "risk_analysis")
SLUG = in_path("slug", "last part of a problem's type", "stale")

route(
    "GET",
    PREFIX + "/regions",
    lists.get_regions,
    Doc(
        "Organisations",
        "List regions",
        "The 20 regions.",
        shapes.Regions,
        problems=("bad-query",),
        public=True,
    ),
)
route(
    "GET",
    PREFIX + "/workflows",
    knowledge.get_workflows,
    Doc(
        "Workflows",
        "List workflows",
        "The kinds of work.",
        shapes.Links,
        problems=("bad-query",),
        public=True,
    ),
)
route(
    "GET",
    PREFIX + "/workflows/{name}",
    knowledge.get_workflow,
    Doc(
        "Workflows",
        "Get a workflow",
        "States, actions with their data, rules of time with their legal basis, diagram.",
        shapes.Workflow,
        problems=("bad-query", "unknown"),
        public=True,
    ),
    parameters=[NAME],
)
route(
    "GET",
    PREFIX + "/workflows/{name}/diagram.svg",
    knowledge.get_diagram,
    Doc(
        "Workflows",
        "Draw a workflow",
        "Its states and actions as SVG; `highlight` tints states, `now` frames one.",
        "image/svg+xml",
        problems=("bad-query", "unknown"),
        public=True,
    ),
    parameters=[NAME],
)
route(
    "GET",
    PREFIX + "/calendar/due",
    knowledge.get_due,
    Doc(
        "Calendar",
        "Compute a due date",
        "Counts from a day by the calendar of Kazakhstan, as known now or on a past day, and explains.",
        shapes.Due,
        problems=("bad-query", "outside-calendar"),
        public=True,
        example=answers_shown.DUE,
    ),
)
route(
    "GET",
    PREFIX + "/calendar/days",
    knowledge.get_days,
    Doc(
        "Calendar",
        "List days",
        "Days with what they are: of work, or off and why.",
        shapes.Days,
        problems=("bad-query", "outside-calendar"),
        public=True,
    ),
)
route(
    "GET",
    PREFIX + "/problems/{slug}",
    operations.get_problem,
    Doc(
        "Problems",
        "Explain a problem",
        "What a type of problem means and what to do.",
        shapes.ProblemKind,
        problems=("unknown",),
        public=True,
    ),
    parameters=[SLUG],
)
route("GET", "/livez", operations.livez, Doc("Operation", "Alive?", "The process answers.", shapes.Alive, public=True))
route(
    "GET",
    "/readyz",
    operations.readyz,
    Doc(
        "Operation",
        "Ready?",
        "The database can be reached, the read models follow and the clock is right; 503 with the same body if not.",
        shapes.Ready,
        public=True,
    ),
)
route(
    "GET",
    "/metrics",
    operations.metrics,
    Doc(
        "Operation",
        "Measurements",
        "In Prometheus' text format.",
        "text/plain",
        problems=("unavailable",),
        public=True,
    ),
)
