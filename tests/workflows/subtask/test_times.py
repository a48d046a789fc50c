"""Which day counts: for the date of the Карта, the order of steps, a document's term, work put off; what the past allows to mend."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.workflows.organization.country import Country
from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import WALKS, Walk, attach, sign
from tests.workflows.subtask.world import AGENCY, SYSTEM, assigned, country, officer
from workflows.refusals import Invalid, WrongOrder
from workflows.subtask import SubtaskWorkflow

REGISTER = country()
DAY, LATER, RENEWED = "2024-12-17", "2025-01-10", "2025-02-10"
OWN, ABOVE = officer("company"), officer("department")
WALK: dict[str, Walk] = {f"{walk.subtask}-{walk.body}": walk for walk in WALKS}
DOCUMENT = WALK["3.2.1-company"].reports[0][1]


def paths(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str | int, ...]]:
    """Where the violations are."""
    return [violation.path for violation in caught.value.violations]


def returned() -> Scenario:
    """A document uploaded in time and returned."""
    scenario = WALK["3.2.1-company"].uploaded(REGISTER)
    return scenario.do("send_back", ABOVE, "2024-12-18", returned_on="2024-12-18", reason="Скан без подписи")


def uploaded_again(scenario: Scenario, day: str) -> Scenario:
    """The same, signed and uploaded once more."""
    attach(scenario, "doc", OWN, day)
    return sign(scenario, "first_head", OWN, day, person="p-1").do("upload_evidence", OWN, day, uploaded_on=day)


def accepted_until(valid_until: str | None) -> Scenario:
    """A document in force until a day, accepted in the year."""
    scenario = WALK["3.2.1-company"].given(REGISTER)
    scenario.do("confirm_document", OWN, DAY, **DOCUMENT | {"valid_until": valid_until})
    return uploaded_again(scenario, DAY).do("accept", ABOVE, DAY, accepted_on=DAY)


def test_a_return_leaves_the_first_upload_in_time() -> None:
    """What was uploaded by the date of the Карта stays so when it is returned, and when it is uploaded again after the date."""
    scenario = returned()
    assert scenario.status("D23") == "met"
    uploaded_again(scenario, LATER)
    judgement = scenario.case.deadlines["D23"].judgement
    assert (scenario.status("D23"), judgement and str(judgement.done_on)) == ("met", DAY)


def test_a_lapse_and_a_renewal_leave_the_first_upload_in_time() -> None:
    """A document that lapsed after its year and was renewed was uploaded in time all the same."""
    scenario = accepted_until("2024-12-31")
    scenario.do("lapse", OWN, "2025-01-09", lapsed_on="2025-01-01", reason="Истёк срок")
    assert (scenario.status("D23"), scenario.status("VALIDITY")) == ("met", "not_done")
    scenario.do("confirm_document", OWN, LATER, **DOCUMENT | {"approved_on": "2025-01-09"})
    uploaded_again(scenario, LATER).do("accept", ABOVE, LATER, accepted_on=LATER)
    assert (scenario.status("D23"), scenario.case.state) == ("met", "accepted")


@pytest.mark.parametrize(("day", "status"), [("2024-12-20", "met"), ("2024-12-23", "met_late")])
def test_the_confirmation_of_the_course_meets_the_date(day: str, status: str) -> None:
    """Nothing is uploaded for 4.2.2, so the Agency's confirmation is what is due by the date of the Карта (l.47, l.663)."""
    scenario = assigned("4.2.2", "district", "2024", REGISTER, upload_by="2024-12-20")
    scenario.do("confirm_course", AGENCY, day, confirmed_on=day, servants=42)
    assert scenario.status("D23") == status


