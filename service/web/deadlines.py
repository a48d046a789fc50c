"""The board of deadlines: what is overdue, due, done late."""

from collections.abc import Container
from datetime import date

from starlette.responses import Response

from events.text import msg
from projections import cases as case_rows
from projections import deadline_lists as read
from projections.deadline_filters import Standing
from service import vocabulary
from service.web import lookup
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.catalogue import in_force
from workflows.regions import REGIONS

PAGE = 25
STANDINGS = {
    "overdue": msg("Overdue"),
    "due_soon": msg("Due soon"),
    "open": msg("Awaited"),
    "met_late": msg("Done late"),
    "early": msg("Done too early"),
    "not_done": msg("Not done"),
    "met": msg("Done in time"),
    "dropped": msg("No longer applies"),
}
"""The groups a visitor chooses from: `projections.deadline_lists.Standing` to its name."""
FURTHER = {
    "late": msg("Done out of time, or not at all"),
    "breach": msg("Breaches"),
    "not_yet": msg("Not due yet"),
    "all": msg("All that apply"),
}
"""Groups that figures lead to."""
_NOT_ASKED_FOR = ("body", "subtask", "due_from", "due_to")
"""Filters that reminding does not know: it would remind of more than is listed."""
STRENGTHS = {"hard": msg("Binding"), "recommended": msg("Recommended")}


class Days(Container[str]):
    """Days as addresses write them."""

    def __contains__(self, text: object) -> bool:
        """Whether a text is a day."""
        return isinstance(text, str) and self.read(text) is not None

    @staticmethod
    def read(text: str | None) -> date | None:
        """Give a day, None for what is none."""
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return None


def parts_of(visitor: Visitor) -> list[tuple[str, str]]:
    """Give the projects, tasks and subtasks of the year with their titles: for a filter, and to name figures."""
    found, language = list[tuple[str, str]](), visitor.t.language
    for project in in_force(visitor.today.day.year).projects:
        found.append((project.code, project.title.of(language)))
        for task in project.tasks:
            found.append((task.code, task.title.of(language)))
            found += [(subtask.code, subtask.name(language)) for subtask in task.subtasks]
    return found


async def board(visitor: Visitor) -> Response:
    """Show deadlines by due date; the overdue ones unless another group is asked for."""
    if (elsewhere := await default_of(visitor, "deadlines")) is not None:
        return elsewhere
    parts = parts_of(visitor)
    asked = {
        "standing": visitor.choice("standing", STANDINGS | FURTHER),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "rule": visitor.choice("rule", vocabulary.codes("rule")),
        "strength": visitor.choice("strength", STRENGTHS),
        "body": visitor.choice("body", (await visitor.register()).codes()),
        "subtask": visitor.choice("subtask", dict(parts)),
        **{name: visitor.choice(name, Days()) for name in ("due_from", "due_to")},
    }
    standing = asked["standing"] if asked["standing"] in STANDINGS | FURTHER else "overdue"
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        page = await read.deadlines(
            conn,
            today=visitor.today.day,
            soon=visitor.today.soon,
            standing=Standing(standing),
            organization=asked["organization"],
            scope=visitor.scope,
            cleared=visitor.cleared,
            region=asked["region"],
            rule=asked["rule"],
            strength=asked["strength"],
            body=asked["body"],
            subtask=asked["subtask"],
            due_from=Days.read(asked["due_from"]),
            due_to=Days.read(asked["due_to"]),
            cursor=visitor.query("cursor") or "",
            limit=PAGE,
        )
        cases = await case_rows.by_ids(conn, list({row.case_id for row in page.rows}), visitor.cleared)
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows} | {asked["body"] or ""})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows))
    return render(
        visitor,
        "deadlines.html",
        page=page,
        asks=(visitor.is_supervisor or len(visitor.scope or ()) > 1)
        and not any(asked[name] for name in _NOT_ASKED_FOR),
        told=visitor.query("told"),
        asked={**asked, "standing": standing},
        standings=STANDINGS | {code: title for code, title in FURTHER.items() if code == standing},
        strengths=STRENGTHS,
        cases=cases,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        rules=vocabulary.codes("rule"),
        subtasks=[(code, f"{code} {title}") for code, title in parts],
        saved=await saved(visitor, "deadlines"),
    )
