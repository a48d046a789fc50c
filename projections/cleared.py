"""Which sealed rows a caller may see: none, unless the caller says for what it is cleared (requirements §9: C4, C6)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cleared:
    """The codes of the organisations whose sealed cases somebody may see, by clearance (`events.clearance`)."""

    organizations: Mapping[str, Collection[str]] = field(default_factory=dict)

    def unless(self, counted: object) -> "Cleared":
        """Give what somebody sees in a list: nothing that is sealed if it is to hold only what figures count."""
        return NOTHING_SEALED if counted else self


NOTHING_SEALED = Cleared()
"""What everybody may see who is on no list, and what figures are counted of."""
