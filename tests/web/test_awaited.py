"""What the page of a case puts first: what brings the work on, not what takes it back."""

from typing import Any

from service.web.next_steps import divided
from tests.workflows.offence_report import life as offence_report
from tests.workflows.reconciliation import life as reconciliation
from tests.workflows.reporting_row.desk import Desk
from tests.workflows.scenario import Scenario
from workflows.machine import enabled
from workflows.registry import workflow

NIL: dict[str, Any] = {
    "row": "2.1.1",
    "period": "2024Q2",
    "declared_on": "2024-07-03",
    "signature": {"post": "first_head"},
}


def test_a_nil_can_be_revoked_and_nobody_waits_for_that() -> None:
    """The declaration that there are no facts is the end of the row's work; revoking it stands among the rest."""
    row = Desk().open("reporting_row", "declare_no_facts", "2024-07-05", **NIL)
    kind = workflow("reporting_row")
    possible = enabled(kind, row, offence_report.CLEARED, offence_report.REGISTER)
    now, also = divided(kind, row, possible)
    assert (now, [action.name for action in also]) == ([], ["revoke_no_facts"])


def test_an_approved_act_is_closed_rather_than_taken_back() -> None:
    """After the act the year's reconciliation is to be closed; taking the act back is possible, and not proposed."""
    made = reconciliation.lived("approve_act")
    possible = enabled(made.workflow, made.case, reconciliation.OFFICER, reconciliation.REGISTER)
    now, also = divided(made.workflow, made.case, possible)
    assert [action.name for action in now] == ["close_reconciliation"]
    assert "reopen_reconciliation" in [action.name for action in also]


def test_a_closed_report_waits_for_nothing() -> None:
    """A reply may still come to a closed report, or another report be sent: both can be recorded, neither is proposed."""
    scenario = Scenario("offence_report", offence_report.CLEARED.organization, offence_report.REGISTER)
    for action, day, data in offence_report.LIFE:
        scenario.do(action, offence_report.CLEARED, day, **data)
    possible = enabled(scenario.workflow, scenario.case, offence_report.CLEARED, offence_report.REGISTER)
    now, also = divided(scenario.workflow, scenario.case, possible)
    assert now == []
    assert {"report_offence", "receive_reply"} <= {action.name for action in also}
