"""Projects, tasks and subtasks."""

from collections import Counter
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from events.deadlines import Strength
from events.organization import OrganizationType
from workflows.catalogue.evidence import Entry, EvidenceRule, Phrase, Words
from workflows.signatories import Paper

Line = Annotated[int, Meta(ge=1)]
"""A line of the Instruction's text."""

SubtaskCode = Annotated[str, Meta(pattern=r"^\d\.\d\.[\dR]$")]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Every(StrEnum):
    """How often a subtask is owed; `maintained` is once, and again when it lapses."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    ANALYSIS = "analysis"
    FACT = "fact"
    MAINTAINED = "maintained"
    NOT_STATED = "not_stated"


class Reporting(StrEnum):
    """Who sets the periods of reporting what is owed for each fact: the Map of implementation."""

    CARD = "card"


class Recurrence(Entry, frozen=True):
    """How often, and whether the Instruction binds or recommends; `proposed`: it does not say."""

    every: Every
    strength: Strength = Strength.HARD
    reporting: Reporting | None = None
    proposed: bool = False


class Duty(Entry, frozen=True):
    """A role that performs a subtask; `proposed`: the Instruction names nobody."""

    role: Phrase
    proposed: bool = False


class Subtask(Entry, frozen=True):
    """A subtask.

    The Russian `title` is the Instruction's, letter for letter; `clean_title` mends it where it has a slip. `applies_to`
    are the types of organisation that owe it, `may_apply_to` those that may do it without owing. `signing` is the paper
    by which its signatories are found. `feeds` are subtasks and appendices ("appendix_2") that take its results.
    `workflow` carries it ("" for none yet); `entry` is the action there in which its data are entered.
    """

    code: SubtaskCode
    slug: Slug
    line: Line
    title: Words
    applies_to: Annotated[tuple[OrganizationType, ...], Meta(min_length=1)]
    responsible: Annotated[tuple[Duty, ...], Meta(min_length=1)]
    evidence: Annotated[tuple[EvidenceRule, ...], Meta(min_length=1)]
    signing: Paper
    recurrence: Recurrence
    may_apply_to: tuple[OrganizationType, ...] = ()
    clean_title: str = ""
    conditional: Words | None = None
    deadlines: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    roll_up: str = ""
    scoring: str = ""
    confidentiality: str = ""
    workflow: str = ""
    entry: str = ""
    note: Words | None = None

    def __post_init__(self) -> None:
        """Hold the fields to each other; raises `ValueError`."""
        _once("evidence", [rule.kind for rule in self.evidence])
        for group, members in Counter(rule.group for rule in self.evidence).items():
            if group and members == 1:
                raise ValueError(f"`evidence`: the group “{group}” has a single member, so nothing can be chosen")
        _once("applies_to and may_apply_to", [*self.applies_to, *self.may_apply_to])
        fed = {int(name.removeprefix(APPENDIX)) for name in self.feeds if name.startswith(APPENDIX)}
        if fed != {rule.appendix for rule in self.evidence if rule.appendix}:
            raise ValueError("`feeds` names other appendices than `evidence`")
        if self.entry and not self.workflow:
            raise ValueError(f"`entry` “{self.entry}” belongs to no `workflow`")

    @property
    def project(self) -> str:
        """The code of its project."""
        return self.code.split(".", 1)[0]

    @property
    def task(self) -> str:
        """The code of its task."""
        return self.code.rsplit(".", 1)[0]

    def applies(self, kind: OrganizationType) -> bool:
        """Whether organisations of that type owe it."""
        return kind in self.applies_to

    def allows(self, kind: OrganizationType) -> bool:
        """Whether organisations of that type owe it or may do it."""
        return kind in self.applies_to or kind in self.may_apply_to

    def name(self, language: str) -> str:
        """Give its title for people: without the slips of the Instruction."""
        return self.clean_title if self.clean_title and language == "ru" else self.title.of(language)


APPENDIX = "appendix_"
"""How `feeds` names an appendix of the Instruction."""


def _once(key: str, values: list[str]) -> None:
    twice = [value for value, number in Counter(values).items() if number > 1]
    if twice:
        raise ValueError(f"`{key}`: “{twice[0]}” stands twice")


class Task(Entry, frozen=True):
    """A task with its subtasks."""

    code: Annotated[str, Meta(pattern=r"^\d\.\d$")]
    title: Words
    subtasks: tuple[Subtask, ...]


class Project(Entry, frozen=True):
    """A project with its tasks, and the rows of its forms that no subtask stands behind."""

    code: Annotated[str, Meta(pattern=r"^\d$")]
    title: Words
    tasks: tuple[Task, ...]
    rows: tuple[Subtask, ...] = ()

    @property
    def subtasks(self) -> tuple[Subtask, ...]:
        """Its subtasks in order; rows are none."""
        return tuple(subtask for task in self.tasks for subtask in task.subtasks)
