"""Deadlines that somebody above extends by a document, without a database."""

from datetime import date
from typing import Any

import pytest

from events.case import DeadlineMissed, DeadlinePostponed
from events.deadlines import DeadlineChanges
from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION, officer, register, signatory
from tests.workflows.risk_analysis.life import ORDER, START
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.calendar import LANGUAGES, Act, ActType, Calendar, Kind, Override, explain, packaged_overrides
from workflows.case import INITIAL
from workflows.compiled import table
from workflows.refusals import Invalid, NotPermitted
from workflows.registry import WORKFLOWS
from workflows.terms import postponed

REGISTER = register()
LETTER: dict[str, Any] = {
    "key": "D07", "extended_to": "2024-04-30", "document": "letter", "document_no": "3-11/125",
    "document_dated": "2024-02-15", "reason": "Паводок", "address": "https://example.kz/letter",
}  # fmt: skip
DAY = "2024-02-16"


def ordered() -> Scenario:
    """An analysis that was ordered: its report is due some days after its end."""
    return Scenario("risk_analysis", EDUCATION, REGISTER).do("order", signatory(EDUCATION), "2024-02-12", **ORDER)


def refused(scenario: Scenario, **changes: Any) -> dict[tuple[str | int, ...], str]:
    """Give what is wrong with an extension, by field; the case stays as it is."""
    before = scenario.case.version
    with pytest.raises(Invalid) as error:
        scenario.do("extend_deadline", SUPERVISOR, DAY, **(LETTER | changes))
    assert scenario.case.version == before
    return {violation.path: str(violation.text) for violation in error.value.violations}


def missed(scenario: Scenario, key: str) -> None:
    """Have a deadline recorded as missed, as the service does."""
    case = scenario.case
    last = case.history[-1]
    event = DeadlineMissed(
        originator_id=case.id, originator_version=case.version + 1, timestamp=last.timestamp, envelope=last.envelope,
        organization=case.organization, source=case.state, state=case.state, deadlines=DeadlineChanges(), remarks=(),
        key=key, due=case.deadlines[key].deadline.due, missed_on=date(2024, 4, 20),
    )  # fmt: skip
    event.mutate(case)


def test_a_later_date_by_a_document() -> None:
    """The deadline has the new date, says in three languages by which document and from which date, and keeps the old one."""
    scenario = ordered()
    before = scenario.case.deadlines["D07"].deadline
    scenario.do("extend_deadline", SUPERVISOR, DAY, **LETTER)
    standing = scenario.case.deadlines["D07"]
    assert (scenario.due("D07"), standing.status, [d.due for d in standing.previous]) == (
        "2024-04-30",
        "open",
        [before.due],
    )
    assert standing.deadline.arithmetic.anchor == before.arithmetic.anchor
    told = {language: explain(standing.deadline.arithmetic, language) for language in LANGUAGES}
    assert all("3-11/125" in text for text in told.values())
    assert told["en"].startswith("Extended from ")
    assert "письмо № 3-11/125 от 15.02.2024" in told["ru"]
    assert "хат № 3-11/125, 15.02.2024" in told["kk"]


def test_who_extends() -> None:
    """A body above and the supervisors extend; the performer's own people, whatever their post, and others do not."""
    scenario = ordered()
    for actor in (signatory(EDUCATION), officer(EDUCATION), officer(DISTRICT)):
        with pytest.raises(NotPermitted):
            scenario.do("extend_deadline", actor, DAY, **LETTER)
        assert "extend_deadline" not in scenario.allowed(actor)
    scenario.do("extend_deadline", officer(AKIMAT), DAY, **LETTER)
    assert "extend_deadline" in scenario.allowed(SUPERVISOR)


def test_what_cannot_be_extended() -> None:
    """Refused with the reason: an earlier date, a day off (the next working day is named), no document, first days, what is not there."""
    scenario = ordered()
    due = scenario.case.deadlines["D07"].deadline.due
    assert f"{due}" in refused(scenario, extended_to=due.isoformat())[("extended_to",)]
    assert "2024-05-02" in refused(scenario, extended_to="2024-05-01")[("extended_to",)]
    assert ("extended_to",) in refused(scenario, extended_to="2050-05-03")
    assert ("file",) in refused(scenario, address=None)
    assert ("document_dated",) in refused(scenario, document_dated="2024-02-17")
    assert "no deadline" in refused(scenario, key="D99")[("key",)]


def test_how_far_it_goes() -> None:
    """What comes before a day is not put off beyond it, and no document gives more than a year at once: a slip is found."""
    scenario = ordered()
    assert "2024-03-04" in refused(scenario, key="D04", extended_to="2024-03-05")[("extended_to",)]
    due = scenario.case.deadlines["D07"].deadline.due
    far = refused(scenario, extended_to="2026-04-13")[("extended_to",)]
    assert due.replace(year=2025).isoformat() in far
    scenario.do("extend_deadline", SUPERVISOR, DAY, **(LETTER | {"key": "D04", "extended_to": "2024-03-01"}))
    assert scenario.case.deadlines["D04"].deadline.due == date(2024, 3, 1)


