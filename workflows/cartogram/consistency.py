"""What a cartogram may not contradict. A difference from the analyses is no contradiction: it is recorded and shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import cartogram as happened
from events.event import CaseEvent
from events.text import Body, msg
from workflows.cartogram.keepers import keeps
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.cartogram.facts import CartogramFacts

Check = Callable[["CartogramFacts", Any, Register], Iterator[Violation]]


def violations(facts: "CartogramFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _kept_here(_facts: "CartogramFacts", event: happened.CartogramAssigned, register: Register) -> Iterator[Violation]:
    if not keeps(event.organization, event.assigned_on, register):
        yield Violation(("year",), msg("Only the akimats of oblasts keep a cartogram (l.185)."))


def _rows_are_of_the_region(_facts: "CartogramFacts", event: Any, register: Register) -> Iterator[Violation]:
    for index, row in enumerate(event.rows):
        if not register.within(row.organization, event.organization, event.updated_on):
            text = msg("{organization} is not a body of this region.", organization=Body(row.organization))
            yield Violation(("rows", index, "organization"), text)


def _rows_differ(_facts: "CartogramFacts", event: Any, _register: Register) -> Iterator[Violation]:
    seen = set()
    for index, row in enumerate(event.rows):
        if row in seen:
            yield Violation(("rows", index), msg("This row stands here twice."))
        seen.add(row)


def _something_to_report(
    facts: "CartogramFacts", event: happened.CartogramReportSigned, _register: Register
) -> Iterator[Violation]:
    updates = [update for update in (facts.positions_update, facts.risks_update) if update]
    if not updates:
        yield Violation(("signed_on",), msg("Neither section 1 nor section 2 has been updated yet."))
        return
    for section, path in ((facts.positions, "positions_note"), (facts.risks, "risks_note")):
        if section.update is None and section.wanted:
            yield Violation((path,), msg("This section has not been updated yet, though the analyses want it."))
    told = [update.updated_on for update in updates if update.version < event.originator_version]
    if told and event.signed_on < max(told):
        yield Violation(("signed_on",), msg("This cannot be before {first}.", first=max(told)))


def _follows_signature(
    facts: "CartogramFacts", event: happened.CartogramReportUploaded, _register: Register
) -> Iterator[Violation]:
    if facts.signed and event.uploaded_on < facts.signed.signed_on:
        yield Violation(("uploaded_on",), msg("This cannot be before {first}.", first=facts.signed.signed_on))


def _follows_upload(
    facts: "CartogramFacts", event: happened.CartogramClosed, _register: Register
) -> Iterator[Violation]:
    if facts.uploaded and event.closed_on < facts.uploaded.uploaded_on:
        yield Violation(("closed_on",), msg("This cannot be before {first}.", first=facts.uploaded.uploaded_on))


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.CartogramAssigned: (_kept_here,),
    happened.PositionsUpdated: (_rows_are_of_the_region, _rows_differ),
    happened.RisksUpdated: (_rows_are_of_the_region, _rows_differ),
    happened.CartogramReportSigned: (_something_to_report,),
    happened.CartogramReportUploaded: (_follows_signature,),
    happened.CartogramClosed: (_follows_upload,),
}
