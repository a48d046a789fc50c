"""What the record of a row may not contradict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import reporting_row as happened
from events.event import CaseEvent
from events.text import msg
from workflows.fact import row_case
from workflows.refusals import Violation
from workflows.register import Register
from workflows.reporting_row.rows import is_row
from workflows.signatories import Paper
from workflows.signing import Signed
from workflows.subtask.period import bounds, year_of

if TYPE_CHECKING:
    from workflows.reporting_row.facts import RowFacts

Check = Callable[["RowFacts", Any, Register], Iterator[Violation]]


def violations(facts: "RowFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _is_this_row(_facts: "RowFacts", event: Any, _register: Register) -> Iterator[Violation]:
    """A row is its body, subtask and quarter: no correction makes another of it."""
    if not is_row(event.row, year_of(event.period)):
        yield Violation(("row",), msg("Appendix 2 has no row {row}.", row=event.row))
    elif event.originator_id != row_case(event.organization, event.row, event.period):
        text = msg(
            "This is another row or quarter than that of the case: revoke the nil, and declare it where it belongs."
        )
        yield Violation(("row",), text)


def _has_begun(_facts: "RowFacts", event: happened.RowNilDeclared, _register: Register) -> Iterator[Violation]:
    first, _ = bounds(event.period)
    if event.declared_on < first:
        yield Violation(("declared_on",), msg("This cannot be before {first}.", first=first))


def _is_signed(_facts: "RowFacts", event: happened.RowNilDeclared, register: Register) -> Iterator[Violation]:
    paper = Signed(Paper.APPENDIX_1_2, event.organization, event.signature, event.declared_on, register)
    yield from paper.violations()


def _follows_nil(facts: "RowFacts", event: happened.RowNilRevoked, _register: Register) -> Iterator[Violation]:
    earlier = [one.declared_on for one in facts.declarations if one.originator_version < event.originator_version]
    if earlier and event.revoked_on < earlier[-1]:
        yield Violation(("revoked_on",), msg("This cannot be before {first}.", first=earlier[-1]))


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.FactEntered: (_is_this_row,),
    happened.FactLeft: (_is_this_row,),
    happened.RowNilDeclared: (_is_this_row, _has_begun, _is_signed),
    happened.RowNilRevoked: (_follows_nil,),
}
