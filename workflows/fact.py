"""What all kinds of fact of Appendix 2 have in common: how they are counted, who records them, what they enter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from uuid import UUID

from events.clearance import Clearance
from events.event import CaseEvent
from events.fact import FactLinked, FactRegistered, FactWithdrawn
from events.fact import quarter as quarter  # noqa: PLC0414 - offered here, too, beside `row_case`
from events.text import msg
from workflows.actor import Actor, Role
from workflows.case import Facts
from workflows.catalogue import definition
from workflows.consequences import Consequence, Rule, case_id
from workflows.machine import NOW, Workflow
from workflows.refusals import Violation
from workflows.register import Register

ROW_WORKFLOW = "reporting_row"
_CLEARANCES = frozenset(Clearance)


def row_case(organization: str, row: str, period: str) -> UUID:
    """Give the id of the case of a row of Appendix 2 of a body in a quarter."""
    return case_id(organization, f"appendix_2/{row}", period)


def clearance_of(row: str, year: int) -> str:
    """Give the clearance that the catalogue asks for what a row reports, "" for none."""
    named = definition(year, row).confidentiality
    return named if named in _CLEARANCES else ""


@dataclass(frozen=True, slots=True)
class FactFacts(Facts):
    """What is known of a fact: how it was registered, whether it was withdrawn, as which other case it counts."""

    registered: FactRegistered | None = None
    withdrawn: FactWithdrawn | None = None
    same_as: UUID | None = None

    @property
    def clearance(self) -> str:
        """What a reader must be cleared for, by the row."""
        known = self.registered
        return clearance_of(known.ROW, known.occurred_on.year) if known else ""

    def common(self, event: CaseEvent) -> Self:
        """Give the facts after one of the events that all kinds share; others change nothing."""
        match event:
            case FactRegistered():
                return replace(self, registered=event)
            case FactWithdrawn():
                return replace(self, withdrawn=event)
            case FactLinked():
                return replace(self, same_as=event.same_as)
            case _:
                return self


def common_violations(facts: FactFacts, event: CaseEvent) -> Sequence[Violation]:
    """Say what is wrong with an event that all kinds of fact share, given the facts after it."""
    known = facts.registered
    match event:
        case FactWithdrawn() if known and event.withdrawn_on < known.occurred_on:
            return [Violation(("withdrawn_on",), msg("This cannot be before {first}.", first=known.occurred_on))]
        case FactLinked() if event.same_as == event.originator_id:
            return [Violation(("same_as",), msg("This is the case itself: name the other one."))]
        case FactLinked() if known and event.linked_on < known.occurred_on:
            return [Violation(("linked_on",), msg("This cannot be before {first}.", first=known.occurred_on))]
        case _:
            return []


class FactWorkflow(Workflow):
    """Guards of the kinds of fact."""

    def recorder(self, actor: Actor) -> bool:
        """An official of the body, or of the one that uploads for it because it has no account; cleared, where it is needed."""
        case, register = self.model.case, self.model.register
        if case is None or actor.role not in {Role.OFFICER, Role.SIGNATORY}:
            return False
        uploader = register.uploader(case.organization, NOW)
        if actor.organization not in {case.organization, uploader}:
            return False
        return not case.facts.clearance or self.cleared(actor, case.facts.clearance)

    def corrector(self, actor: Actor) -> bool:
        """Whoever records, and the service, where what the fact follows from was corrected."""
        return self.system(actor) or self.recorder(actor)


def enters(event: FactRegistered, facts: FactFacts, _register: Register) -> Iterator[Consequence]:
    """Enter a fact in its row of Appendix 2, unless it is withdrawn: the row then is neither blank nor nil.

    If its day is corrected into another quarter, it leaves the row of the first.
    """
    if facts.withdrawn is None:
        enter = _on_row(event.organization, event, "enter_fact", event.occurred_on)
        yield replace(enter, otherwise=lambda _facts, on: _on_row(event.organization, event, "leave_fact", on))


def on_row(action: str, organization: str, row: str, fact: UUID, found_on: date, on: date | None = None) -> Consequence:
    """Give what a fact found on a day does to its row of Appendix 2: `enter_fact` or `leave_fact`, on that day or a later one."""
    period = quarter(found_on)
    data = {"row": row, "period": period, "fact": str(fact), "on": (on or found_on).isoformat()}
    return Consequence(ROW_WORKFLOW, row_case(organization, row, period), organization, action, data)


def leaves(event: FactWithdrawn, facts: FactFacts, _register: Register) -> Iterator[Consequence]:
    """Take a withdrawn fact out of its row."""
    if facts.registered:
        yield _on_row(event.organization, facts.registered, "leave_fact", event.withdrawn_on)


def _on_row(organization: str, fact: FactRegistered, action: str, on: date) -> Consequence:
    return on_row(action, organization, fact.ROW, fact.originator_id, fact.occurred_on, on)


def row_rules(*registering: type[FactRegistered]) -> Mapping[type[CaseEvent], Rule]:
    """Give the consequences that a kind of fact has for Appendix 2; a link changes no row, for both bodies report the fact."""
    rules: dict[type[CaseEvent], Rule] = dict.fromkeys(registering, enters)
    return rules | {FactWithdrawn: leaves}
