"""Which step of the policy applies on a day."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.alert_policy import Above, NoticeKind
from events.deadlines import Bound, Strength
from tests.workflows.alert_policy.made import version
from workflows.alert_policy import Step, Version, packaged, steps
from workflows.alert_policy.steps import Track, last_day
from workflows.alert_policy.version import is_quiet
from workflows.calendar import Calendar

CALENDAR = Calendar.as_known(date(2024, 3, 1))
DUE = date(2024, 3, 15)
UP = ("escalation/3", "escalation/8", "escalation/18")


def _on(day: str, due: date = DUE, policy: Version | None = None, strength: Strength = Strength.HARD) -> list[str]:
    today = date.fromisoformat(day)
    found = steps(due, Bound.NOT_LATER, strength, today, policy or packaged(), CALENDAR)
    return [step.name for step in found]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2024-02-28", []),
        ("2024-02-29", ["reminder/10"]),
        ("2024-03-07", ["reminder/10"]),
        ("2024-03-12", ["reminder/3"]),
        ("2024-03-14", ["reminder/1"]),
        ("2024-03-15", ["today/0"]),
        ("2024-03-18", ["overdue/1"]),
        ("2024-03-20", ["overdue/3", "escalation/3"]),
        ("2024-03-29", ["overdue/3", "escalation/3"]),
        ("2024-04-01", ["overdue/8", *UP[:2]]),
        ("2024-04-08", ["overdue/13", *UP[:2]]),
        ("2024-04-15", ["overdue/18", *UP]),
        ("2024-04-22", ["overdue/23", *UP]),
    ],
)
def test_steps_of_the_packaged_policy(day: str, names: list[str]) -> None:
    """Each day has the latest step that has come by then, 8 March and Nauryz passed over."""
    assert _on(day) == names


def test_nothing_is_told_on_a_day_off() -> None:
    """Neither on a weekend nor on a holiday, though a step has come."""
    assert [_on(day) for day in ("2024-03-08", "2024-03-10", "2024-03-16", "2024-03-25")] == [[], [], [], []]


def test_a_due_date_on_a_day_off_is_the_last_working_day_before_it() -> None:
    """Of what is due on a Sunday, Friday is the last day to do it."""
    sunday = date(2024, 3, 17)
    assert [_on(day, sunday) for day in ("2024-03-14", "2024-03-15", "2024-03-18")] == [
        ["reminder/1"], ["today/0"], ["overdue/1"],
    ]  # fmt: skip


def test_up_the_line_it_goes_step_by_step() -> None:
    """The grace of each step is counted from the one before; the days say how late it is."""
    for day, at, to in (("2024-03-20", 3, Above.APPARATUS), ("2024-04-01", 8, Above.SUPERIOR)):
        *_, step = steps(DUE, Bound.NOT_LATER, Strength.HARD, date.fromisoformat(day), packaged(), CALENDAR)
        assert (step.track, step.at, step.to, step.days) == (Track.ESCALATION, at, to, -at)


def test_recommended_deadlines_go_up_the_line_only_if_the_policy_says_so() -> None:
    """By the packaged policy they do not."""
    assert _on("2024-03-20", strength=Strength.RECOMMENDED) == ["overdue/3"]
    both = version(escalate_recommended=True)
    assert _on("2024-03-20", policy=both, strength=Strength.RECOMMENDED) == ["overdue/3", "escalation/3"]


def test_what_the_policy_leaves_out_is_not_told() -> None:
    """Without notices on the day, after it or up the line there are none."""
    quiet = version(on_day=False, overdue=[2], overdue_every=None, escalation=[])
    days = ("2024-03-15", "2024-03-18", "2024-03-19", "2024-04-19")
    assert [_on(day, policy=quiet) for day in days] == [[], [], ["overdue/2"], ["overdue/2"]]
    regular = version(overdue=[], overdue_every=2)
    assert [_on(day, policy=regular)[:1] for day in ("2024-03-18", "2024-03-19")] == [[], ["overdue/2"]]


def test_the_packaged_policy_says_who_is_told() -> None:
    """Binding deadlines that pass are told to all who have to do with them, and that cannot be switched off."""
    first = packaged()
    assert set(first.told(NoticeKind.OVERDUE, Strength.HARD)) == {"responsible", "signatory", "uploader"}
    assert first.told(NoticeKind.REMINDER, Strength.RECOMMENDED) == ("responsible",)
    assert first.told(NoticeKind.ESCALATION, Strength.HARD) == ()
    assert first.is_mandatory(NoticeKind.OVERDUE, Strength.HARD)
    assert not first.is_mandatory(NoticeKind.OVERDUE, Strength.RECOMMENDED)
    assert not first.is_mandatory(NoticeKind.REMINDER, Strength.HARD)


def test_quiet_hours_may_pass_midnight() -> None:
    """Their first minute is quiet, the one of their end is not."""
    night, noon = packaged().rules, version(quiet_from="12:00", quiet_until="13:00").rules
    hours = (time(19, 59), time(20), time(0), time(7, 59), time(8))
    assert [is_quiet(night, hour) for hour in hours] == [False, True, True, True, False]
    assert [is_quiet(noon, hour) for hour in (time(11, 59), time(12), time(13))] == [False, True, False]


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))
SOME = st.lists(st.integers(1, 30), max_size=4, unique=True)
VERSIONS = st.builds(
    lambda before, after, every, graces, on_day: version(
        reminders=sorted(before, reverse=True),
        overdue=sorted(after),
        overdue_every=every,
        on_day=on_day,
        escalation=[
            {"to": to, "grace": grace} for to, grace in zip(("apparatus", "superior", "agency"), graces, strict=False)
        ],
    ),
    SOME,
    SOME,
    st.none() | st.integers(1, 10),
    st.lists(st.integers(1, 10), max_size=3),
    st.booleans(),
)
STRENGTHS = st.sampled_from(Strength)


def _applying(due: date, today: date, policy: Version, strength: Strength = Strength.HARD) -> dict[Track, Step]:
    found = steps(due, Bound.NOT_LATER, strength, today, policy, CALENDAR)
    assert sum(step.track is Track.REMINDING for step in found) <= 1
    return {step.track: step for step in found}


@given(DAYS, DAYS, VERSIONS, STRENGTHS)
def test_a_step_is_told_on_a_working_day_on_or_after_its_own(
    due: date, today: date, policy: Version, strength: Strength
) -> None:
    """It says how many working days are left, and on which side of the due date it stands; nothing is told of a first day."""
    found = _applying(due, today, policy, strength)
    assert steps(due, Bound.NOT_BEFORE, strength, today, policy, CALENDAR) == ()
    if not CALENDAR.is_working(today):
        assert found == {}
    last = CALENDAR.on_or_before(due)
    for step in found.values():
        assert step.at <= -step.days
        assert CALENDAR.shift(last, -step.days) == today if step.days else today == last
        assert {"reminder": step.days > 0, "today": step.days == 0}.get(step.kind, step.days < 0)


@given(DAYS, st.lists(st.integers(-60, 90), min_size=2, max_size=12), VERSIONS)
def test_nothing_is_told_twice_nor_a_step_before_one_that_was_told(due: date, days: list[int], policy: Version) -> None:
    """However the clock goes, back or far ahead, what is told on a track goes forward, and at one moment it is one thing."""
    told: dict[Track, list[int]] = {track: [] for track in Track}
    for number in days:
        for step in steps(due, Bound.NOT_LATER, Strength.HARD, due + timedelta(number), policy, CALENDAR):
            before = told[step.track][-1] if told[step.track] else None
            if step.follows(before):
                assert step.before in {None, before}
                told[step.track].append(step.at)
    for track in Track:
        assert all(later > earlier for earlier, later in pairwise(told[track]))


@given(DAYS, st.integers(-60, 60), st.integers(0, 60), VERSIONS)
def test_after_an_outage_what_is_told_is_what_is_told_last_without_it(
    due: date, back: int, length: int, policy: Version
) -> None:
    """Whoever looks only at the end of an outage tells what was told last by who looked every day, or nothing new."""
    first, today = due + timedelta(back), due + timedelta(back + length)
    last: dict[Track, Step] = {}
    for number in range(length + 1):
        last |= _applying(due, first + timedelta(number), policy)
    for track, step in _applying(due, today, policy).items():
        assert step.at == last[track].at


@given(DAYS, DAYS, VERSIONS)
def test_what_is_due_later_than_the_last_day_is_not_told_of(due: date, today: date, policy: Version) -> None:
    """Whoever looks up deadlines to that day misses none."""
    if _applying(due, today, policy):
        assert due <= last_day(today, policy, CALENDAR)