def test_a_document_is_replaced_while_it_is_in_force() -> None:
    """A renewal opens the case again; the old document is watched until the evidence of the new one is uploaded."""
    scenario = accepted_until("2025-03-31").do("renew", OWN, LATER, begun_on=LATER, reason="Новая редакция")
    assert (scenario.case.state, scenario.last.REOPENS, scenario.due("VALIDITY")) == ("in_work", True, "2025-03-31")
    scenario.do("confirm_document", OWN, RENEWED, **DOCUMENT | {"approved_on": RENEWED, "valid_until": "2028-03-31"})
    assert scenario.due("VALIDITY") == "2025-03-31"
    assert (uploaded_again(scenario, RENEWED).due("VALIDITY"), scenario.status("VALIDITY")) == ("2028-03-31", "open")


def test_a_returned_renewal_leaves_the_old_document_watched() -> None:
    """Until a new document's evidence is in order, the term of the one before is what counts."""
    scenario = accepted_until("2025-03-31").do("renew", OWN, LATER, begun_on=LATER, reason="Новая редакция")
    scenario.do("confirm_document", OWN, RENEWED, **DOCUMENT | {"approved_on": RENEWED, "valid_until": "2028-03-31"})
    uploaded_again(scenario, RENEWED).do("send_back", ABOVE, RENEWED, returned_on=RENEWED, reason="Скан")
    assert scenario.due("VALIDITY") == "2025-03-31"


def test_a_lapsed_document_stays_lapsed_when_the_next_is_returned() -> None:
    """A return takes the new document away again, and does not bring the one that lapsed before it back into force."""
    scenario = accepted_until("2024-12-31")
    scenario.do("lapse", OWN, "2025-01-09", lapsed_on="2025-01-01", reason="Истёк срок")
    scenario.do("confirm_document", OWN, LATER, **DOCUMENT | {"approved_on": "2025-01-09"})
    assert uploaded_again(scenario, LATER).case.facts.lapsed_on is None
    scenario.do("send_back", ABOVE, LATER, returned_on=LATER, reason="Скан")
    assert (scenario.case.facts.lapsed_on, scenario.status("VALIDITY")) == (date(2025, 1, 1), "not_done")


def test_what_has_expired_proves_nothing() -> None:
    """A document that was out of force on the day is neither signed nor uploaded."""
    scenario = WALK["3.2.1-company"].given(REGISTER)
    scenario.do("confirm_document", OWN, DAY, **DOCUMENT | {"valid_until": "2024-12-15"})
    attach(scenario, "doc", OWN, DAY)
    with pytest.raises(Invalid) as caught:
        sign(scenario, "first_head", OWN, DAY)
    assert paths(caught) == [("signed_on",)]
    signature = {"post": "first_head"}
    scenario.do("sign_evidence", OWN, DAY, signed_on="2024-12-13", signature=signature)
    with pytest.raises(Invalid) as caught:
        scenario.do("upload_evidence", OWN, DAY, uploaded_on=DAY)
    assert paths(caught) == [("uploaded_on",)]
    scenario.do("upload_evidence", OWN, DAY, uploaded_on="2024-12-13")
    assert scenario.case.state == "uploaded"


def test_the_service_lets_documents_lapse_and_deferred_work_return() -> None:
    """The day after a term ended the service records the lapse, and the day after a deferral ended it takes the work up."""
    scenario = accepted_until("2024-12-31")
    action, data = SubtaskWorkflow.PASSING["VALIDITY"](date(2024, 12, 31))
    scenario.do(action, SYSTEM, LATER, **data | {"reason": "Истёк срок"})
    assert (scenario.case.state, scenario.last.occurred_on) == ("lapsed", date(2025, 1, 1))
    deferred = WALK["3.1.1-company"].given(REGISTER)
    deferred.do("defer", OWN, "2024-05-02", deferred_on="2024-05-02", until="2024-06-14", reason="Переезд")
    assert (deferred.due("DEFERRAL"), deferred.status("D16"), deferred.due("D16")) == (
        "2024-06-14",
        "open",
        "2024-06-30",
    )
    action, data = SubtaskWorkflow.PASSING["DEFERRAL"](date(2024, 6, 14))
    deferred.do(action, SYSTEM, "2024-06-15", **data | {"reason": "Срок прошёл"})
    assert (deferred.case.state, deferred.status("DEFERRAL"), deferred.status("D16")) == ("in_work", "dropped", "open")


