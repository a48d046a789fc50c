"""What was signed, uploaded and accepted stays as it is until it is taken back, and what was taken back is history."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.workflows.scenario import Scenario
from tests.workflows.subtask.walks import WALKS, Walk, sign
from tests.workflows.subtask.world import SUPERVISOR, country, officer
from workflows.refusals import NotPermitted

REGISTER = country()
DAY = "2024-12-17"
BY_CODE: dict[str, Walk] = {walk.subtask: walk for walk in reversed(WALKS)}
OWN, ABOVE = officer("company"), officer("department")
POLICY = BY_CODE["3.2.2"]
OTHER_FILE = "b" * 64
EVIDENCE: dict[str, Any] = {"kind": "doc", "title": "doc", "attached_on": DAY, "no_state_secrets": True}
# number of the entry, what it is corrected to: another document, another file, another signatory
REPLACEMENTS: tuple[tuple[int, dict[str, Any]], ...] = (
    (2, {**POLICY.reports[0][1], "title": "Другой документ"}),
    (3, EVIDENCE | {"file": OTHER_FILE}),
    (4, {"signed_on": DAY, "signature": {"post": "first_head", "person": "p-1"}}),
)


def _signed() -> Scenario:
    return POLICY.signed(REGISTER)


def _uploaded() -> Scenario:
    return POLICY.uploaded(REGISTER)


def _accepted() -> Scenario:
    return _uploaded().do("accept", ABOVE, DAY, accepted_on=DAY)


def _being_renewed() -> Scenario:
    return _accepted().do("renew", OWN, DAY, begun_on=DAY, reason="Новая редакция")


def _lapsed() -> Scenario:
    return _accepted().do("lapse", OWN, DAY, lapsed_on=DAY, reason="Отменён")


@pytest.mark.parametrize(
    ("given", "way_out"),
    [
        (_signed, "reopen"),
        (_uploaded, "sent back"),
        (_accepted, "sent back"),
        (_being_renewed, "replaces it"),
        (_lapsed, "replaces it"),
    ],
)
@pytest.mark.parametrize(("entry", "data"), REPLACEMENTS)
def test_what_was_signed_is_not_corrected(
    given: Callable[[], Scenario], way_out: str, entry: int, data: dict[str, Any]
) -> None:
    """Neither document, nor evidence, nor signatory is replaced under a signature that stands; the way out is told (l.41)."""
    scenario = given()
    with pytest.raises(NotPermitted, match=way_out):
        scenario.do("correct", OWN, DAY, corrects=entry, data=data, reason="Подмена")


@pytest.mark.parametrize(("entry", "data"), REPLACEMENTS)
def test_what_was_sent_back_is_corrected(entry: int, data: dict[str, Any]) -> None:
    """After a return everything of the work can be put right."""
    scenario = _accepted().do("send_back", ABOVE, DAY, returned_on=DAY, reason="Не тот файл")
    scenario.do("correct", OWN, DAY, corrects=entry, data=data, reason="Опечатка")
    assert scenario.last.TOPIC == "case.fact_corrected"


def test_what_was_reopened_before_the_upload_is_corrected() -> None:
    """Before the upload the performer reopens what was signed, and puts it right."""
    scenario = _signed().do("reopen", OWN, DAY, reopened_on=DAY, reason="Не тот файл")
    scenario.do("correct", OWN, DAY, corrects=3, data=EVIDENCE | {"file": OTHER_FILE}, reason="Не тот файл")
    assert [piece.file for piece in scenario.case.facts.evidence] == [OTHER_FILE]


def test_the_new_document_is_corrected_while_the_old_one_counts() -> None:
    """What was entered since a renewal began is not signed yet."""
    scenario = _being_renewed().do("confirm_document", OWN, DAY, **POLICY.reports[0][1])
    data = POLICY.reports[0][1] | {"document_no": "19-П"}
    scenario.do("correct", OWN, DAY, corrects=scenario.case.version, data=data, reason="Опечатка")
    assert scenario.case.facts.entries[0].document_no == "19-П"


def test_the_upload_and_the_review_are_corrected_by_those_who_recorded_them() -> None:
    """The records of upload and acceptance are no part of what was signed."""
    scenario = _accepted()
    uploaded = {"uploaded_on": DAY, "address": "https://kz2050.gov.kz/tasks/3-2-2"}
    scenario.do("correct", OWN, DAY, corrects=5, data=uploaded, reason="Нет ссылки")
    scenario.do("correct", ABOVE, DAY, corrects=6, data={"accepted_on": DAY, "comment": "Верно"}, reason="Забыто")
    assert (scenario.case.facts.uploaded.address, scenario.case.facts.accepted.comment) == (
        "https://kz2050.gov.kz/tasks/3-2-2",
        "Верно",
    )


def test_only_what_can_be_corrected_is_offered() -> None:
    """Whoever did nothing but the work that was accepted is offered no correction."""
    walk = BY_CODE["3.1.1"]
    scenario = walk.signed(REGISTER)
    assert "correct" not in scenario.allowed(OWN)
    assert "correct" in scenario.allowed(SUPERVISOR)


def _remarks(scenario: Scenario) -> list[str]:
    return [code for _, code in scenario.case.remarks()]


def test_a_cancelled_signature_is_remarked_upon_in_the_history_alone() -> None:
    """After a reopening the remarks of the signature before do not stand; its entry still bears them."""
    walk = BY_CODE["4.3.1"]
    district = officer("district")
    scenario = sign(walk.proved(REGISTER), "deputy_head", district, DAY, on_decision="12-Ө", person="p-5")
    assert _remarks(scenario) == ["signed_on_decision"]
    before = scenario.last
    scenario.do("reopen", district, DAY, reopened_on=DAY, reason="Подпишет аким")
    assert (_remarks(scenario), before.remarks) == ([], ("signed_on_decision",))
    sign(scenario, "district_akim", district, DAY, person="p-4")
    assert _remarks(scenario) == []


def test_of_many_signatures_the_last_is_remarked_upon() -> None:
    """A quota that was not reached is said once, of the signature that stands."""
    walk = next(walk for walk in WALKS if walk.subtask == "4.2.1" and walk.body == "ministry")
    scenario = walk.signed(REGISTER)
    for _ in range(2):
        scenario.do("reopen", walk.performer, DAY, reopened_on=DAY, reason="Ошибка")
        sign(scenario, walk.post or "", walk.performer, DAY)
    assert _remarks(scenario).count("quota_not_reached") == 1


def test_a_returned_upload_is_not_remarked_upon() -> None:
    """The remark on an upload without a signature goes with its return."""
    scenario = BY_CODE["4.1.2"].proved(REGISTER).do("upload_evidence", officer("district"), DAY, uploaded_on=DAY)
    assert _remarks(scenario) == ["form_not_signed"]
    scenario.do("send_back", officer("oblast"), DAY, returned_on=DAY, reason="Без подписи")
    assert _remarks(scenario) == []


def test_a_withdrawn_report_is_not_remarked_upon() -> None:
    """What was withdrawn is not remarked upon any more."""
    walk = BY_CODE["4.2.4"]
    scenario = walk.reported(REGISTER)
    assert _remarks(scenario) == ["position_not_in_list"]
    scenario.do("withdraw_entry", walk.performer, DAY, withdraws=2, withdrawn_on=DAY, reason="Не та подзадача")
    assert _remarks(scenario) == []
