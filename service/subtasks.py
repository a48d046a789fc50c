"""Subtasks and cases as people call them."""

from projections.case_row import CaseRow
from projections.compared import ComparedCase
from projections.tasks import TaskRow
from service.i18n import Translator
from workflows.catalogue import definition, in_force
from workflows.refusals import Unknown
from workflows.subtask.period import year_of


def subtask_title(t: Translator, subtask: str, period: str) -> str:
    """Give a subtask's title by the edition of the period's year; a code that is not in it stays as it is."""
    try:
        return definition(year_of(period), subtask).name(t.language)
    except Unknown:
        return subtask


def case_name(t: Translator, workflow: str, subtask: str, period: str) -> str:
    """Name a case in as little room as can be: by the code of its subtask, or its kind of work, and its period."""
    if not subtask:
        return t.code("workflow", workflow)
    return f"{subtask if workflow == 'subtask' else t.code('workflow', workflow)}, {t.period(period)}"


def row_title(t: Translator, row: CaseRow | TaskRow | ComparedCase) -> str:
    """Name a case of the list: by its number if it has one."""
    return f"№ {row.number}" if row.number else case_title(t, row.workflow, row.subtask, row.period)


def case_title(t: Translator, workflow: str, subtask: str, period: str) -> str:
    """Name a case without a number: by its subtask, or by its kind of work where that carries out several; with its period."""
    if not subtask:
        return t.code("workflow", workflow)
    name = f"{subtask} {subtask_title(t, subtask, period)}" if workflow == "subtask" else t.code("workflow", workflow)
    return f"{name}, {t.period(period)}"


def parts_in_force(t: Translator, year: int) -> list[tuple[str, str]]:
    """Give the codes of the projects, tasks and subtasks of a year with their titles, in the order of the Instruction."""
    found, language = list[tuple[str, str]](), t.language
    for project in in_force(year).projects:
        found.append((project.code, project.title.of(language)))
        for task in project.tasks:
            found.append((task.code, task.title.of(language)))
            found += [(subtask.code, subtask.name(language)) for subtask in task.subtasks]
    return found