@pytest.mark.parametrize(
    ("action", "data", "field"),
    [
        ("send_back", {"reason": "Скан"}, "returned_on"),
        ("accept", {}, "accepted_on"),
    ],
)
def test_a_review_is_not_before_the_upload(action: str, data: dict[str, Any], field: str) -> None:
    """What was uploaded on a day is neither accepted nor returned before it."""
    scenario = WALK["3.2.1-company"].uploaded(REGISTER)
    with pytest.raises(Invalid) as caught:
        scenario.do(action, ABOVE, DAY, **data, **{field: "2024-12-13"})
    assert paths(caught) == [(field,)]


def test_a_document_does_not_lapse_before_its_approval() -> None:
    """A lapse is on the day of the approval at the earliest."""
    with pytest.raises(Invalid) as caught:
        accepted_until(None).do("lapse", OWN, DAY, lapsed_on="2024-03-11", reason="Отменён")
    assert paths(caught) == [("lapsed_on",)]


def test_each_upload_is_held_against_its_own_return() -> None:
    """A correction of the second upload leaves the return of the first alone."""
    scenario = uploaded_again(returned(), LATER)
    number = scenario.case.version
    data = {"uploaded_on": "2025-01-10", "address": "https://kz2050.gov.kz/tasks/3-2-1"}
    scenario.do("correct", OWN, LATER, corrects=number, data=data, reason="Нет ссылки")
    with pytest.raises(Invalid) as caught:
        scenario.do("correct", OWN, LATER, corrects=number, data=data | {"uploaded_on": "2025-01-09"}, reason="x")
    assert paths(caught) == [("data", "uploaded_on")]


def test_an_old_signature_can_be_corrected() -> None:
    """What happened since took away what an old signature stands on; its number can be corrected all the same."""
    scenario = accepted_until(None)
    signed = next(n for n, event in enumerate(scenario.case.history, 1) if event.TOPIC == "subtask.signed")
    scenario.do("send_back", ABOVE, LATER, returned_on=LATER, reason="Не тот файл")
    scenario.do("withdraw_evidence", OWN, LATER, withdraws=3, withdrawn_on=LATER, reason="Не тот файл")
    data = {"signed_on": DAY, "signature": {"post": "first_head", "person": "p-1"}, "document_no": "12-4/311"}
    scenario.do("correct", OWN, LATER, corrects=signed, data=data, reason="Опечатка")
    wrong = data | {"signature": {"post": "first_head", "person": "p-2"}}
    with pytest.raises(Invalid) as caught:
        scenario.do("correct", OWN, LATER, corrects=signed, data=wrong, reason="x")
    assert paths(caught) == [("data", "signature", "person")]


@pytest.mark.parametrize(
    ("subtask", "body", "period"),
    [
        ("3.1.1", "company", "2024-05"),
        ("3.1.1", "company", "2024"),
        ("4.2.3", "district", "2024"),
        ("4.2.3", "district", "2024Q2"),
        ("3.2.1", "company", "2024Q1"),
        ("3.2.1", "company", "2023"),
    ],
)
def test_periods_are_those_of_the_recurrence(subtask: str, body: str, period: str) -> None:
    """A quarterly subtask is for quarters, a monthly one for months, others for years, of which an Instruction speaks."""
    with pytest.raises(Invalid) as caught:
        assigned(subtask, body, period, REGISTER)
    assert paths(caught) == [("period",)]


def test_periods_lie_in_the_life_of_the_body() -> None:
    """What was not founded yet, or had ended before, is given nothing."""
    made = Country()
    made.enter("department", "CGO")
    made.enter("company", "KGS", "department", since="2024-04-15")
    made.do("company", "close", on="2024-05-31", reason="liquidated")
    for period in ("2024Q1", "2024Q3"):
        with pytest.raises(Invalid) as caught:
            assigned("3.1.1", "company", period, made.register)
        assert paths(caught) == [("period",)]
    assert assigned("3.1.1", "company", "2024Q2", made.register).case.state == "assigned"


