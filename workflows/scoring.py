"""Points for the share of quasi-state entities that fulfil a subtask of 3.2 (l.579, requirements §8).

"100 % – 2 points, 90 % – 1.8 … 50 % – 1 (each 10 % – 0.2)": every completed step of ten percent is worth 0.2. Whether the
steps below 50 % count, the table and the bracket answer differently; both readings are given, the policy says which
one holds. Everything is counted in whole tenths, so nothing is rounded.
"""

from collections.abc import Collection
from dataclasses import dataclass

STEPS = 10
"""Steps in the whole."""

TENTHS_A_STEP = 2


@dataclass(frozen=True, slots=True)
class Policy:
    """A reading of the table: under how many steps (of ten percent) there are no points at all."""

    version: str
    first_step: int


TABLE_ENDS = Policy("2024.1", 5)
"""The list stops at 50 %: less is nothing (the reading in force)."""

STEPS_GO_ON = Policy("2024.2", 0)
"""The bracket alone: each ten percent counts (shown beside it)."""


@dataclass(frozen=True, slots=True)
class Score:
    """A result: `fulfilled` of `total` entities; points in tenths by the policy and by the other reading.

    With no entities at all there is nothing to score: `tenths` and `other_reading` are None.
    """

    policy: str
    fulfilled: int
    total: int
    tenths: int | None
    other_reading: int | None
    missing: tuple[str, ...]

    @property
    def applicable(self) -> bool:
        """Whether there is anything to score."""
        return self.tenths is not None


def points(fulfilled: int, total: int, policy: Policy = TABLE_ENDS) -> int | None:
    """Give the points in tenths, None if there are no entities; raises `ValueError` for impossible counts."""
    if not 0 <= fulfilled <= total:
        raise ValueError(f"{fulfilled} of {total} is impossible")
    if total == 0:
        return None
    steps = STEPS * fulfilled // total
    return steps * TENTHS_A_STEP if steps >= policy.first_step else 0


def score(fulfilling: Collection[str], entities: Collection[str]) -> Score:
    """Score the entities of a body by which of them fulfil the subtask; others that fulfil it are not counted."""
    all_of_them = set(entities)
    done = all_of_them & set(fulfilling)
    return Score(
        policy=TABLE_ENDS.version,
        fulfilled=len(done),
        total=len(all_of_them),
        tenths=points(len(done), len(all_of_them)),
        other_reading=points(len(done), len(all_of_them), STEPS_GO_ON),
        missing=tuple(sorted(all_of_them - done)),
    )
