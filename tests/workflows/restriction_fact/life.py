"""A broken restriction of each row of Appendix 2, from its finding to its end."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.workflows.bodies import EDUCATION
from tests.workflows.hr import HR, bodies
from tests.workflows.scenario import Scenario
from workflows.actor import Actor
from workflows.register import Register

REGISTER = bodies()
NAME, OTHER = "Сериков Ерлан Болатович", "Ахметов Асан Кайратович"
PERSON = {"position": "Главный специалист", "name": NAME}
FILE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FOUND = "2024-05-14"


class Opening(NamedTuple):
    """How a fact of a row is registered, and how it can be cured; "" if nothing cures it."""

    action: str
    data: dict[str, Any]
    cure: str = ""


OPENINGS: Mapping[str, Opening] = {
    "2.5.1": Opening(
        "register_incompatible_activity",
        PERSON | {"kind": "property", "activity": "Доля в ТОО", "bound_since": "2024-05-02"},
        "trust_agreement",
    ),
    "2.5.2": Opening(
        "register_conflict_of_interest",
        {"people": [PERSON], "circumstances": "Закупка у фирмы брата", "notified_on": "2024-05-10", "notice_no": "11"},
        "conflict_settled",
    ),
    "2.5.3": Opening(
        "register_insider_use", PERSON | {"known_from": "Служба внутренней безопасности", "asked_on": "2024-05-02"}
    ),
    "2.5.4": Opening(
        "register_benefit",
        PERSON | {"kind": "gift", "motive": "За ускорение", "received_on": "2024-05-13", "giver": "ТОО «Заря»"},
    ),
    "2.5.5": Opening(
        "register_foreign_account",
        {"people": [PERSON], "holdings": ["account", "cash"], "known_from": "tax_bodies", "bound_since": "2024-02-01"},
        "accounts_closed",
    ),
    "2.5.R": Opening(
        "register_relatives",
        {"first": PERSON, "second": PERSON | {"name": OTHER}, "relation": "Братья", "subordination": "Подчинён брату"},
        "transferred",
    ),
}
MEASURES = {"taken_on": "2024-05-20", "measures": "Служебная проверка"}
HANDED_OVER = {"handed_on": "2024-05-17", "act_no": "14", "handed_to": "Департамент госимущества", "file": FILE}
CLOSED = {"closed_on": "2024-07-01"}
LATER = "2024-07-01"


def cured(row: str, on: str = "2024-06-10") -> dict[str, Any]:
    """The data of the cure of a row."""
    return {"cured_on": on, "how": OPENINGS[row].cure}


def found(row: str, actor: Actor = HR, register: Register = REGISTER, body: str = EDUCATION, **other: Any) -> Scenario:
    """Give a fact of a row as it is registered, with other data if they are named."""
    action, data, _ = OPENINGS[row]
    scenario = Scenario("restriction_fact", body, register)
    return scenario.do(action, actor, LATER, **{"found_on": FOUND} | data | other)
