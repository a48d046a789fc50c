"""Deadlines as facts: how a due date was computed and how it was judged.

These values are stored inside events, so that a later change of the calendar
never rewrites what an official was shown (requirements §5, design §6).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that did not count, and why.

    `reason` is a code (weekend, holiday, substitute, swap …), `name` the code of
    the holiday or empty, `act` the legal act that moved the day or empty.
    """

    day: date
    reason: str
    name: str = ""
    act: str = ""


EXTENSION = "extension"
"""The unit of a date that was not counted but set by a document."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One computed date: `amount` of `unit` from `anchor`, negative going back.

    `moved_from` is the nominal date when it fell on a non-working day and was
    moved (Civil Code art. 175); `calendar` is the version it was computed by.
    Of an `EXTENSION`, `act` is the document that set the date ("order:17:2024-03-01")
    and `extended_from` the date that stood before.
    """

    anchor: date
    amount: int
    unit: str
    due: date
    moved_from: date | None = None
    skipped: tuple[Skipped, ...] = ()
    calendar: str = ""
    act: str = ""
    extended_from: date | None = None

    @property
    def passed_before(self) -> date | None:
        """The date that had passed already when the document that extended it was made; None if it had not."""
        if self.unit != EXTENSION or self.extended_from is None:
            return None
        made_on = date.fromisoformat(self.act.rpartition(":")[2])
        return self.extended_from if made_on > self.extended_from else None


class Strength(StrEnum):
    """Whether the Instruction binds or recommends."""

    HARD = "hard"
    RECOMMENDED = "recommended"


class Bound(StrEnum):
    """On which side of the date the act must lie."""

    NOT_LATER = "not_later"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A requirement of time on one case, as it was set.

    `key` is unique within the case ("D04", "D11/2024Q2/finance"); `subject` names
    what the key's instance is about (a unit, a quarter) or is empty; `basis` cites
    the Instruction.
    """

    key: str
    rule: str
    subtask: str
    basis: str
    strength: Strength
    bound: Bound
    arithmetic: Arithmetic
    subject: str = ""

    @property
    def due(self) -> date:
        """The last permitted day, or the first one of a `NOT_BEFORE` bound."""
        return self.arithmetic.due


class Outcome(StrEnum):
    """How an act stood against its deadline."""

    IN_TIME = "in_time"
    LATE = "late"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The act that met or breached a deadline.

    `done_on` is when it happened, `margin` the working days left (negative: the
    working days by which it was late or, for `NOT_BEFORE`, early).
    """

    key: str
    due: date
    done_on: date
    outcome: Outcome
    margin: int


@dataclass(frozen=True, slots=True)
class DeadlineChanges:
    """What one event did to the deadlines of its case.

    A key in `set` that was open before is re-anchored: the earlier date stays in
    the history of events. `dropped` keys no longer apply; `lapsed` ones were due and not
    done when the case ended: a breach that stays.
    """

    set: tuple[Deadline, ...] = ()
    judged: tuple[Judgement, ...] = ()
    dropped: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
