"""A report's life: an offence found, told, answered with recommendations, one carried out, one explained; the end."""

from dataclasses import replace
from typing import Any

from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION, country, officer, signatory
from tests.workflows.organization.country import Country
from tests.workflows.scenario import Scenario
from workflows.register import Register


def cleared_country() -> Country:
    """Give the bodies, with the officers of three of them on the lists of those who see reports of corruption."""
    made = country()
    for body, person in ((AKIMAT, "p-akimat"), (EDUCATION, "p-education"), (DISTRICT, "p-district")):
        made.person(person)
        given: dict[str, Any] = {"clearance": "C4", "since": "2024-01-15", "order_no": "12-қ", "people": [person]}
        made.do(body, "approve_access", signatory(body), **given)
    return made


def cleared_register() -> Register:
    """Give the register of these bodies."""
    return cleared_country().register


REGISTER = cleared_register()
CLEARED = replace(officer(EDUCATION), person="p-education")
UNLISTED = officer(EDUCATION)
ABOVE = replace(officer(AKIMAT), person="p-akimat")
IN_DISTRICT = replace(officer(DISTRICT), person="p-district")
FILE, OTHER_FILE = "a" * 64, "b" * 64

OFFENCE: dict[str, Any] = {
    "category": "criminal",
    "happened_on": "2024-02-12",
    "place": "г. Қонаев",
    "position": "Главный специалист",
    "offender": "Сериков Ерлан Болатович",
    "damage": 350_000,
}
REGISTERED: dict[str, Any] = {
    "found_on": "2024-05-14",
    "offence": OFFENCE,
    "no_state_secrets": True,
    "crime_no": "241903031000123",
}
REPORTED: dict[str, Any] = {
    "sent_on": "2024-05-16",
    "via": "letter",
    "number": "03-12/415",
    "sent_to": "Антикоррупционная служба",
    "file": FILE,
}
REPLY: dict[str, Any] = {
    "received_on": "2024-06-03",
    "number": "11-4/902",
    "file": OTHER_FILE,
    "recommendations": [{"code": "R1", "text": "Комиссия"}, {"code": "R2", "text": "Ротация"}],
}
EXECUTED: dict[str, Any] = {"recommendation": "R1", "executed_on": "2024-06-20", "done": "Приёмка поручена комиссии"}
CLOSED: dict[str, Any] = {
    "closed_on": "2024-07-01",
    "unexecuted": [{"recommendation": "R2", "reason": "Должность упразднена"}],
}
WITHDRAWN: dict[str, Any] = {"withdrawn_on": "2024-07-02", "reason": "Сведения не подтвердились"}

LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("register_offence", "2024-05-14", REGISTERED),
    ("report_offence", "2024-05-16", REPORTED),
    ("receive_reply", "2024-06-03", REPLY),
    ("execute_recommendation", "2024-06-20", EXECUTED),
    ("close_offence_report", "2024-07-01", CLOSED),
)


def lived(until: str = "") -> Scenario:
    """Give the report after an action of its life; "" for one of which nothing is recorded."""
    scenario = Scenario("offence_report", EDUCATION, REGISTER)
    names = [action for action, _, _ in LIFE]
    for action, day, data in LIFE[: names.index(until) + 1 if until else 0]:
        scenario.do(action, CLEARED, day, **data)
    return scenario
