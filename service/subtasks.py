"""Subtasks and cases as people call them."""

from typing import Protocol

from service.forms.titles import report_name, report_title
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


class Called(Protocol):
    """A case by what it is called after, whichever read model has it (`projections.case_row.KeptCase`)."""

    @property
    def workflow(self) -> str:
        """Its kind of work."""

    @property
    def subtask(self) -> str:
        """The first subtask that it carries out, empty if it is none."""

    @property
    def period(self) -> str:
        """What it is for."""

    @property
    def about(self) -> str:
        """The form of a report."""


class Numbered(Called, Protocol):
    """A case that may have a number."""

    @property
    def number(self) -> str:
        """The number of its first order, or empty."""


def case_name(t: Translator, case: Called) -> str:
    """Name a case in as little room as can be: by the code of its subtask, its form, or its kind of work, and its period."""
    if case.about:
        return report_name(t, case.about, case.period)
    kind = t.code("workflow", case.workflow)
    if not case.subtask:
        return kind
    return f"{case.subtask if case.workflow == 'subtask' else kind}, {t.period(case.period)}"


def row_name(t: Translator, row: Numbered) -> str:
    """Name a case of the list in as little room as can be: by its number if it has one."""
    if row.number:
        return f"№ {row.number}"
    is_ordered = row.subtask or row.workflow != "risk_analysis"
    return case_name(t, row) if is_ordered else t("Analysis without an order yet")


def case_title(t: Translator, case: Called) -> str:
    """Name a case without a number by all that it is called after: of a subtask by its title, too."""
    if case.workflow != "subtask" or not case.subtask:
        return case_name(t, case)
    return f"{case.subtask} {subtask_title(t, case.subtask, case.period)}, {t.period(case.period)}"


def row_title(t: Translator, row: Numbered) -> str:
    """Name a case of the list by all that it is called after: by its number if it has one."""
    return f"№ {row.number}" if row.number else case_title(t, row)


def work_title(t: Translator, case: Called) -> str:
    """Say what the work of a case is: the title of its form or, behind its code, of its subtask, else its kind."""
    if case.about:
        return report_title(t, case.about)
    if case.subtask:
        return f"{case.subtask} {subtask_title(t, case.subtask, case.period)}"
    return t.code("workflow", case.workflow)


def parts_in_force(t: Translator, year: int) -> list[tuple[str, str]]:
    """Give the codes of the projects, tasks and subtasks of a year with their titles, in the order of the Instruction."""
    found, language = list[tuple[str, str]](), t.language
    for project in in_force(year).projects:
        found.append((project.code, project.title.of(language)))
        for task in project.tasks:
            found.append((task.code, task.title.of(language)))
            found += [(subtask.code, subtask.name(language)) for subtask in task.subtasks]
    return found
