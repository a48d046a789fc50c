"""Addresses of the catalogue: the Instruction as data."""

from typing import Any

import msgspec

from service.api import catalogue, shapes
from service.api.describing import Doc, in_path
from service.api.routes.table import PREFIX, route
from workflows.catalogue import Catalogue, Subtask, edition, editions

YEAR = in_path("year", "year of the edition", "2024")
SUBTASK = in_path("subtask", "code of the subtask, or its slug", "4.2.1")

_EDITIONS = {year: edition(year) for year in editions()}
"""All editions, read when the service starts: a wrong one keeps it from starting."""

_EXAMPLE = _EDITIONS[2024]


def _shortened() -> dict[str, Any]:
    """Give an edition with the first of its subtasks alone, and the first entry of its larger tables."""
    whole: dict[str, Any] = msgspec.to_builtins(_EXAMPLE)
    project = whole["projects"][0]
    task = project["tasks"][0]
    first = task | {"subtasks": task["subtasks"][:1]}
    tables = ("deadlines", "confidentiality", "roll_up", "scoring")
    return (
        whole
        | {"projects": [project | {"tasks": [first]}]}
        | {table: dict(list(whole[table].items())[:1]) for table in tables}
    )


route(
    "GET",
    PREFIX + "/catalogue",
    catalogue.get_editions,
    Doc(
        "Catalogue",
        "List editions",
        "The editions of the Instruction.",
        shapes.Editions,
        problems=("bad-query",),
        public=True,
    ),
)
route(
    "GET",
    PREFIX + "/catalogue/{year}",
    catalogue.get_edition,
    Doc(
        "Catalogue",
        "Get an edition",
        "Projects, tasks and subtasks in three languages: who performs them, what proves them, who signs, when and how "
        "often; with the terms, roles, types of organisation and rules that they name.",
        Catalogue,
        problems=("bad-query", "unknown"),
        public=True,
        example=_shortened(),
    ),
    parameters=[YEAR],
)
route(
    "GET",
    PREFIX + "/catalogue/{year}/subtasks/{subtask}",
    catalogue.get_subtask,
    Doc(
        "Catalogue",
        "Get a subtask",
        "One subtask by its code or slug.",
        Subtask,
        problems=("bad-query", "unknown"),
        public=True,
        example=msgspec.to_builtins(_EXAMPLE.subtask("4.2.1")),
    ),
    parameters=[YEAR, SUBTASK],
)
