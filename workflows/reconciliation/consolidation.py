"""Which bodies may reconcile for others, and for which (l.376; RU-7; A-72)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.organization import OrganizationType
from events.reconciliation import ConsolidationDecided, CoverageBegun, PartReceived, PartReturned
from events.text import Body, msg
from workflows.reconciliation.bodies import no_servants, reconciles
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.reconciliation.facts import ReconciliationFacts

CONSOLIDATING = frozenset(
    {
        OrganizationType.CGO,
        OrganizationType.KOM,
        OrganizationType.TER,
        OrganizationType.OBL,
        OrganizationType.UPR,
        OrganizationType.RAY,
    }
)
"""Types of body that may consolidate; A-72 reads the Instruction as naming the departments of oblasts and of the three cities."""


def decided(facts: "ReconciliationFacts", event: ConsolidationDecided, register: Register) -> Iterator[Violation]:
    """Say why a body may not consolidate, or not these."""
    kind = register.type_of(event.organization, event.decided_on)
    if kind not in CONSOLIDATING:
        text = msg("Organisations of type {type} do not consolidate reconciliations (l.376).", type=kind or "—")
        yield Violation(("covers",), text)
    for index, body in enumerate(event.covers):
        if body == event.organization or not register.within(body, event.organization, event.decided_on):
            text = msg(
                "{organization} does not stand below {body}.", organization=Body(body), body=Body(event.organization)
            )
            yield Violation(("covers", index), text)
        elif not reconciles(body, facts.year, event.decided_on, register):
            yield Violation(("covers", index), no_servants(body))
        elif facts.covers.count(body) > 1:
            yield Violation(("covers", index), msg("{organization} is covered here already.", organization=Body(body)))


def begun(facts: "ReconciliationFacts", event: CoverageBegun, _register: Register) -> Iterator[Violation]:
    """Say why a body cannot be covered: each is covered once, and its offences are told once."""
    body = event.organization
    if len(facts.coverings) > 1:
        text = msg(
            "{organization} is covered by {body} already.", organization=Body(body), body=Body(facts.coverings[0].body)
        )
        yield Violation(("covers",), text)
    if facts.approved:
        text = msg(
            "{organization} has approved an act of its own: it must take that back first.", organization=Body(body)
        )
        yield Violation(("covers",), text)


def not_consolidated(
    facts: "ReconciliationFacts", event: PartReceived | PartReturned, _register: Register
) -> Iterator[Violation]:
    """Let no part be taken out of an act that stands."""
    if facts.frozen:
        text = msg(
            "The act of {body} stands on these rows: it must be taken back first.", body=Body(event.organization)
        )
        yield Violation(("reopened_on",), text)
