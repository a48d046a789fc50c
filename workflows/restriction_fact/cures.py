"""How a broken restriction can be cured, by its row of Appendix 2 (Law 410-V, arts. 13–15)."""

from collections.abc import Mapping, Sequence

from events.restriction_fact import Cure

_ELSEWHERE = (Cure.TRANSFERRED, Cure.DISMISSED)

CURES: Mapping[str, Sequence[Cure]] = {
    "2.5.1": (Cure.TRUST_AGREEMENT, Cure.ACTIVITY_ENDED, Cure.DISMISSED),
    "2.5.2": (Cure.CONFLICT_SETTLED, *_ELSEWHERE),
    "2.5.5": (Cure.ACCOUNTS_CLOSED, Cure.DISMISSED),
    "2.5.R": (*_ELSEWHERE, Cure.RELATION_ENDED),
}
"""The use of information (2.5.3) and the taking of a benefit (2.5.4) are over when they are found: nothing cures them."""
