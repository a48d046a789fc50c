"""What the Cross-platform gave back, of each workflow whose cases are uploaded: who records it, what it undoes, what it leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events import codec
from tests.workflows.analysis_schedule.test_schedule import APPROVED
from tests.workflows.bodies import AKIMAT, officer, register, signatory
from tests.workflows.cartogram import life as cartogram
from tests.workflows.report.test_report import OFFICER as REPORTER
from tests.workflows.report.test_report import signed
from tests.workflows.risk_analysis.life import CLOSED, LIST, PUBLISHED, WITHHELD
from tests.workflows.risk_analysis.test_uploads import dated, upload
from tests.workflows.scenario import APPARATUS, OFFICER, SUPERVISOR, Scenario
from tests.workflows.subtask.walks import WALKS
from tests.workflows.subtask.world import assigned, country
from tests.workflows.subtask.world import officer as of_country
from workflows.actor import Role
from workflows.documented import documented
from workflows.refusals import Invalid, NotPermitted, WrongOrder
from workflows.registry import WORKFLOWS
from workflows.uploaded import is_return, steps, uploader, uploading

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
WHY = "Скан без подписи"
WALK = next(walk for walk in WALKS if (walk.subtask, walk.body) == ("3.2.1", "company"))


def back(scenario: Scenario, by: Any, day: str, **more: Any) -> Scenario:
    """Record that the Cross-platform gave it back."""
    return scenario.do("record_return", by, day, returned_on=day, reason=WHY, **more)


def wrong(scenario: Scenario, by: Any, day: str, **more: Any) -> set[str]:
    """The fields for which a return is refused."""
    with pytest.raises(Invalid) as refused:
        back(scenario, by, day, **more)
    return {".".join(map(str, one.path)) for one in refused.value.violations}


def uploaded_on(scenario: Scenario, subtask: str, period: str = "2024") -> date | None:
    """When a subtask was uploaded, as the package says it."""
    return next(one.uploaded_on for one in documented(scenario.case, period) if one.subtask == subtask)


def schedule() -> Scenario:
    """An approved schedule with its paper."""
    made = Scenario("analysis_schedule", AKIMAT, register())
    return made.do("approve_schedule", signatory(AKIMAT), "2024-02-15", **APPROVED | {"file": HASH})


def test_a_subtask_is_to_be_mended() -> None:
    """After the return the evidence is neither signed nor uploaded, as after that by the body above; mended it goes up again."""
    scenario = WALK.uploaded(country())
    first = uploaded_on(scenario, WALK.subtask)
    assert first is not None
    assert "record_return" in scenario.allowed(WALK.performer)
    other = WALK.uploaded(country()).do("send_back", of_country(WALK.above), WALK.day, returned_on=WALK.day, reason=WHY)
    back(scenario, WALK.performer, WALK.day, returned_by="Оператор")
    facts, alike = scenario.case.facts, other.case.facts
    assert (scenario.case.state, facts.signed, facts.uploaded, facts.taken_back) == (
        other.case.state, alike.signed, alike.uploaded, alike.taken_back
    )  # fmt: skip
    assert uploaded_on(scenario, WALK.subtask) is None
    assert facts.done_on == first
    again = {"signed_on": WALK.day, "signature": {"post": WALK.post, **WALK.signatory}}
    scenario.do("attach_evidence", WALK.performer, WALK.day, kind="doc", title="Скан", attached_on=WALK.day, no_state_secrets=True, file=HASH)  # fmt: skip
    scenario.do("sign_evidence", WALK.performer, WALK.day, **again)
    scenario.do("upload_evidence", WALK.performer, WALK.day, uploaded_on=WALK.day, uploaded_by="Асанова А.")
    told = steps(scenario.case, WALK.subtask, "2024")
    assert [is_return(one) for one in told] == [False, True, False]
    assert uploader(told[-1]) == "Асанова А."
    assert uploaded_on(scenario, WALK.subtask) == date.fromisoformat(WALK.day)


def test_a_subtask_is_returned_after_its_upload_alone() -> None:
    """Before the upload, of another subtask, by somebody above: each is refused."""
    with pytest.raises(WrongOrder):
        back(WALK.signed(country()), WALK.performer, WALK.day)
    scenario = WALK.uploaded(country())
    assert wrong(scenario, WALK.performer, "2024-02-01") == {"returned_on"}
    assert wrong(scenario, WALK.performer, WALK.day, subtask="3.2.2", quarter="2024Q1") == {"subtask", "quarter"}
    with pytest.raises(NotPermitted):
        back(scenario, SUPERVISOR, WALK.day)
    back(scenario, WALK.performer, WALK.day, subtask=WALK.subtask)


def test_a_step_of_an_analysis_is_uploaded_again() -> None:
    """The analysis goes on; its first upload was in time, whatever was given back; the others are not touched."""
    scenario = dated("sign_report")
    upload(scenario, "1.1.2", "2024-02-19")
    upload(scenario, "1.2.3", "2024-04-11")
    state = scenario.case.state
    back(scenario, OFFICER, "2024-04-12", subtask="1.1.2")
    assert (scenario.case.state, scenario.status("D23/1.1.2")) == (state, "met")
    assert uploaded_on(scenario, "1.1.2") is None
    assert uploaded_on(scenario, "1.2.3") == date(2024, 4, 11)
    assert wrong(scenario, OFFICER, "2024-04-12", subtask="1.1.2") == {"returned_on"}
    upload(scenario, "1.1.2", "2024-04-15", uploaded_by="Асанова А.")
    assert (uploaded_on(scenario, "1.1.2"), scenario.status("D23/1.1.2")) == (date(2024, 4, 15), "met")
    assert scenario.case.facts.uploads.returned == {}


def test_a_return_says_of_which_step() -> None:
    """Without the subtask, of one that was never uploaded, before the upload: each is refused, and nothing is offered before there is an upload."""
    scenario = dated("sign_report")
    assert "record_return" not in scenario.allowed(OFFICER)
    upload(scenario, "1.1.2", "2024-02-19")
    assert "record_return" in scenario.allowed(OFFICER)
    assert wrong(scenario, OFFICER, "2024-04-12") == {"subtask"}
    assert wrong(scenario, OFFICER, "2024-04-12", subtask="1.2.3") == {"returned_on"}
    assert wrong(scenario, OFFICER, "2024-02-18", subtask="1.1.2") == {"returned_on"}
    assert wrong(scenario, OFFICER, "2024-04-12", subtask="1.1.2", quarter="2024Q1") == {"returned_on"}


def test_a_return_is_corrected() -> None:
    """A wrong subtask is put right: the step that was given back is the other one; a day before the upload is refused."""
    scenario = dated("sign_report")
    upload(scenario, "1.1.2", "2024-02-19")
    upload(scenario, "1.2.3", "2024-04-11")
    back(scenario, OFFICER, "2024-04-12", subtask="1.1.2")
    number = scenario.case.version
    upload(scenario, "1.1.2", "2024-04-15")
    said = {"returned_on": "2024-04-12", "reason": WHY, "subtask": "1.2.3"}
    early = said | {"returned_on": "2024-04-10"}
    with pytest.raises(Invalid):
        scenario.do("correct", OFFICER, "2024-04-16", corrects=number, data=early, reason="Опечатка")
    scenario.do("correct", OFFICER, "2024-04-16", corrects=number, data=said, reason="Опечатка")
    assert set(scenario.case.facts.uploads.returned) == {"1.2.3"}
    assert uploaded_on(scenario, "1.1.2") == date(2024, 2, 19)
    assert [one.occurred_on for one in steps(scenario.case, "1.2.3", "2024")] == [date(2024, 4, 11), date(2024, 4, 12)]


def test_a_schedule_is_uploaded_again() -> None:
    """The schedule stays approved; what was never uploaded, or belongs to another subtask, is not given back."""
    scenario, by = schedule(), officer(AKIMAT)
    assert wrong(scenario, by, "2024-02-20") == {"returned_on"}
    scenario.do("upload_schedule", by, "2024-02-19", uploaded_on="2024-02-19")
    assert wrong(scenario, by, "2024-02-20", subtask="1.1.2") == {"subtask"}
    back(scenario, by, "2024-02-20", subtask="1.1.1")
    assert (scenario.case.state, uploaded_on(scenario, "1.1.1")) == ("approved", None)
    assert "record_return" not in scenario.allowed(by)
    scenario.do("upload_schedule", by, "2024-02-21", uploaded_on="2024-02-21")
    assert uploaded_on(scenario, "1.1.1") == date(2024, 2, 21)
    assert scenario.case.facts.uploads.done == {"1.1.1": date(2024, 2, 19)}


def test_a_report_on_a_cartogram_is_uploaded_again() -> None:
    """Given back, the same report may be uploaded once more, and only then."""
    scenario, by, again = cartogram.lived("upload_cartogram_report"), cartogram.OFFICER, {"uploaded_on": "2024-12-16"}
    with pytest.raises(NotPermitted):
        scenario.do("upload_cartogram_report", by, "2024-12-16", **again)
    assert wrong(scenario, by, "2024-12-11") == {"returned_on"}
    back(scenario, by, "2024-12-13")
    assert (scenario.case.state, uploaded_on(scenario, "1.5.1")) == ("report_uploaded", None)
    scenario.do("upload_cartogram_report", by, "2024-12-16", **again)
    assert uploaded_on(scenario, "1.5.1") == date(2024, 12, 16)
    assert "upload_cartogram_report" not in scenario.allowed(by)


def test_a_form_is_to_be_formed_anew() -> None:
    """Given back after it was submitted, as by the body above: it is not uploaded; before, or of a subtask it does not tell, that is refused."""
    scenario = signed()
    with pytest.raises(WrongOrder):
        back(scenario, REPORTER, "2024-07-08")
    scenario.do("submit_report", REPORTER, "2024-07-06", submitted_on="2024-07-06", submitted_by="Асанова А.")
    assert uploaded_on(scenario, "2.4.1", "2024Q2") == date(2024, 7, 6)
    assert wrong(scenario, REPORTER, "2024-07-15", subtask="1.1.1") == {"subtask"}
    with pytest.raises(Invalid):
        scenario.do("record_return", REPORTER, "2024-07-15", returned_on="2024-07-05", reason=WHY)
    back(scenario, REPORTER, "2024-07-15", subtask="2.4.1")
    assert (scenario.case.state, scenario.case.facts.returned) == ("returned", scenario.last)
    assert uploaded_on(scenario, "2.4.1", "2024Q2") is None


def _again(scenario: Scenario, action: str, by: Any, day: str, **more: Any) -> None:
    """Upload once more what was given back."""
    scenario.do(action, by, day, uploaded_on=day, **more)


def test_a_closed_schedule_is_opened_again() -> None:
    """Given back after the year was closed, the schedule is uploaded once more and closed anew; its first upload counts for the Карта."""
    scenario, by = schedule(), officer(AKIMAT)
    scenario.do("upload_schedule", by, "2024-02-19", uploaded_on="2024-02-19")
    scenario.do("close_schedule", by, "2024-12-30", closed_on="2024-12-30", conclusion="Проведён везде")
    assert "record_return" in scenario.allowed(by)
    back(scenario, by, "2025-01-15")
    case = scenario.case
    assert (case.state, case.closed, case.facts.ended_on, uploaded_on(scenario, "1.1.1")) == (
        "approved", False, None, None,
    )  # fmt: skip
    with pytest.raises(Invalid):
        back(scenario, by, "2025-01-16")
    _again(scenario, "upload_schedule", by, "2025-01-17")
    scenario.do("close_schedule", by, "2025-01-20", closed_on="2025-01-20", conclusion="Проведён везде")
    assert (scenario.case.state, scenario.case.closed) == ("closed", True)
    assert scenario.case.facts.uploads.done == {"1.1.1": date(2024, 2, 19)}
    assert uploaded_on(scenario, "1.1.1") == date(2025, 1, 17)


def test_a_closed_cartogram_is_opened_again() -> None:
    """Given back after the year was closed, the report is uploaded once more, and the year closed anew."""
    scenario, by = cartogram.lived("upload_cartogram_report"), cartogram.OFFICER
    scenario.do("close_cartogram", by, "2024-12-31", **cartogram.CLOSED)
    assert "record_return" in scenario.allowed(by)
    back(scenario, by, "2025-01-15")
    case = scenario.case
    assert (case.state, case.closed, case.facts.closed_on) == ("report_uploaded", False, None)
    _again(scenario, "upload_cartogram_report", by, "2025-01-17")
    scenario.do("close_cartogram", by, "2025-01-20", closed_on="2025-01-20")
    assert (scenario.case.closed, uploaded_on(scenario, "1.5.1")) == (True, date(2025, 1, 17))


def closed_analysis(*, published: bool) -> Scenario:
    """An analysis whose order was uploaded, and whose monitoring ended."""
    scenario = upload(dated("approve_plan"), "1.1.2", "2024-04-20")
    if published:
        scenario.do("publish", OFFICER, "2024-04-24", **PUBLISHED)
    else:
        scenario.do("withhold", APPARATUS, "2024-04-23", **WITHHELD)
    scenario.do("approve_positions", OFFICER, "2024-07-11", **LIST)
    return scenario.do("close_monitoring", OFFICER, "2025-04-14", **CLOSED | {"reason": "Срок истёк", "file": HASH})


@pytest.mark.parametrize("state", ["monitoring", "monitoring_unpublished"])
def test_a_closed_analysis_is_opened_again(state: str) -> None:
    """Given back after the monitoring ended, a document is uploaded once more; the monitoring stays ended on its day, and owes nothing for the time since."""
    scenario = closed_analysis(published=state == "monitoring")
    ended_on = date(2025, 4, 14)
    before = {key: one.status for key, one in scenario.case.deadlines.items()}
    assert "record_return" in scenario.allowed(OFFICER)
    back(scenario, OFFICER, "2025-06-02", subtask="1.1.2")
    case = scenario.case
    assert (case.state, case.closed, case.facts.closed_on) == (state, False, ended_on)
    assert {key: one.status for key, one in case.deadlines.items()} == before
    upload(scenario, "1.1.2", "2025-06-03")
    scenario.do(
        "close_monitoring", OFFICER, "2025-06-04", **CLOSED | {"closed_on": "2025-06-04", "reason": "Срок истёк"}
    )
    case = scenario.case
    assert (case.state, case.closed, case.facts.closed_on) == ("closed", True, ended_on)
    assert {key: one.status for key, one in case.deadlines.items()} == before
    assert uploaded_on(scenario, "1.1.2") == date(2025, 6, 3)
    [ended] = [one for one in documented(case, "2024") if (one.subtask, one.period) == ("1.3.3", "2024")]
    assert [one.occurred_on for one in ended.entries] == [ended_on]


def endings() -> Iterator[tuple[Scenario, Any, str, dict[str, Any], dict[str, str]]]:
    """A case of each kind that ends, uploaded: who ends it, by which action, with which data, and what names the step to give back."""
    of_schedule, by = schedule(), officer(AKIMAT)
    of_schedule.do("upload_schedule", by, "2024-02-19", uploaded_on="2024-02-19")
    yield of_schedule, by, "close_schedule", {"conclusion": "Проведён везде"}, {}
    yield cartogram.lived("upload_cartogram_report"), cartogram.OFFICER, "close_cartogram", {}, {}
    ended = CLOSED | {"reason": "Срок истёк"}
    yield closed_analysis(published=True), OFFICER, "close_monitoring", ended, {"subtask": "1.1.2"}


def test_an_end_without_the_second_upload_is_remarked() -> None:
    """Closed anew before what was given back is uploaded again, each of them is marked; after the upload none is."""
    for scenario, by, closing, more, subtask in endings():
        ended = more | {"closed_on": "2025-06-04"}
        if not scenario.case.closed:
            scenario.do(closing, by, "2025-06-04", **ended)
        assert "closed_though_returned" not in scenario.last.remarks
        back(scenario, by, "2025-06-05", **subtask)
        scenario.do(closing, by, "2025-06-05", **ended | {"closed_on": "2025-06-05"})
        assert "closed_though_returned" in scenario.last.remarks
    back_again = closed_analysis(published=True)
    back(back_again, OFFICER, "2025-06-02", subtask="1.1.2")
    upload(back_again, "1.1.2", "2025-06-03")
    back_again.do("close_monitoring", OFFICER, "2025-06-04", **CLOSED | {"closed_on": "2025-06-04", "reason": "Да"})
    assert "closed_though_returned" not in back_again.last.remarks


def test_an_end_before_the_return_that_it_follows_is_remarked() -> None:
    """Closed anew with a day before that of the return, each of them is recorded and marked; corrected to a later day it is not."""
    for scenario, by, closing, more, subtask in endings():
        back(scenario, by, "2025-06-05", **subtask)
        ended = more | {"closed_on": "2025-06-04"}
        scenario.do(closing, by, "2025-06-07", **ended)
        assert "ended_before_return" in scenario.last.remarks
        said = {"corrects": scenario.case.version, "data": ended | {"closed_on": "2025-06-05"}, "reason": "Опечатка"}
        scenario.do("correct", by, "2025-06-07", **said)
        assert "ended_before_return" not in scenario.last.remarks


def test_an_end_is_not_held_against_a_later_return() -> None:
    """What was given back after the end was there when it ended: an end that is corrected after that is not marked."""
    scenario, by = schedule(), officer(AKIMAT)
    scenario.do("upload_schedule", by, "2024-02-19", uploaded_on="2024-02-19")
    ended = {"closed_on": "2024-12-30", "conclusion": "Проведён везде"}
    scenario.do("close_schedule", by, "2024-12-30", **ended)
    number = scenario.case.version
    back(scenario, by, "2025-01-15")
    said = ended | {"conclusion": "Проведён во всей системе"}
    scenario.do("correct", by, "2025-01-16", corrects=number, data=said, reason="Опечатка")
    assert "ended_before_return" not in scenario.last.remarks


def test_what_was_never_uploaded_is_not_given_back_after_the_end() -> None:
    """A closed case of which nothing was uploaded stays closed."""
    scenario, by = schedule(), officer(AKIMAT)
    scenario.do("close_schedule", by, "2024-12-30", closed_on="2024-12-30", conclusion="Проведён везде")
    assert "record_return" not in scenario.allowed(by)
    assert wrong(scenario, by, "2025-01-15") == {"returned_on"}
    assert scenario.case.closed


def test_a_reopened_form_is_given_back_if_it_was_submitted() -> None:
    """A report that was reopened after it was submitted may still be given back; one that never was may not."""
    scenario = signed()
    scenario.do("submit_report", REPORTER, "2024-07-06", submitted_on="2024-07-06", submitted_by="Асанова А.")
    scenario.do("reopen_report", REPORTER, "2024-07-10", reopened_on="2024-07-10", reason="Ошибка")
    assert "record_return" in scenario.allowed(REPORTER)
    back(scenario, REPORTER, "2024-07-15", subtask="2.4.1")
    assert (scenario.case.state, scenario.case.facts.returned) == ("returned", scenario.last)
    other = signed().do("reopen_report", REPORTER, "2024-07-10", reopened_on="2024-07-10", reason="Ошибка")
    assert "record_return" not in other.allowed(REPORTER)
    with pytest.raises(NotPermitted, match="never uploaded"):
        back(other, REPORTER, "2024-07-15")


def test_what_was_not_uploaded_before_the_end_is_uploaded_after_it() -> None:
    """An analysis and a schedule may end before their documents went up, and the report on the monitoring is there at its end alone: the case stays closed."""
    scenario = closed_analysis(published=True)
    scenario.do("upload_documents", OFFICER, "2025-05-12", subtask="1.2.3", uploaded_on="2025-05-12")
    scenario.do("upload_documents", OFFICER, "2025-05-12", subtask="1.3.3", uploaded_on="2025-05-12")
    assert (scenario.case.state, scenario.case.closed) == ("closed", True)
    assert [uploaded_on(scenario, subtask) for subtask in ("1.2.3", "1.3.3")] == [date(2025, 5, 12)] * 2
    with pytest.raises(Invalid):
        scenario.do("upload_documents", OFFICER, "2025-05-12", subtask="1.3.3", uploaded_on="2025-04-13")
    plan, by = schedule(), officer(AKIMAT)
    plan.do("close_schedule", by, "2024-12-30", closed_on="2024-12-30", conclusion="Проведён везде")
    plan.do("upload_schedule", by, "2025-01-17", uploaded_on="2025-01-17")
    assert (plan.case.state, plan.case.closed, uploaded_on(plan, "1.1.1")) == ("closed", True, date(2025, 1, 17))


def test_a_refused_upload_says_what_is_wrong() -> None:
    """A report that stands is named with its entry and day; to others of the same body it is said who of them records it."""
    scenario = cartogram.lived("upload_cartogram_report")
    number = scenario.case.version
    with pytest.raises(NotPermitted, match=f"^Entry {number} says that it was uploaded on"):
        scenario.do("upload_cartogram_report", cartogram.OFFICER, "2024-12-16", uploaded_on="2024-12-16")
    plan = schedule()
    own = replace(officer(AKIMAT), role=Role.SUPERVISOR)
    with pytest.raises(NotPermitted, match=f"^An authorised officer or a signatory of {AKIMAT} records this"):
        plan.do("upload_schedule", own, "2024-02-19", uploaded_on="2024-02-19")


def test_the_course_is_not_uploaded() -> None:
    """The confirmation of the Agency takes the place of an upload (4.2.2, l.663); any other subtask has one."""
    kind = WORKFLOWS["subtask"]
    course, other = (assigned(code, "district", "2024", country()).case for code in ("4.2.2", "4.2.1"))
    assert uploading(kind, course) is None
    assert uploading(kind, other) is not None


def test_it_is_stored_as_it_is() -> None:
    """What is stored of a return and read again is what was recorded."""
    scenario = back(upload(dated("sign_report"), "1.1.2", "2024-02-19"), OFFICER, "2024-04-12", subtask="1.1.2")
    stored = codec.encode(scenario.last)
    assert (stored.topic, codec.decode(stored.topic, stored.state)) == ("case.upload_returned", scenario.last)
