"""The Instruction as data: what its projects, tasks and subtasks are, edition by edition."""

from functools import cache
from importlib.resources import files

from events.text import msg
from workflows.catalogue.edition import ALL, Catalogue, DeadlineRule, TermKind, TermUnit
from workflows.catalogue.evidence import (
    EvidenceCondition,
    EvidenceForm,
    EvidenceNeed,
    EvidenceRule,
    Words,
)
from workflows.catalogue.loading import CatalogueError, load
from workflows.catalogue.subtask import Duty, Every, Project, Recurrence, Subtask, Task
from workflows.refusals import Unknown

__all__ = [
    "ALL",
    "Catalogue",
    "CatalogueError",
    "DeadlineRule",
    "Duty",
    "Every",
    "EvidenceCondition",
    "EvidenceForm",
    "EvidenceNeed",
    "EvidenceRule",
    "Project",
    "Recurrence",
    "Subtask",
    "Task",
    "TermKind",
    "TermUnit",
    "Words",
    "definition",
    "edition",
    "editions",
    "entries",
    "in_force",
    "load",
]


@cache
def editions() -> tuple[int, ...]:
    """Give the years of the editions there are, oldest first."""
    names = (entry.name for entry in files(__package__).iterdir() if entry.is_dir())
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


@cache
def edition(year: int) -> Catalogue:
    """Give the edition of a year; raises `Unknown`, and `CatalogueError` if its files are wrong."""
    if year not in editions():
        raise Unknown(msg("There is no catalogue of {year}.", year=year))
    return load(files(__package__).joinpath(str(year)))


def in_force(year: int) -> Catalogue:
    """Give the edition by which the work of a year is done: the last one up to that year, or the first."""
    known = editions()
    return edition(max((one for one in known if one <= year), default=known[0]))


@cache
def definition(year: int, name: str) -> Subtask:
    """Give a subtask, or a row, as the edition in force in a year has it; raises `Unknown`."""
    return in_force(year).subtask(name)


@cache
def entries() -> frozenset[str]:
    """Give the actions that report the work of some subtask, and of no other than those that name them."""
    return frozenset(one.entry for year in editions() for one in edition(year).subtasks if one.entry)
