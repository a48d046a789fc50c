"""What became of binding terms, in numbers."""

from dataclasses import dataclass


@dataclass(slots=True)
class Count:
    """Binding terms: met in time, done out of time or not at all, overdue, and those not due yet, of which `soon` are due soon."""

    met: int = 0
    late: int = 0
    overdue: int = 0
    not_yet: int = 0
    soon: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.met + self.late + self.overdue + self.not_yet

    @property
    def awaited(self) -> int:
        """How many are still to be done."""
        return self.overdue + self.not_yet

    @property
    def breaches(self) -> int:
        """How many were not kept."""
        return self.late + self.overdue

    @property
    def share(self) -> int | None:
        """How many per cent of what has come due were done in time, None if nothing has."""
        due = self.met + self.breaches
        return self.met * 100 // due if due else None

    def add(self, other: "Count") -> None:
        """Add other terms."""
        self.met += other.met
        self.late += other.late
        self.overdue += other.overdue
        self.not_yet += other.not_yet
        self.soon += other.soon
