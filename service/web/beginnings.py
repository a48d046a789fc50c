"""What somebody may begin, by the projects of the Instruction; the year's cases come from its plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import Response

from events.organization import OrganizationType
from service.web import bodies, lookup
from service.web.acting import check_may_begin, openings
from service.web.render import render
from service.web.visitor import Visitor
from workflows.catalogue import Catalogue, Project, Subtask, in_force
from workflows.machine import Action
from workflows.plan import PLANNING
from workflows.registry import WORKFLOWS


@dataclass(frozen=True, slots=True)
class Beginning:
    """An action that begins a case, and the subtask that it is for."""

    workflow: str
    action: Action
    subtask: Subtask


_FOR = {
    ("analysis_schedule", "approve_schedule"): "1.1.1",
    ("conviction", "register_conviction"): "2.3.1",
    ("hiring_check", "begin_check"): "2.4.1",
}
"""Actions in which no subtask is entered, and the one that they serve."""


async def beginnings(visitor: Visitor) -> Response:
    """Let one choose what to begin, among what they may do for their body or for one without an account."""
    check_may_begin(visitor)
    body = await bodies.chosen(visitor)
    edition = in_force(visitor.today.day.year)
    register = await visitor.service.cases.registry.current()
    kind = register.type_of(body, visitor.today.day)
    may = {
        (name, action.name): action
        for name, flow in WORKFLOWS.items()
        for action in await openings(visitor, flow, body)
    }
    found = [
        Beginning(name, action, subtask) for (name, _), action in may.items() for subtask in _for(edition, name, action)
    ]
    fitting = [one for one in found if kind is None or one.subtask.allows(kind)]
    served = bodies.served(register, visitor.person.organization, visitor.today.day)
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, served)
    return render(
        visitor,
        "beginnings.html",
        body=body,
        bodies=[(code, names(code)) for code in served],
        asked=bodies.asking(visitor, body),
        projects=list(_by_project(edition, fitting)),
        nil=("reporting_row", "declare_no_facts") in may and kind is not OrganizationType.KGS,
    )


def _for(edition: Catalogue, workflow: str, action: Action) -> Iterator[Subtask]:
    """Give the subtask that an opening action is for; none for those by which the plan gives a body its work."""
    if action.name in PLANNING:
        return
    named = _FOR.get((workflow, action.name))
    for subtask in (*edition.subtasks, *edition.rows):
        if subtask.code == named or (subtask.workflow == workflow and subtask.entry == action.name):
            yield subtask


def _by_project(edition: Catalogue, found: list[Beginning]) -> Iterator[tuple[Project, list[Beginning]]]:
    for project in edition.projects:
        if ours := sorted(
            (one for one in found if one.subtask.project == project.code), key=lambda one: one.subtask.code
        ):
            yield project, ours
