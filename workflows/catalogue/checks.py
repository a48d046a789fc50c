"""What no single entry shows: whether the parts of an edition fit together."""

from collections import Counter
from collections.abc import Iterator

from events.organization import OrganizationType
from workflows.catalogue.edition import ALL, Catalogue
from workflows.catalogue.subtask import APPENDIX, Project, Subtask

APPENDICES = {f"{APPENDIX}{number}" for number in range(1, 7)}
"""The six forms of the Instruction."""


def problems(catalogue: Catalogue, folder: str) -> Iterator[str]:
    """Say what is wrong, each time as "file: code: key: what"."""
    yield from _edition(catalogue, folder)
    yield from _counts(catalogue)
    yield from _twice(catalogue)
    yield from _terms(catalogue)
    for project in catalogue.projects:
        file = f"project-{project.code}.yaml"
        for where, wrong in (*_nesting(project), *_references(catalogue, project)):
            yield f"{file}: {where}: {wrong}"


def _edition(catalogue: Catalogue, folder: str) -> Iterator[str]:
    if str(catalogue.year) != folder:
        yield f"edition.yaml: year: {catalogue.year} is not the folder's year"
    for kind in OrganizationType:
        if kind not in catalogue.types:
            yield f"edition.yaml: types: {kind} is missing"


def _counts(catalogue: Catalogue) -> Iterator[str]:
    tasks = sum(len(project.tasks) for project in catalogue.projects)
    for key, wanted, found in (
        ("projects", catalogue.counts.projects, len(catalogue.projects)),
        ("tasks", catalogue.counts.tasks, tasks),
        ("subtasks", catalogue.counts.subtasks, len(catalogue.subtasks)),
    ):
        if wanted != found:
            yield f"edition.yaml: counts: {key}: {wanted} are announced, there are {found}"


def _twice(catalogue: Catalogue) -> Iterator[str]:
    """Codes and slugs name one thing each."""
    every = (*catalogue.subtasks, *catalogue.rows)
    for key, names in (("code", [one.code for one in every]), ("slug", [one.slug for one in every])):
        for name, number in Counter(names).items():
            if number > 1:
                of = next(one for one in reversed(every) if name in {one.code, one.slug})
                yield f"project-{of.project}.yaml: {of.code}: {key}: “{name}” stands {number} times"


def _terms(catalogue: Catalogue) -> Iterator[str]:
    owners = {project.code for project in catalogue.projects}
    owners |= {task.code for project in catalogue.projects for task in project.tasks}
    subtasks = {subtask.code: subtask for subtask in catalogue.subtasks}
    for rule in catalogue.deadlines.values():
        if rule.of in subtasks and rule.code not in subtasks[rule.of].deadlines:
            yield f"edition.yaml: {rule.code}: of: {rule.of} does not list it in its `deadlines`"
        if rule.of not in {ALL, *owners, *subtasks}:
            yield f"edition.yaml: {rule.code}: of: there is no “{rule.of}”"


def _nesting(project: Project) -> Iterator[tuple[str, str]]:
    for task in project.tasks:
        if not task.code.startswith(f"{project.code}."):
            yield task.code, f"code: the task is not one of project {project.code}"
        for subtask in task.subtasks:
            if subtask.task != task.code:
                yield subtask.code, f"code: the subtask is not one of task {task.code}"
    for row in project.rows:
        if row.project != project.code:
            yield row.code, f"code: the row is not one of project {project.code}"


def _references(catalogue: Catalogue, project: Project) -> Iterator[tuple[str, str]]:
    codes = {subtask.code for subtask in catalogue.subtasks}
    for subtask in (*project.subtasks, *project.rows):
        for key, names, known in (
            ("responsible", [duty.role for duty in subtask.responsible], set(catalogue.roles)),
            ("deadlines", subtask.deadlines, _own_terms(catalogue, subtask)),
            ("feeds", subtask.feeds, codes | APPENDICES),
            ("roll_up", [subtask.roll_up], {"", *catalogue.roll_up}),
            ("scoring", [subtask.scoring], {"", *catalogue.scoring}),
            ("confidentiality", [subtask.confidentiality], {"", *catalogue.confidentiality}),
        ):
            for name in names:
                if name not in known:
                    yield subtask.code, f"{key}: there is no “{name}” for it"


def _own_terms(catalogue: Catalogue, subtask: Subtask) -> set[str]:
    return {rule.code for rule in catalogue.owed(subtask.code)}
