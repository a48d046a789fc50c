"""Rounds, medians and what is written of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol

Side = Callable[[], "Run"]
"""Runs one round of one side."""


class Result(Protocol):
    """What is written of a measure."""

    def as_result(self) -> dict[str, Any]:
        """Give the entry of the results file."""


@dataclass(frozen=True, slots=True)
class Run:
    """One round of one side: operations a second, and the median and 99th percentile of their times in milliseconds.

    Times are None where single operations are not timed, `stall`, the longest time in milliseconds for which the event loop
    did not turn, and `held`, the longest for which it worked on without turning, where nobody watched it, and `total`, the milliseconds of the whole round, where a round is as long as it likes.
    """

    rate: float
    p50: float | None = None
    p99: float | None = None
    stall: float | None = None
    held: float | None = None
    total: float | None = None

    @classmethod
    def of(cls, times: Sequence[float], seconds: float) -> "Run":
        """Sum up operations that took these seconds each, and `seconds` together."""
        if not times:
            raise RuntimeError("not a single operation was completed: run longer")
        in_order = sorted(times)
        return cls(len(times) / seconds, 1000 * in_order[len(times) // 2], 1000 * in_order[len(times) * 99 // 100])

    @classmethod
    def middle(cls, runs: Sequence["Run"]) -> "Run":
        """Give the medians of several rounds."""
        timed = [(run.p50, run.p99) for run in runs if run.p50 is not None and run.p99 is not None]
        rate = median(run.rate for run in runs)
        return cls(rate, median(p for p, _ in timed), median(p for _, p in timed)) if timed else cls(rate)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table: our rounds and the peer's; `aim` is the ratio wanted, None for information only.

    Where `less` is better, the ratio is the peer's by ours.
    """

    name: str
    unit: str
    peer: str
    aim: float | None
    ours: tuple[Run, ...]
    theirs: tuple[Run, ...]
    less: bool = False

    @property
    def value(self) -> Run:
        """Our medians."""
        return Run.middle(self.ours)

    @property
    def peer_value(self) -> Run:
        """The peer's medians."""
        return Run.middle(self.theirs)

    @property
    def ratio(self) -> float:
        """How many times better ours is."""
        ratio = self.value.rate / self.peer_value.rate
        return 1 / ratio if self.less else ratio

    def as_result(self) -> dict[str, Any]:
        """Give the entry of the results file; times in milliseconds, ranges over the rounds."""
        ours, theirs = self.value, self.peer_value
        return {
            "name": self.name, "value": round(ours.rate, 1), "unit": self.unit,
            "peer": self.peer, "peer_value": round(theirs.rate, 1), "ratio": round(self.ratio, 2), "aim": self.aim,
            "range": _range(self.ours), "peer_range": _range(self.theirs),
            "p50_ms": _rounded(ours.p50), "p99_ms": _rounded(ours.p99),
            "peer_p50_ms": _rounded(theirs.p50), "peer_p99_ms": _rounded(theirs.p99),
        }  # fmt: skip


def alternate(rounds: int, *sides: Side) -> Iterator[tuple[Run, ...]]:
    """Run the sides in turn, so that whatever else the machine does meets all of them; gives each round when it is done."""
    for _ in range(rounds):
        yield tuple(side() for side in sides)


def _range(runs: Sequence[Run]) -> list[float]:
    rates = [run.rate for run in runs]
    return [round(min(rates), 1), round(max(rates), 1)]


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 3)
