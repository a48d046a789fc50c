"""Which action is the main button of a case."""

from uuid import UUID

import pytest

from service.web.next_steps import divided, is_over
from tests.workflows.cartogram import life as cartogram
from tests.workflows.offence_report import life as report
from tests.workflows.reconciliation import life as reconciliation
from tests.workflows.scenario import BODY, Scenario
from workflows.actor import Actor
from workflows.case import Case
from workflows.machine import Action, Workflow, actions, enabled
from workflows.registry import WORKFLOWS

GONE_BACK = {
    "cancel",
    "defer",
    "record_return",
    "superior_moved",
    "reopen_reconciliation",
    "revoke_no_facts",
    "withdraw_fact",
}


def _in(kind: type[Workflow], state: str) -> Case:
    case = kind.CASE.blank(UUID(int=1), BODY)
    case.state = state
    return case


def _of(kind: type[Workflow], state: str) -> list[Action]:
    """What people may do in a state, whoever they are."""
    return [a for a in actions(kind).values() if a.by_people and any(source == state for source, _ in a.transitions)]


STATES = [
    (kind, state.id)
    for kind in WORKFLOWS.values()
    if kind.WORKFLOW != "subtask"
    for state in kind.states
    if not state.initial
]


@pytest.mark.parametrize(("kind", "state"), STATES, ids=lambda one: getattr(one, "WORKFLOW", one))
def test_the_main_button_leads_forward(kind: type[Workflow], state: str) -> None:
    """Where the work is over there is none, elsewhere none puts off, goes back or ends early; nothing but corrections gets lost."""
    case, possible = _in(kind, state), _of(kind, state)
    now, also = divided(kind, case, possible)
    assert not (now and is_over(kind, case))
    assert not {action.name for action in now} & GONE_BACK
    assert {action.name for action in (*now, *also)} == {action.name for action in possible} - {"correct"}


def _offered(scenario: Scenario, actor: Actor) -> list[str]:
    possible = enabled(scenario.workflow, scenario.case, actor, scenario.register)
    return [action.name for action in divided(scenario.workflow, scenario.case, possible)[0]]


@pytest.mark.parametrize(
    ("until", "main"),
    [
        ("report_offence", ["receive_reply", "close_offence_report"]),
        ("receive_reply", ["execute_recommendation", "close_offence_report", "report_offence"]),
        ("close_offence_report", []),
    ],
)
def test_a_report_of_an_offence(until: str, main: list[str]) -> None:
    """After a reply what it recommends comes first; a closed one offers another reply beside, not as what is to be done."""
    assert _offered(report.lived(until), report.CLEARED) == main


@pytest.mark.parametrize(
    ("until", "main"),
    [
        ("plan", ["enter_own_list", "receive_registry_list"]),
        ("enter_own_list", ["receive_registry_list"]),
        ("receive_registry_list", ["approve_act"]),
        ("approve_act", ["close_reconciliation"]),
        ("close_reconciliation", []),
    ],
)
def test_a_reconciliation(until: str, main: list[str]) -> None:
    """The lists come first, then the act; taking the act back is no main button."""
    assert _offered(reconciliation.lived(until), reconciliation.OFFICER) == main


def test_differences_come_before_the_act() -> None:
    """While the lists differ, settling is what is offered."""
    assert _offered(reconciliation.compared([reconciliation.own()], []), reconciliation.OFFICER) == [
        "resolve_difference"
    ]


def test_what_was_given_back_is_uploaded_again() -> None:
    """The year of a cartogram is closed once its report is uploaded; while the Cross-platform has given it back, it is uploaded first."""
    scenario = cartogram.lived("upload_cartogram_report")
    assert _offered(scenario, cartogram.OFFICER)[0] == "close_cartogram"
    scenario.do("record_return", cartogram.OFFICER, "2024-12-13", returned_on="2024-12-13", reason="Скан без подписи")
    assert _offered(scenario, cartogram.OFFICER)[0] == "upload_cartogram_report"
