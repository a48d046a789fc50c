"""When people may be written to: for every policy that may be approved."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.almaty import ALMATY
from service.alerts.hours import Hours, hours_by
from workflows.alert_policy.consistency import contradictions
from workflows.alert_policy.version import packaged
from workflows.calendar import Calendar

CALENDAR = Calendar.as_known(date(2024, 3, 1))
WORKING = datetime.combine(date(2024, 3, 4), time(), ALMATY)
TIMES = st.times(max_value=time(23, 59)).map(lambda at: at.strftime("%H:%M"))
INSTANTS = st.integers(0, 90 * 24 * 60).map(
    lambda minutes: datetime(2024, 2, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def hours(quiet_from: str, quiet_until: str, digest: str) -> Hours | None:
    """Give the hours of a policy with such times, None if it contradicts itself."""
    rules = replace(packaged().rules, quiet_from=quiet_from, quiet_until=quiet_until, digest_at=digest)
    return None if list(contradictions(rules)) else hours_by(rules, CALENDAR)


@given(TIMES, TIMES, TIMES, INSTANTS)
def test_every_policy_leaves_time_to_send(begins: str, ends: str, digest: str, instant: datetime) -> None:
    """Whatever the quiet hours, the next digest is never in them, never before it is asked for, and soon."""
    found = hours(begins, ends, digest)
    assume(found)
    assert found
    following = found.next_digest(instant)
    assert found.permits(following)
    assert instant <= following <= instant + timedelta(days=7)
    assert following.astimezone(ALMATY).time() >= time.fromisoformat(digest)


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        ("00:00", "08:00", {0, 7}),
        ("13:00", "14:00", {13}),
        ("20:00", "08:00", {0, 7, 20, 23}),
        ("20:00", "00:00", {20, 23}),
    ],
)
def test_quiet_hours_are_those_of_the_policy(begins: str, ends: str, quiet: set[int]) -> None:
    """Quiet hours that lie within one day keep silent within them, and at no other hour."""
    found = hours(begins, ends, "09:00")
    assert found
    silent = {
        hour for hour in (0, 7, 8, 9, 12, 13, 14, 19, 20, 23) if not found.permits(WORKING + timedelta(hours=hour))
    }
    assert silent == quiet
