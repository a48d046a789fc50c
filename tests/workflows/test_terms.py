"""What events do to deadlines, rule by rule, without a workflow."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.deadlines import Bound, Outcome
from workflows.calendar import Calendar, Unit
from workflows.terms import Instance, Rule, Standing, changes, folded, within

CALENDAR = Calendar.as_known(date(2024, 6, 1))
DAY = date(2024, 3, 4)


@dataclass(frozen=True)
class Known:
    """Facts of a made-up case: what to count from, when it was done."""

    anchor: date | None
    done: date | None = None


def rule(bound: Bound = Bound.NOT_LATER) -> Rule:
    """Five working days from the anchor."""

    def instances(known: Known) -> list[Instance]:
        return [Instance(known.anchor, known.done)] if known.anchor else []

    return Rule("R", "0.0.0", "Do it", "l.0", within(5, Unit.WORKING_DAYS), instances, bound=bound)


def after(*facts: Known, bound: Bound = Bound.NOT_LATER) -> dict[str, Standing]:
    """Give the deadlines after a sequence of facts."""
    standings: dict[str, Standing] = {}
    for known in facts:
        standings = folded(standings, changes([rule(bound)], known, standings, CALENDAR, date.min))
    return standings


def test_nothing_is_due_before_its_anchor() -> None:
    """No anchor, no deadline."""
    assert after(Known(None)) == {}


def test_unchanged_facts_change_nothing() -> None:
    """Looking again at the same facts sets and judges nothing a second time."""
    known = Known(DAY, DAY)
    result = changes([rule()], known, after(known), CALENDAR, date.min)
    assert (result.set, result.judged, result.dropped) == ((), (), ())


def test_act_known_with_its_anchor() -> None:
    """A deadline that is met as soon as it is known is set and judged in one event."""
    standing = after(Known(DAY, DAY + timedelta(days=30)))["R"]
    assert (standing.status, standing.judgement and standing.judgement.outcome) == ("met_late", Outcome.LATE)


def test_moved_anchor_keeps_the_old_date() -> None:
    """A deadline that moves remembers what it was."""
    standing = after(Known(DAY), Known(date(2024, 4, 1)))["R"]
    assert standing.deadline.due == date(2024, 4, 8)
    assert [d.due for d in standing.previous] == [date(2024, 3, 12)]


def test_late_on_a_day_off_counts_working_days_only() -> None:
    """An act on a Sunday is as late as one on the last working day before it: six days, 21 and 22 March being off."""
    judgement = after(Known(DAY, date(2024, 3, 24)))["R"].judgement
    assert judgement is not None
    assert (judgement.due, judgement.margin) == (date(2024, 3, 12), -6)


def test_act_taken_back_reopens() -> None:
    """When a correction says that the act has not happened, the deadline is open again."""
    assert after(Known(DAY, DAY), Known(DAY))["R"].status == "open"


def test_anchor_taken_back_drops() -> None:
    """When the anchor is gone, what was open no longer applies; it can come back."""
    assert after(Known(DAY), Known(None))["R"].status == "dropped"
    assert after(Known(DAY), Known(None), Known(DAY))["R"].status == "open"


def test_end_without_the_act_lapses() -> None:
    """What was due before the end and not done lapses; what was not yet due is dropped."""
    standings = after(Known(DAY))
    day_due = standings["R"].deadline.due
    assert changes([rule()], Known(None), standings, CALENDAR, day_due).dropped == ("R",)
    assert changes([rule()], Known(None), standings, CALENDAR, day_due + timedelta(days=1)).lapsed == ("R",)


def test_judgement_without_ground_is_dropped() -> None:
    """A breach whose ground a correction takes away is no breach."""
    assert after(Known(DAY, DAY + timedelta(days=30)), Known(None))["R"].status == "dropped"


def test_later_holiday_helps_the_performer() -> None:
    """An act is judged by the later of the date that was shown and the one that the calendar gives now."""
    before_the_swap = Calendar.as_known(date(2024, 4, 1))
    shown = folded({}, changes([rule()], Known(date(2024, 5, 6)), {}, before_the_swap, date.min))
    assert shown["R"].deadline.due == date(2024, 5, 15)
    done = changes([rule()], Known(date(2024, 5, 6), date(2024, 5, 16)), shown, CALENDAR, date.min)
    assert [j.outcome for j in done.judged] == [Outcome.IN_TIME]
    assert [d.due for d in done.set] == [date(2024, 5, 16)]


def test_not_before() -> None:
    """An act that may not be before a day is early before it and in time from it on."""
    first = after(Known(DAY), bound=Bound.NOT_BEFORE)["R"].deadline.due
    assert after(Known(DAY, first - timedelta(days=1)), bound=Bound.NOT_BEFORE)["R"].status == "early"
    assert after(Known(DAY, first), bound=Bound.NOT_BEFORE)["R"].status == "met"


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(days, days)
def test_margin_tells_late_from_in_time(anchor: date, done: date) -> None:
    """The margin is negative exactly when a working day lies between the due date and a later act."""
    judgement = after(Known(anchor, done))["R"].judgement
    assert judgement is not None
    assert (judgement.outcome is Outcome.LATE) == (done > judgement.due)
    assert (judgement.margin < 0) <= (done > judgement.due)
    assert (judgement.margin > 0) <= (done < judgement.due)
