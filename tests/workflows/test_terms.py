"""What events do to deadlines, rule by rule, without a workflow."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.deadlines import Bound, Outcome
from workflows.calendar import Calendar, Unit
from workflows.standing import Standing, folded
from workflows.terms import Instance, Rule, changes, within

CALENDAR = Calendar.as_known(date(2024, 6, 1))
DAY = date(2024, 3, 4)


@dataclass(frozen=True)
class Known:
    """Facts of a made-up case: what to count from, when it was done, when all ended."""

    anchor: date | None
    done: date | None = None
    ended: date | None = None


def rule(bound: Bound = Bound.NOT_LATER) -> Rule:
    """Five working days from the anchor."""

    def instances(known: Known) -> list[Instance]:
        return [Instance(known.anchor, known.done, ended_on=known.ended)] if known.anchor else []

    return Rule("R", "0.0.0", "Do it", "l.0", within(5, Unit.WORKING_DAYS), instances, bound=bound)


def after(*facts: Known, bound: Bound = Bound.NOT_LATER) -> dict[str, Standing]:
    """Give the deadlines after a sequence of facts."""
    standings: dict[str, Standing] = {}
    for known in facts:
        standings = folded(standings, changes([rule(bound)], known, standings, CALENDAR))
    return standings


def test_nothing_is_due_before_its_anchor() -> None:
    """No anchor, no deadline."""
    assert after(Known(None)) == {}


def test_unchanged_facts_change_nothing() -> None:
    """Looking again at the same facts sets and judges nothing a second time."""
    known = Known(DAY, DAY)
    result = changes([rule()], known, after(known), CALENDAR)
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


DUE = date(2024, 3, 12)


def test_end_without_the_act_lapses() -> None:
    """What was due before the end and not done lapses; what was not yet due is dropped."""
    assert after(Known(DAY), Known(DAY, ended=DUE))["R"].status == "dropped"
    assert after(Known(DAY), Known(DAY, ended=DUE + timedelta(days=1)))["R"].status == "not_done"


def test_first_permitted_day_never_lapses() -> None:
    """What may not be before a day is never a breach for not being done."""
    late = Known(DAY, ended=DUE + timedelta(days=90))
    assert after(Known(DAY), late, bound=Bound.NOT_BEFORE)["R"].status == "dropped"


def test_end_that_moves_decides_anew() -> None:
    """A correction of the end, of the anchor or of the act changes what became of an undone act, to and fro."""
    early, late = Known(DAY, ended=DUE), Known(DAY, ended=DUE + timedelta(days=1))
    done, moved = Known(DAY, DUE, late.ended), Known(date(2024, 4, 1), ended=late.ended)
    statuses = {
        early: "dropped",
        late: "not_done",
        done: "met",
        moved: "dropped",
        Known(None): "dropped",
        Known(DAY): "open",
    }
    for first in statuses:
        for second, status in statuses.items():
            standings = after(Known(DAY), first, second)
            assert standings["R"].status == status
            again = changes([rule()], second, standings, CALENDAR)
            assert (again.set, again.judged, again.dropped, again.lapsed) == ((), (), (), ())


def test_known_from_the_start_to_be_over() -> None:
    """A limit that a correction brings up after the end is set and decided in one event."""
    standing = after(Known(None), Known(DAY, ended=date(2024, 6, 3)))["R"]
    assert (standing.status, standing.deadline.due) == ("not_done", DUE)


def test_later_holiday_keeps_an_end_from_lapsing() -> None:
    """Work that ended on a day that a swap made the last permitted one, or before it, ended in time."""
    before_the_swap = Calendar.as_known(date(2024, 4, 1))
    anchor = date(2024, 5, 6)
    shown = folded({}, changes([rule()], Known(anchor), {}, before_the_swap))
    assert shown["R"].deadline.due == date(2024, 5, 15)
    for ended, status in ((date(2024, 5, 16), "dropped"), (date(2024, 5, 17), "not_done")):
        standing = folded(shown, changes([rule()], Known(anchor, ended=ended), shown, CALENDAR))["R"]
        assert (standing.status, standing.deadline.due) == (status, date(2024, 5, 16))


def test_revived_deadline_keeps_its_date() -> None:
    """What was dropped and is owed again has the date that was shown, not one computed by a newer calendar."""
    before_the_swap = Calendar.as_known(date(2024, 4, 1))
    standings: dict[str, Standing] = {}
    for known, calendar in (
        (Known(date(2024, 5, 6)), before_the_swap),
        (Known(None), CALENDAR),
        (Known(date(2024, 5, 6)), CALENDAR),
    ):
        standings = folded(standings, changes([rule()], known, standings, calendar))
    assert (standings["R"].status, standings["R"].deadline.due) == ("open", date(2024, 5, 15))


def test_judgement_without_ground_is_dropped() -> None:
    """A breach whose ground a correction takes away is no breach."""
    assert after(Known(DAY, DAY + timedelta(days=30)), Known(None))["R"].status == "dropped"


def test_later_holiday_helps_the_performer() -> None:
    """An act is judged by the later of the date that was shown and the one that the calendar gives now."""
    before_the_swap = Calendar.as_known(date(2024, 4, 1))
    shown = folded({}, changes([rule()], Known(date(2024, 5, 6)), {}, before_the_swap))
    assert shown["R"].deadline.due == date(2024, 5, 15)
    done = changes([rule()], Known(date(2024, 5, 6), date(2024, 5, 16)), shown, CALENDAR)
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