def test_first_days_and_settled_ones_are_not_extended() -> None:
    """What may not be before a day has nothing to extend, nor has what is settled."""
    scenario = ordered()
    firsts = [key for key, one in scenario.case.deadlines.items() if one.deadline.bound == "not_before"]
    assert all("first day" in refused(scenario, key=key)[("key",)] for key in firsts)
    scenario.do("announce_start", officer(EDUCATION), DAY, **START)
    assert "settled" in refused(scenario, key="D04")[("key",)]
    scenario.do("cancel", signatory(EDUCATION), DAY, cancelled_on=DAY, basis_no="19", reason="Перенесён")
    assert "extend_deadline" not in scenario.allowed(SUPERVISOR)


def test_it_stands_as_long_as_its_anchor() -> None:
    """Other acts leave it; when the anchor moves the date is computed anew, and it is back when the anchor is."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LETTER)
    scenario.do("announce_start", officer(EDUCATION), DAY, **START)
    assert scenario.due("D07") == "2024-04-30"
    corrected = {"corrects": 1, "reason": "Описка"}
    scenario.do("correct", signatory(EDUCATION), DAY, **corrected, data=ORDER | {"ends_on": "2024-03-27"})
    assert scenario.due("D07") < "2024-04-30"
    scenario.do("correct", signatory(EDUCATION), DAY, **corrected, data=ORDER)
    assert scenario.due("D07") == "2024-04-30"


def test_a_missed_one_is_open_again() -> None:
    """The deadline is awaited once more; that it was missed stays in the history."""
    scenario = ordered()
    missed(scenario, "D07")
    assert scenario.status("D07") == "missed"
    scenario.do("extend_deadline", SUPERVISOR, "2024-04-22", **LETTER)
    assert scenario.status("D07") == "open"
    assert any(isinstance(event, DeadlineMissed) for event in scenario.case.history)


def test_the_last_extension_counts_and_can_be_corrected() -> None:
    """A second extension moves it on; a correction of it moves it to what it should have said, by those alone who extend."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LETTER)
    scenario.do("extend_deadline", SUPERVISOR, DAY, **(LETTER | {"extended_to": "2024-05-31", "document_no": "2"}))
    assert scenario.due("D07") == "2024-05-31"
    right = {"corrects": 3, "reason": "Описка", "data": LETTER | {"extended_to": "2024-05-30", "document_no": "2"}}
    with pytest.raises(NotPermitted):
        scenario.do("correct", officer(EDUCATION), DAY, **right)
    scenario.do("correct", SUPERVISOR, DAY, **right)
    assert scenario.due("D07") == "2024-05-30"
    with pytest.raises(Invalid) as error:
        scenario.do("correct", SUPERVISOR, DAY, **right | {"data": LETTER | {"extended_to": "2024-04-29"}})
    assert ("data", "extended_to") in {violation.path for violation in error.value.violations}
    with pytest.raises(Invalid) as error:
        scenario.do(
            "correct", SUPERVISOR, DAY, **right | {"data": LETTER | {"key": "D08", "extended_to": "2024-06-03"}}
        )
    assert ("data", "key") in {violation.path for violation in error.value.violations}


def test_the_calendar_never_shortens_it() -> None:
    """A calendar that changed later gives no earlier date than the extension."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LETTER)
    newer = Calendar.as_known(date(2024, 6, 1))
    assert postponed(scenario.case.RULES, scenario.case.deadlines["D07"].deadline, newer) is None


LONG = LETTER | {"extended_to": "2024-06-03"}


def corrected(scenario: Scenario, day: str, entry: int = 2, /, **data: Any) -> Scenario:
    """Correct the entry of an extension on a day."""
    return scenario.do("correct", SUPERVISOR, day, corrects=entry, reason="Описка", data=data)


def test_a_correction_never_brings_a_date_back_behind_today() -> None:
    """Who was shown a later date until now has until the next working day at least; a correction to an earlier one is refused."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LONG)
    for day in ("2024-04-22", "2024-05-20"):
        with pytest.raises(Invalid) as error:
            corrected(scenario, "2024-05-20", **LONG | {"extended_to": day})
        [violation] = error.value.violations
        assert (violation.path, "2024-05-21" in str(violation.text)) == (("data", "extended_to"), True)
    corrected(scenario, "2024-05-20", **LONG | {"extended_to": "2024-05-21"})
    assert scenario.due("D07") == "2024-05-21"


