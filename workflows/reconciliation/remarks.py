"""What of a reconciliation is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import reconciliation as happened
from events.event import CaseEvent
from workflows.reconciliation.consistency import signed
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.reconciliation.facts import ReconciliationFacts


def remarks(facts: "ReconciliationFacts", event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    match event:
        case happened.RegistryListReceived() if any(
            row.counts_on is not None and row.counts_on.year != facts.year for row in event.rows
        ):
            yield "registry_rows_outside_the_year"
        case happened.ActApproved():
            yield from signed(event, register).remarks()
            if event.file is None:  # the act itself is the evidence (l.380)
                yield "act_without_file"
            if facts.late:
                yield "approved_without_late_bodies"
        case happened.PartHandedOver() if facts.late:
            yield "approved_without_late_bodies"
        case happened.PartReceived() if facts.frozen:
            yield "part_after_the_act"
        case _:
            pass
