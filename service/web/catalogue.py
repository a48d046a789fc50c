"""The Instruction as a table, and each of its subtasks in full; open to everybody."""

from dataclasses import dataclass

from starlette.responses import Response

from events.organization import OrganizationType
from events.text import msg
from service.i18n import Translator
from service.web.render import render
from service.web.visitor import Visitor
from workflows.catalogue import (
    ALL,
    Catalogue,
    EvidenceCondition,
    EvidenceForm,
    EvidenceNeed,
    EvidenceRule,
    Project,
    Subtask,
    Task,
    edition,
    editions,
)
from workflows.refusals import Unknown
from workflows.registry import WORKFLOWS

COMMON = ("RU1", "RU2", "RU3", "RU4", "RU5")
"""Rules of reporting, upload and signing that hold for all subtasks (l.45–57)."""


@dataclass(frozen=True)
class Words:
    """An edition in the visitor's language."""

    catalogue: Catalogue
    t: Translator

    def performers(self, types: tuple[OrganizationType, ...]) -> str:
        """Name types of organisation, groups of them by the group."""
        return "; ".join(words.of(self.t.language) for words in self.catalogue.named(types))

    def duties(self, subtask: Subtask) -> list[tuple[str, bool]]:
        """Name the responsible roles, and say whether the Instruction leaves them open."""
        roles = self.catalogue.roles
        return [(roles[duty.role].of(self.t.language), duty.proposed) for duty in subtask.responsible]

    def choices(self, subtask: Subtask) -> list[list[EvidenceRule]]:
        """Give the evidence, together what can stand for each other."""
        groups: dict[str, list[EvidenceRule]] = {}
        for rule in subtask.evidence:
            groups.setdefault(rule.group or rule.kind, []).append(rule)
        return list(groups.values())

    def need(self, rule: EvidenceRule) -> str:
        """Say when a piece of evidence is needed, "" if always."""
        if rule.when is not None:
            return self.t.code(EvidenceCondition.__name__, rule.when)
        if rule.form is EvidenceForm.DERIVED:
            return self.t.code(EvidenceForm.__name__, rule.form)
        return "" if rule.need is EvidenceNeed.REQUIRED else self.t.code(EvidenceNeed.__name__, rule.need)


async def whole(visitor: Visitor) -> Response:
    """Show an edition, all of it or what a type of organisation owes."""
    catalogue = _edition(visitor)
    kind = next((kind for kind in catalogue.types if kind == visitor.query("type")), None)
    projects = [(project, _tasks(project, kind)) for project in catalogue.projects]
    return render(
        visitor,
        "catalogue.html",
        catalogue=catalogue,
        words=Words(catalogue, visitor.t),
        projects=[(project, tasks) for project, tasks in projects if tasks],
        kinds=[
            (code, title.of(visitor.t.language))
            for code, title in catalogue.types.items()
            if catalogue.assigned_to(code)
        ],
        kind=kind or "",
        upload=catalogue.owed(ALL),
        year=visitor.today.day.year,
        card=await visitor.service.plans.cards.of(visitor.today.day.year),
        common=[catalogue.roll_up[code] for code in COMMON],
    )


def _tasks(project: Project, kind: OrganizationType | None) -> list[tuple[Task, list[Subtask]]]:
    found = [(task, [s for s in task.subtasks if kind is None or s.applies(kind)]) for task in project.tasks]
    return [(task, subtasks) for task, subtasks in found if subtasks]


async def one(visitor: Visitor) -> Response:
    """Show a subtask."""
    catalogue = _edition(visitor)
    subtask = catalogue.subtask(visitor.request.path_params["subtask"])
    project = next(project for project in catalogue.projects if project.code == subtask.project)
    return render(
        visitor,
        "subtask.html",
        catalogue=catalogue,
        words=Words(catalogue, visitor.t),
        subtask=subtask,
        project=project,
        task=next((task for task in project.tasks if task.code == subtask.task), None),
        fed=[catalogue.subtask(code) for code in subtask.feeds if code[0].isdecimal()],
        workflow=WORKFLOWS.get(subtask.workflow),
    )


def _edition(visitor: Visitor) -> Catalogue:
    """Give the edition asked for, the newest if none; raises `Unknown`."""
    year = visitor.query("year") or str(editions()[-1])
    if year not in map(str, editions()):
        raise Unknown(msg("There is no catalogue of {year}.", year=year))
    return edition(int(year))