def test_a_mistaken_report_is_withdrawn() -> None:
    """A report that was withdrawn counts for nothing: nil can be declared, the quarter is open again, and it is withdrawn once."""
    scenario = WALK["3.3.1-company"].reported(REGISTER)
    withdrawal = {"withdraws": 2, "withdrawn_on": DAY, "reason": "Сертификат другой организации"}
    scenario.do("withdraw_entry", OWN, DAY, **withdrawal)
    with pytest.raises(Invalid) as caught:
        scenario.do("withdraw_entry", OWN, DAY, **withdrawal)
    assert paths(caught) == [("withdraws",)]
    scenario.do("declare_nil", OWN, DAY, declared_on=DAY, explanation="Сертификат не получался")
    sign(scenario, "first_head", OWN, DAY)
    with pytest.raises(WrongOrder):
        scenario.do("withdraw_entry", OWN, DAY, **withdrawal)
    training = WALK["3.1.1-company"].reported(REGISTER)
    assert training.status("D16") == "met"
    assert training.do("withdraw_entry", OWN, DAY, **withdrawal).status("D16") == "open"


def test_every_certificate_of_every_report_needs_its_scan() -> None:
    """A second report without scans is not proved by the first one's."""
    trained = WALK["4.2.1-district"].reports[0][1]
    scanned = [trainee | {"certificate": "b" * 64} for trainee in trained["trainees"]]
    own = officer("district")
    scenario = assigned("4.2.1", "district", "2024", REGISTER)
    scenario.do("record_trainees", own, DAY, **trained | {"trainees": scanned[:1]})
    scenario.do("record_trainees", own, DAY, **trained | {"trainees": trained["trainees"][1:]})
    attach(scenario, "note", own, DAY)
    with pytest.raises(Invalid) as caught:
        sign(scenario, "district_akim", own, DAY)
    assert "certificate" in str(caught.value.violations[0].text)
    scenario.do("record_trainees", own, DAY, **trained | {"trainees": scanned[1:]})
    scenario.do("withdraw_entry", own, DAY, withdraws=3, withdrawn_on=DAY, reason="Без сканов")
    assert sign(scenario, "district_akim", own, DAY).case.state == "signed"


@pytest.mark.parametrize(
    ("numbers", "staff", "reached"),
    [
        (("", "00731"), 40, False),
        (("", ""), 40, False),
        (("00731", "00732"), 40, True),
        (("", "00731"), 20, True),
    ],
)
def test_somebody_without_a_number_is_one_of_those_with_it(numbers: tuple[str, ...], staff: int, reached: bool) -> None:
    """Of two entries under one name, one without a personnel number, there is one person: two are needed of forty."""
    trained = WALK["4.2.1-district"].reports[0][1]
    trainee = trained["trainees"][0] | {"name": "Иванов И. И."}
    trainees = [trainee | {"personnel_no": number or None} for number in numbers]
    scenario = assigned("4.2.1", "district", "2024", REGISTER)
    scenario.do("record_trainees", officer("district"), DAY, **trained | {"staff": staff, "trainees": trainees})
    assert (scenario.status("D18") == "met") is reached


def test_the_first_training_of_one_person_counts_with_or_without_the_number() -> None:
    """The quota is reached on the day on which the training ended that was reported without the number."""
    trained = WALK["4.2.1-district"].reports[0][1]
    trainee = trained["trainees"][0]
    earlier = date.fromisoformat(trainee["ended_on"])
    second = trainee | {"personnel_no": "00731", "ended_on": (earlier + timedelta(days=30)).isoformat()}
    scenario = assigned("4.2.1", "district", "2024", REGISTER)
    report = trained | {"staff": 20, "trainees": [trainee, second]}
    scenario.do("record_trainees", officer("district"), DAY, **report)
    judgement = scenario.case.deadlines["D18"].judgement
    assert judgement is not None
    assert judgement.done_on == earlier
