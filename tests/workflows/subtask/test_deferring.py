"""Who puts a subtask off, and until when."""

import pytest

from tests.workflows.scenario import Scenario
from tests.workflows.subtask.world import SUPERVISOR, assigned, country, officer
from workflows.actor import Actor
from workflows.refusals import Invalid, NotPermitted

REGISTER = country()
OWN, ABOVE = officer("company"), officer("department")


def put_off(scenario: Scenario, by: Actor, day: str, until: str, deferred_on: str = "") -> Scenario:
    """Put a subtask off on a day."""
    return scenario.do("defer", by, day, deferred_on=deferred_on or day, until=until, reason="Переезд")


def quarter(upload_by: str | None = None) -> Scenario:
    """The first quarter's training of a company."""
    return assigned("3.1.1", "company", "2024Q1", REGISTER, upload_by=upload_by)


def test_within_the_year_the_performer_puts_off_what_is_not_missed() -> None:
    """Before it is due, and until the year ends, whoever does the work decides."""
    assert put_off(quarter(), OWN, "2024-02-05", "2024-12-31").case.state == "deferred"


@pytest.mark.parametrize(
    ("upload_by", "day", "deferred_on", "until", "path"),
    [
        (None, "2024-02-05", "", "2025-01-09", "until"),
        (None, "2024-04-01", "", "2024-06-03", "deferred_on"),
        (None, "2024-04-01", "2024-03-01", "2024-06-03", "deferred_on"),
        ("2024-03-15", "2024-03-18", "", "2024-06-03", "deferred_on"),
    ],
)
def test_only_a_body_above_puts_off_what_was_missed_or_beyond_the_year(
    upload_by: str | None, day: str, deferred_on: str, until: str, path: str
) -> None:
    """Nobody releases themselves for a time: beyond the year, or once it is missed, those above decide, as of a waiver."""
    with pytest.raises(Invalid) as caught:
        put_off(quarter(upload_by), OWN, day, until, deferred_on)
    assert [violation.path for violation in caught.value.violations] == [(path,)]
    for by in (ABOVE, SUPERVISOR):
        assert put_off(quarter(upload_by), by, day, until, deferred_on).case.state == "deferred"


def test_what_was_held_in_time_may_wait_for_its_evidence() -> None:
    """After the quarter in which the event was held there is nothing missed, while the day of the upload is ahead."""
    scenario = quarter("2024-04-20")
    scenario.do("record_training", OWN, "2024-03-20", held_on="2024-03-19", topic="Подарки", participants=9)
    assert put_off(scenario, OWN, "2024-04-08", "2024-04-15").case.state == "deferred"


def test_whoever_uploads_for_a_company_is_its_performer() -> None:
    """The supervising body that does the work of a company without an account does not put off what it missed."""
    scenario = assigned("3.1.1", "waterworks", "2024Q1", REGISTER)
    with pytest.raises(Invalid):
        put_off(scenario, ABOVE, "2024-04-01", "2024-06-03")
    assert put_off(scenario, officer("oblast"), "2024-04-01", "2024-06-03").case.state == "deferred"


def test_a_deferral_by_a_body_above_is_not_corrected_by_the_performer() -> None:
    """The day until which a body above put it off is that body's; one's own deferral is held to the same rules again."""
    data = {"deferred_on": "2024-02-05", "until": "2024-05-06", "reason": "Переезд"}
    above, own = (put_off(quarter(), by, "2024-02-05", "2024-04-08") for by in (ABOVE, OWN))
    with pytest.raises(NotPermitted):
        above.do("correct", OWN, "2024-02-06", corrects=2, data=data, reason="x")
    own.do("correct", OWN, "2024-02-06", corrects=2, data=data, reason="Опечатка")
    with pytest.raises(Invalid):
        own.do("correct", OWN, "2024-02-06", corrects=2, data=data | {"until": "2025-02-03"}, reason="x")
