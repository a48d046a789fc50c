"""The pairs of a reconciliation, each with what is said about it: those that matched by themselves, and those that people looked at."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.reconciliation.differences import PAIRED, Difference
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.reconciliation.matching import Pair


@dataclass(frozen=True, slots=True)
class ListedPair:
    """A pair with its rule, and the difference that it makes; None where both rows say the same and nobody is asked."""

    pair: Pair
    difference: Difference | None


def pairs(facts: ReconciliationFacts) -> Iterator[ListedPair]:
    """Give the pairs in the order of the body's rows; those that were settled apart before a rule thought of them are none."""
    known = {(one.own, one.registry): one for one in facts.differences if one.kind in PAIRED}
    for pair in facts.lists.matched.pairs:
        difference = known.get((pair.own.code, pair.registry.code))
        if difference or not pair.proposed:
            yield ListedPair(pair, difference)
