"""Facts of Appendix 2."""

from events.fact import FactRegistered
from service import vocabulary


def test_every_kind_of_fact_says_what_makes_it_one() -> None:
    """No kind is counted without a sentence on when two registrations are the same."""
    kinds = [event for event in vocabulary.events() if issubclass(event, FactRegistered)]
    assert len(kinds) >= 10
    silent = [kind.__name__ for kind in kinds if vars(FactRegistered)["identity"] is kind.identity]
    assert silent == []