def test_an_extension_is_taken_back() -> None:
    """The date from before is due again, as it was computed, and stays so whatever else happens; the entry can be restored."""
    scenario = ordered()
    before = scenario.case.deadlines["D07"].deadline
    scenario.do("extend_deadline", SUPERVISOR, DAY, **LONG)
    corrected(scenario, "2024-02-19", **LONG | {"taken_back": True})
    assert scenario.case.deadlines["D07"].deadline == before
    scenario.do("announce_start", officer(EDUCATION), "2024-02-19", **START)
    assert scenario.case.deadlines["D07"].deadline == before
    corrected(scenario, "2024-02-19", **LONG)
    assert scenario.due("D07") == "2024-06-03"
    with pytest.raises(NotPermitted):
        scenario.do("correct", officer(EDUCATION), DAY, corrects=2, reason="Описка", data=LONG | {"taken_back": True})
    assert "correct" in refused(scenario, taken_back=True, extended_to="2024-06-10")[("taken_back",)]


def test_what_is_taken_back_late_leaves_the_next_working_day() -> None:
    """When the date from before has passed, the next working day is due: nobody has missed what they were told to do later."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LONG)
    corrected(scenario, "2024-05-17", **LONG | {"taken_back": True, "document_no": "3"})
    assert (scenario.due("D07"), scenario.status("D07")) == ("2024-05-20", "open")
    scenario.do("announce_start", officer(EDUCATION), "2024-05-17", **START)
    assert scenario.due("D07") == "2024-05-20"


def test_taking_back_the_last_of_two_leaves_the_first() -> None:
    """The first extension stands again; taking back the first while the second stands changes nothing."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LETTER)
    second = LONG | {"document_no": "2"}
    scenario.do("extend_deadline", SUPERVISOR, DAY, **second)
    corrected(scenario, DAY, **LETTER | {"taken_back": True})
    assert scenario.due("D07") == "2024-06-03"
    corrected(scenario, DAY, **LETTER)
    corrected(scenario, DAY, 3, **second | {"taken_back": True})
    assert scenario.due("D07") == "2024-04-30"


def test_what_was_done_in_time_stays_so() -> None:
    """An act that met the date that was shown is not made late by a correction, nor by taking the extension back."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LONG | {"key": "D04", "extended_to": "2024-03-01"})
    scenario.do("announce_start", officer(EDUCATION), "2024-02-28", **START | {"published_on": "2024-02-28"})
    assert scenario.status("D04") == "met"
    extension = LONG | {"key": "D04"}
    with pytest.raises(Invalid):
        corrected(scenario, "2024-02-29", **extension | {"extended_to": "2024-02-27"})
    corrected(scenario, "2024-02-29", **extension | {"extended_to": "2024-03-01", "taken_back": True})
    assert (scenario.due("D04"), scenario.status("D04")) == ("2024-02-28", "met")


def test_an_extended_date_that_becomes_a_day_off_moves() -> None:
    """To the next working day, where it stays; it still says by which document it was set."""
    scenario = ordered().do("extend_deadline", SUPERVISOR, DAY, **LETTER)
    declared = Override(
        day=date(2024, 4, 30), kind=Kind.DECLARED, act=Act(ActType.AKIMAT_DECISION), name="Паводок", level=1
    )
    newer = Calendar.as_known(date(2024, 3, 1), overrides=[*packaged_overrides(), declared])
    moved = postponed(scenario.case.RULES, scenario.case.deadlines["D07"].deadline, newer)
    assert moved is not None
    assert (moved.due.isoformat(), moved.arithmetic.moved_from) == ("2024-05-02", date(2024, 4, 30))
    case, last = scenario.case, scenario.last
    event = DeadlinePostponed(
        originator_id=case.id, originator_version=case.version + 1, timestamp=last.timestamp, envelope=last.envelope,
        organization=case.organization, source=case.state, state=case.state, deadlines=DeadlineChanges(set=(moved,)),
        remarks=(), key="D07", due=date(2024, 4, 30), postponed_to=moved.due,
    )  # fmt: skip
    event.mutate(case)
    scenario.do("announce_start", officer(EDUCATION), "2024-03-04", **START)
    assert scenario.due("D07") == "2024-05-02"
    told = explain(scenario.case.deadlines["D07"].deadline.arithmetic, "ru")
    assert "3-11/125" in told
    assert "Паводок" in told


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_workflow_with_rules_can_be_given_more_time(name: str) -> None:
    """Wherever there are deadlines they can be extended, in every state but those in which the work is over."""
    kind = WORKFLOWS[name]
    lasting = {state for state in table(kind) if state != INITIAL} - kind.ENDED
    extended = {state for state, steps in table(kind).items() if "extend_deadline" in steps}
    assert extended == (lasting if kind.CASE.RULES else set())
