"""What an event of one case does to others, in the same transaction (design §4).

A workflow names the rules for its own events in `CONSEQUENCES`. A correction has the consequences of the event as it
is now known; what it did before and does no longer is taken back, if the consequence says how, and what can be taken back is
not told again unless it differs. A case that the event began is not begun again: what began it is corrected, too.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import msgspec

from events.case import FactCorrected, as_known, corrected
from events.event import CaseEvent
from workflows.case import Case, Facts
from workflows.register import Register

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:case")


def case_id(organization: str, subtask: str, period: str) -> uuid.UUID:
    """Give the id of the one case that an organisation has for a subtask and a period ("2024", "2024Q3", "2024-05")."""
    return uuid.uuid5(NAMESPACE, f"{organization}/{subtask}/{period}")


@dataclass(frozen=True, slots=True)
class Consequence:
    """An action that the system takes on a case because of an event; the action may open the case.

    `otherwise` says what to do there instead, given the facts after a correction by which the event asks for this no longer, and
    the day of the correction. `named` is the field of the event in which a person names the case: it must be there, and one
    that they may name. `begins` says that the action is the first of the case.
    """

    workflow: str
    case_id: uuid.UUID
    organization: str
    action: str
    data: Mapping[str, Any]
    otherwise: "Callable[[Any, date], Consequence] | None" = field(default=None, compare=False)
    named: str = field(default="", compare=False)
    begins: bool = field(default=False, compare=False)

    def of(self, cause: CaseEvent, target: Case) -> "Consequence | None":
        """Give what is done to the case as it stands; None if a correction has nothing to correct in what began it."""
        first = target.event(1)
        if not self.begins or first is None or not isinstance(cause, FactCorrected):
            return self
        now = corrected(first, dict(self.data)).facts()
        data = {"corrects": 1, "data": msgspec.to_builtins(now), "reason": cause.reason}
        return None if now == first.facts() else replace(self, action="correct", data=data)


Rule = Callable[[Any, Any, Register], Iterable[Consequence]]
"""Takes the event, the facts of its case after it, and the register."""


def consequences(
    rules: Mapping[type[CaseEvent], Rule], case: Case, event: CaseEvent, register: Register
) -> Iterator[Consequence]:
    """Give what an event that has just been recorded on a case does to others."""
    known = case.event(event.corrects) if isinstance(event, FactCorrected) else event
    rule = rules.get(type(known)) if known else None
    if rule is None:
        return
    now = list(rule(known, case.facts, register))
    if not isinstance(event, FactCorrected):
        yield from now
        return
    before, told = list(rule(*_before(case, event), register)), {one.case_id for one in now}
    named = {one.case_id for one in before}
    for one in now:
        if one.otherwise is None or one not in before:
            yield replace(one, named="") if one.case_id in named else one
    for one in before:
        if one.otherwise and one.case_id not in told:
            yield one.otherwise(case.facts, event.occurred_on)


def _before(case: Case, correction: FactCorrected) -> tuple[CaseEvent, Facts]:
    """Give the corrected event, and the facts, as they were known before the correction."""
    known = list(as_known(case.history[: correction.originator_version - 1]))
    facts = case.NO_FACTS
    for past in known:
        facts = facts.after(past)
    return next(past for past in known if past.originator_version == correction.corrects), facts
