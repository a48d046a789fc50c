"""A year of a department's reconciliation, step by step."""

from typing import Any

from tests.workflows.bodies import EIGHT, officer, register
from tests.workflows.scenario import Scenario
from workflows.actor import SYSTEM, Actor
from workflows.register import Register

BODY = EIGHT[0]
"""A department whose posts nobody has recorded: there may be a head of the apparatus."""

OFFICER = officer(BODY)
REGISTER = register()
SERIKOV = "Сериков Ерлан Болатович"


def own(
    code: str = "1", offender: str = SERIKOV, in_force_on: str | None = "2024-06-05", **more: Any
) -> dict[str, Any]:
    """A row of the body's list; `offence` changes the offence, the rest the row."""
    offence = {
        "category": "criminal",
        "happened_on": "2023-11-20",
        "place": "г. Қонаев",
        "position": "Главный специалист",
        "offender": offender,
    } | more.pop("offence", {})
    row = {"code": code, "offence": offence, "fabula": "Взятка", "actions_taken": "Уволен", "status": "В силе"}
    return row | {"in_force_on": in_force_on, "act_no": "1-117/2024"} | more


def listed(
    code: str = "1", offender: str = SERIKOV, in_force_on: str | None = "2024-06-05", **more: Any
) -> dict[str, Any]:
    """A row of the registry's list."""
    row = {"code": code, "offender": offender, "category": "criminal", "happened_on": "2023-11-20"}
    return row | {"in_force_on": in_force_on, "act_no": "1-117/2024"} | more


DISCREDITING: dict[str, Any] = {"in_force_on": None, "decision_on": "2024-03-01", "act_no": "7"}
"""What a row says of an offence that discredits the service."""

ASSIGNED = {"year": 2024, "assigned_on": "2024-01-15"}
OWN_LIST: dict[str, Any] = {"entered_on": "2024-12-02", "rows": [own()]}
REGISTRY_LIST: dict[str, Any] = {"received_on": "2024-12-04", "registry": "КПСиСУ", "rows": [listed()]}
ACT: dict[str, Any] = {
    "approved_on": "2024-12-17",
    "number": "14-3/540",
    "signature": {"post": "apparatus_head"},
}
"""An act of which nobody has entered more."""

FILED: dict[str, Any] = ACT | {"file": "a" * 64}
REOPENED = {"reopened_on": "2024-12-18", "reason": "Новые сведения"}
CLOSED = {"closed_on": "2024-12-31"}

LIFE: tuple[tuple[str, Actor, dict[str, Any]], ...] = (
    ("plan", SYSTEM, ASSIGNED),
    ("enter_own_list", OFFICER, OWN_LIST),
    ("receive_registry_list", OFFICER, REGISTRY_LIST),
    ("approve_act", OFFICER, FILED),
    ("close_reconciliation", OFFICER, CLOSED),
)


def scenario(body: str = BODY, known: Register = REGISTER) -> Scenario:
    """A reconciliation of a body that the plan of 2024 has just given it."""
    return Scenario("reconciliation", body, known).do("plan", SYSTEM, "2024-01-15", **ASSIGNED)


def compared(mine: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Scenario:
    """A reconciliation with both lists."""
    return (
        scenario()
        .do("enter_own_list", OFFICER, "2024-12-20", entered_on="2024-12-02", rows=mine)
        .do("receive_registry_list", OFFICER, "2024-12-20", **REGISTRY_LIST | {"rows": theirs})
    )


def resolve(made: Scenario, key: str, resolution: str) -> Scenario:
    """Settle a difference."""
    data = {"key": key, "resolution": resolution, "explanation": "Сверено с приговором", "resolved_on": "2024-12-09"}
    return made.do("resolve_difference", OFFICER, "2024-12-20", **data)


def lived(last: str) -> Scenario:
    """A reconciliation after a step of its life and those before it."""
    made = Scenario("reconciliation", BODY, REGISTER)
    for action, actor, data in LIFE:
        made.do(action, actor, "2024-12-31", **data)
        if action == last:
            return made
    raise AssertionError(last)
