"""A deadline of a case as it stands, and what an event makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from events.deadlines import Deadline, DeadlineChanges, Judgement, Outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline of a case as it stands: its latest form, its judgement, what it was before."""

    deadline: Deadline
    judgement: Judgement | None = None
    missed_on: date | None = None
    dropped: bool = False
    lapsed: bool = False
    previous: tuple[Deadline, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the act is still awaited."""
        return self.judgement is None and not self.over

    @property
    def over(self) -> bool:
        """Whether it no longer applies, done or not."""
        return self.dropped or self.lapsed

    def on(self, day: date) -> "Standing":
        """Give it as it was on a day: what was done or found to be missed later is not told."""
        judgement = self.judgement if self.judgement and self.judgement.done_on <= day else None
        missed_on = self.missed_on if self.missed_on and self.missed_on <= day else None
        return replace(self, judgement=judgement, missed_on=missed_on)

    @property
    def status(self) -> str:
        """One word: open, missed, met, met_late, early, dropped, or not_done when the case ended without the act."""
        if self.over:
            return "dropped" if self.dropped else "not_done"
        if self.judgement is not None:
            return {Outcome.IN_TIME: "met", Outcome.LATE: "met_late", Outcome.EARLY: "early"}[self.judgement.outcome]
        return "missed" if self.missed_on else "open"


Standings = Mapping[str, Standing]


def folded(standings: Standings, changed: DeadlineChanges) -> dict[str, Standing]:
    """Give the deadlines as they stand after an event."""
    result = dict(standings)
    for deadline in changed.set:
        before = result.get(deadline.key)
        history = (*before.previous, before.deadline) if before and before.deadline != deadline else ()
        result[deadline.key] = Standing(deadline, previous=history)
    for judgement in changed.judged:
        result[judgement.key] = replace(result[judgement.key], judgement=judgement)
    for key in changed.dropped:
        result[key] = replace(result[key], dropped=True, lapsed=False)
    for key in changed.lapsed:
        result[key] = replace(result[key], dropped=False, lapsed=True)
    return result
