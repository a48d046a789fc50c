"""Dismissing a finding and taking it up again: by those above alone, of this finding alone."""

import uuid
from typing import Any

import pytest

from events.event import CaseEvent
from events.finding import finding_id
from tests.workflows.bodies import AKIMAT, EDUCATION, officer, register, signatory
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.finding import FindingWorkflow
from workflows.machine import enabled
from workflows.refusals import Invalid, NotPermitted, WrongOrder

SUBJECT = "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11/3"
DISMISSAL: dict[str, Any] = {
    "rule": "recorded_late", "subject": SUBJECT, "evidence": "0" * 32, "reason": "Перенос из архива"
}  # fmt: skip


def finding(case_id: uuid.UUID | None = None) -> Scenario:
    """A finding of the education department of which nothing was said."""
    scenario = Scenario("finding", EDUCATION, register())
    own = case_id or finding_id(EDUCATION, "recorded_late", SUBJECT)
    scenario.case = FindingWorkflow.CASE.blank(own, EDUCATION)
    return scenario


@pytest.mark.parametrize("actor", [SUPERVISOR, officer(AKIMAT), signatory(AKIMAT)], ids=lambda actor: actor.role)
def test_those_above_judge(actor: Actor) -> None:
    """A supervisor and officials of a body above dismiss it, take it up again, and dismiss it anew with other evidence."""
    scenario = finding().do("dismiss_finding", actor, "2024-09-02", **DISMISSAL)
    assert (scenario.case.state, scenario.case.facts.evidence) == ("dismissed", "0" * 32)
    scenario.do("dismiss_finding", actor, "2024-09-03", **DISMISSAL | {"evidence": "1" * 32})
    assert scenario.case.facts.evidence == "1" * 32
    scenario.do("reopen_finding", actor, "2024-09-04", reason="Не подтвердилось")
    assert (scenario.case.state, scenario.case.facts.evidence) == ("reopened", "")
    scenario.do("dismiss_finding", actor, "2024-09-05", **DISMISSAL)
    assert [event.WORK for event in scenario.case.history if isinstance(event, CaseEvent)] == [False] * 4


@pytest.mark.parametrize("actor", [officer(EDUCATION), signatory(EDUCATION), SYSTEM], ids=lambda actor: actor.role)
def test_nobody_judges_their_own(actor: Actor) -> None:
    """Neither the body itself nor the service dismisses a finding; they are told who does."""
    scenario = finding()
    with pytest.raises(NotPermitted) as refused:
        scenario.do("dismiss_finding", actor, "2024-09-02", **DISMISSAL)
    assert "bodies above" in str(refused.value.text)
    assert enabled(FindingWorkflow, scenario.case, actor, scenario.register) == ()


def test_a_dismissal_is_of_its_own_finding() -> None:
    """What names another rule, subject or body than the finding's is refused."""
    with pytest.raises(Invalid):
        finding(uuid.uuid4()).do("dismiss_finding", SUPERVISOR, "2024-09-02", **DISMISSAL)
    with pytest.raises(Invalid):
        finding().do("dismiss_finding", SUPERVISOR, "2024-09-02", **DISMISSAL | {"rule": "remark"})
    assert FindingWorkflow.only_case(EDUCATION, DISMISSAL) == finding().case.id


def test_what_was_not_dismissed_is_not_taken_up() -> None:
    """There is nothing to take up again before a dismissal, nor twice."""
    with pytest.raises(WrongOrder):
        finding().do("reopen_finding", SUPERVISOR, "2024-09-02", reason="x")
    scenario = finding().do("dismiss_finding", SUPERVISOR, "2024-09-02", **DISMISSAL)
    scenario.do("reopen_finding", SUPERVISOR, "2024-09-03", reason="x")
    with pytest.raises(WrongOrder):
        scenario.do("reopen_finding", SUPERVISOR, "2024-09-03", reason="x")
