"""What an event of one case does to others, in the same transaction (design §4).

A workflow names the rules for its own events in `CONSEQUENCES`. A correction has the consequences of the event as it
is now known, unless the rule is `Revisable`: then it has those of the difference.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.case import FactCorrected
from events.event import CaseEvent
from workflows.case import Case
from workflows.register import Register

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:case")


def case_id(organization: str, subtask: str, period: str) -> uuid.UUID:
    """Give the id of the one case that an organisation has for a subtask and a period ("2024", "2024Q3", "2024-05")."""
    return uuid.uuid5(NAMESPACE, f"{organization}/{subtask}/{period}")


@dataclass(frozen=True, slots=True)
class Consequence:
    """An action that the system takes on a case because of an event; the action may open the case."""

    workflow: str
    case_id: uuid.UUID
    organization: str
    action: str
    data: Mapping[str, Any]


Rule = Callable[[Any, Any, Register], Iterable[Consequence]]
"""Takes the event, the facts of its case after it, and the register."""


@dataclass(frozen=True, slots=True)
class Revision:
    """An event as it was known before a correction and as it is known now, and the day of the correction."""

    before: Any
    now: Any
    on: date


@dataclass(frozen=True, slots=True)
class Revisable:
    """A rule of which a correction undoes what is no longer so: `revised` takes the revision in the place of the event."""

    rule: Rule
    revised: Rule

    def __call__(self, event: Any, facts: Any, register: Register) -> Iterable[Consequence]:
        """Be the rule of the event itself."""
        return self.rule(event, facts, register)


def consequences(
    rules: Mapping[type[CaseEvent], Rule], case: Case, event: CaseEvent, register: Register
) -> Iterator[Consequence]:
    """Give what an event that has just been recorded on a case does to others."""
    known = case.event(event.corrects) if isinstance(event, FactCorrected) else event
    rule = rules.get(type(known)) if known else None
    if rule is None:
        return
    if isinstance(event, FactCorrected) and isinstance(rule, Revisable):
        revision = Revision(case.event_before(event), known, event.occurred_on)
        yield from rule.revised(revision, case.facts, register)
    else:
        yield from rule(known, case.facts, register)
