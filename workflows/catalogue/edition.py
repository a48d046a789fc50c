"""An edition of the Instruction: its projects, and the words and terms that they use."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from events.deadlines import Strength
from events.organization import OrganizationType
from events.text import msg
from workflows.catalogue.evidence import Entry, Number, Phrase, Words
from workflows.catalogue.subtask import Line, Project, Subtask
from workflows.refusals import Unknown

ALL = "all"
"""What a term is `of` when every subtask owes it."""


class TermKind(StrEnum):
    """How a term binds."""

    MAX_DURATION = "max_duration"
    MIN_FREQUENCY = "min_frequency"
    NOT_BEFORE = "not_before"
    LATEST_BEFORE = "latest_before"
    LATEST_AFTER = "latest_after"
    MONITORING_WINDOW = "monitoring_window"
    FIXED_DAY = "fixed_day"
    CONDITION = "condition"
    FREQUENCY = "frequency"
    QUOTA = "quota"
    SCOPE = "scope"
    LATEST = "latest"


class TermUnit(StrEnum):
    """What a term counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"
    DAY_OF_MONTH = "day_of_month"
    CALENDAR_YEAR = "calendar_year"
    PERCENT_PER_YEAR = "percent_per_year"
    UNKNOWN = "unknown"


class DeadlineRule(Entry, frozen=True):
    """A term D01…D23.

    It is owed by a project, task or subtask, or by all (`of`), and counts `amount` of `unit` from the event `anchor`
    (`or_anchor` where that cannot happen; a condition is `compared_to` another). `quote` is the Instruction's text in
    line `line`.
    """

    code: Annotated[str, Meta(pattern=r"^D\d\d$")]
    of: Phrase
    kind: TermKind
    unit: TermUnit
    strength: Strength
    line: Line
    quote: Phrase
    title: Words
    amount: Number | None = None
    anchor: str = ""
    or_anchor: str = ""
    compared_to: str = ""


class Provision(Entry, frozen=True):
    """A rule of secrecy or of summing up, in words."""

    title: Words
    proposed: bool = False


class ScoreStep(Entry, frozen=True):
    """Points, in tenths, for reaching a percentage."""

    percent: Number
    tenths: Number


class Score(Entry, frozen=True):
    """A table of points, best first."""

    line: Line
    title: Words
    steps: tuple[ScoreStep, ...]


class TypeGroup(Entry, frozen=True):
    """Types of organisation that the Instruction names together."""

    types: tuple[OrganizationType, ...]
    title: Words


class Counts(Entry, frozen=True):
    """How many projects, tasks and subtasks there are."""

    projects: int
    tasks: int
    subtasks: int


class Catalogue(Entry, frozen=True):
    """An edition. `sha256` is that of the Instruction's text; `rows` are rows of its forms without a subtask."""

    year: int
    instruction: Words
    issuer: Words
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    platform: Annotated[str, Meta(pattern=r"^https://")]
    counts: Counts
    types: dict[OrganizationType, Words]
    groups: dict[str, TypeGroup]
    roles: dict[str, Words]
    deadlines: dict[str, DeadlineRule]
    confidentiality: dict[str, Provision]
    scoring: dict[str, Score]
    roll_up: dict[str, Provision]
    projects: tuple[Project, ...] = ()

    @property
    def subtasks(self) -> tuple[Subtask, ...]:
        """All subtasks in order; rows without a subtask are not among them."""
        return tuple(subtask for project in self.projects for subtask in project.subtasks)

    @property
    def rows(self) -> tuple[Subtask, ...]:
        """Rows of the forms that no subtask stands behind."""
        return tuple(row for project in self.projects for row in project.rows)

    def subtask(self, name: str) -> Subtask:
        """Give a subtask, or a row, by its code or slug; raises `Unknown`."""
        found = next((one for one in (*self.subtasks, *self.rows) if name in {one.code, one.slug}), None)
        if found is None:
            raise Unknown(
                msg("There is no subtask “{subtask}” in the catalogue of {year}.", subtask=name, year=self.year)
            )
        return found

    def assigned_to(self, kind: OrganizationType) -> tuple[Subtask, ...]:
        """Give the subtasks that organisations of that type owe, in order."""
        return tuple(subtask for subtask in self.subtasks if subtask.applies(kind))

    def owed(self, by: str) -> tuple[DeadlineRule, ...]:
        """Give the terms of a project, task or subtask by its code, or of `ALL`."""
        return tuple(rule for rule in self.deadlines.values() if rule.of == by)

    def named(self, types: Iterable[OrganizationType]) -> tuple[Words, ...]:
        """Name types of organisation in as few words as can be: a group for those it holds."""
        left, found = set(types), []
        for group in self.groups.values():
            if left.issuperset(group.types):
                found.append(group.title)
                left -= set(group.types)
        return (*found, *(title for kind, title in self.types.items() if kind in left))
