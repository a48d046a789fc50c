"""The case of one body's reconciliation for one year."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.reconciliation.facts import ReconciliationFacts


class Reconciliation(Case):
    """A reconciliation; the Instruction sets no time for it, only the year that it is about (D20)."""

    NO_FACTS = ReconciliationFacts()


register_topic("case:reconciliation", Reconciliation)
