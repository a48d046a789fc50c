"""What results do to the cartogram of their year when that was closed before they came: its work goes on (l.183–185, l.340)."""

from collections.abc import Iterator, Mapping

from events import cartogram as happened
from events.event import CaseEvent
from workflows.cartogram.facts import CartogramFacts
from workflows.consequences import Consequence, Rule
from workflows.register import Register

_CLOSED = "closed"
"""The state of a cartogram whose year was declared over; one that is cancelled stays so."""


def reopening(event: CaseEvent, facts: CartogramFacts, _register: Register) -> Iterator[Consequence]:
    """Reopen a closed cartogram in its own year, if a section is to be brought up to date now; afterwards it stays closed."""
    if event.state != _CLOSED or event.occurred_on.year != facts.year or not facts.told_news(event.originator_version):
        return
    data = {"reopened_on": event.occurred_on.isoformat()}
    yield Consequence("cartogram", event.originator_id, event.organization, "reopen_cartogram", data)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.AnalysisResultsReceived: reopening,
    happened.AnalysisResultsWithdrawn: reopening,
}
