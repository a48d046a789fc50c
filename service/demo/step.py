"""One act of the demonstration's story."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from workflows.consequences import case_id

Place = tuple[str, str, str]
"""Somebody in the story: the body, the post or "officer", the code of the person or ""."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be kept as evidence: its name and the lines on it. In the data of a step its hash takes its place."""

    name: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Work:
    """A case of the plan of a year: its workflow, subtask and period."""

    workflow: str
    subtask: str
    period: str

    def case_of(self, organization: str) -> UUID:
        """Give the id of an organisation's case."""
        return case_id(organization, self.subtask, self.period)


@dataclass(frozen=True, slots=True)
class Known:
    """A case known by its id: what another case opened, or the record of an organisation."""

    workflow: str
    id: UUID

    def case_of(self, _organization: str) -> UUID:
        """Give the id."""
        return self.id


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the story: on which day it is recorded, in whose case, what, by which post of which body.

    Without `work` it is in the one analysis of the organisation. `of` is the body of whoever acts, if it is another one;
    `person` their code in the register, where they are linked to it; `made` gives data that depend on the facts of the case.
    """

    on: date
    organization: str
    action: str
    by: str
    data: dict[str, Any]
    work: Work | Known | None = None
    of: str = ""
    made: Callable[[Any], dict[str, Any]] | None = None
    person: str = ""

    @property
    def body(self) -> str:
        """The body of whoever acts."""
        return self.of or self.organization

    @property
    def place(self) -> Place:
        """Who acts."""
        return self.body, self.by, self.person
