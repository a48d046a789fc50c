"""One structural change at a time.

Two moves, each fine by itself, can make a circle together. So every structural change also counts up this record, by
the revision that its decision knew: of two that knew the same, the log takes one.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from eventsourcing.utils import register_topic
from statemachine import State

from events.event import CaseEvent
from events.organization import StructureRevised
from events.text import msg
from workflows.case import Case, Facts
from workflows.consequences import Consequence
from workflows.machine import Workflow, each
from workflows.refusals import Refused, Violation
from workflows.register import Register

HIERARCHY = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:hierarchy")
"""The id of the one record."""


class Outdated(Refused):
    """The decision knew an older structure than there is: it is to be made again."""


@dataclass(frozen=True)
class Revisions(Facts):
    """Nothing but the number of the newest revision, which is the record's version."""

    def after(self, _event: CaseEvent) -> Self:
        """Give the same."""
        return self

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Find nothing, or raise `Outdated`."""
        if isinstance(event, StructureRevised) and event.based_on != event.originator_version - 1:
            raise Outdated(msg("The register has changed meanwhile. Look at it again."))
        return ()


class Hierarchy(Case):
    """The record of all structural changes."""

    NO_FACTS = Revisions()


register_topic("case:hierarchy", Hierarchy)


class HierarchyWorkflow(Workflow):
    """Counts structural changes; only the system does, as their consequence."""

    WORKFLOW = "hierarchy"
    TITLE = "Changes of the structure"
    CASE = Hierarchy

    new = State("New", initial=True)
    kept = State("Kept")

    revise = new.to(kept, on=StructureRevised.record, cond="system") | each(
        kept, on=StructureRevised.record, cond="system"
    )

    ACTIONS = {"revise": "Count a change of the structure"}


def revised(_event: Any, _facts: Any, register: Register) -> Iterator[Consequence]:
    """Let a structural change count up the record."""
    yield Consequence("hierarchy", HIERARCHY, "", "revise", {"based_on": register.structure})
