"""Who may enter what about a person."""

import pytest

from tests.workflows.organization.country import Country, almaty, officer
from workflows.actor import Actor, Role
from workflows.machine import enabled
from workflows.person import PersonWorkflow
from workflows.refusals import Invalid, NotPermitted

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
NAME = {"name_ru": "Серикова А. К.", "since": "2024-06-03"}
ALL = {"rename", "hand_over", "correct"}


@pytest.fixture
def country() -> Country:
    """Almaty, where the department of education keeps the record of p-1."""
    made = almaty()
    made.person("p-1", "education", officer("education"))
    return made


def _allowed(country: Country, actor: Actor) -> set[str]:
    return {action.name for action in enabled(PersonWorkflow, country.cases["person:p-1"], actor, country.register)}


def _to(keeper: str) -> dict[str, str]:
    return {"keeper": keeper, "handed_on": "2024-06-03", "reason": "x"}


def test_an_appointment_gives_no_right_to_the_record(country: Country) -> None:
    """A body that puts somebody else's person into its post may neither rename nor correct them."""
    country.post("health", "head", "first_head")
    country.appoint("health", "head", "p-1")
    assert _allowed(country, officer("health")) == set()
    for action, data in (
        ("rename", NAME),
        ("hand_over", _to("health")),
        ("correct", {"corrects": 1, "data": {"code": "p-1", "name_ru": "Иной"}, "reason": "x"}),
    ):
        with pytest.raises(NotPermitted):
            country.person("p-1", actor=officer("health"), action=action, **data)


def test_keeper_those_above_and_supervisors(country: Country) -> None:
    """The keeper, bodies above it and supervisors may do everything; bodies below it nothing."""
    for actor in (officer("education"), officer("almaty"), SUPERVISOR):
        assert _allowed(country, actor) == ALL
    assert _allowed(country, officer("school")) == set()


def test_the_record_is_handed_over(country: Country) -> None:
    """Once handed over, the record is the new keeper's, who corrects its first entry too; the old one has lost it."""
    country.person("p-1", actor=officer("education"), action="hand_over", **_to("health"))
    record = country.register.person("p-1")
    assert record is not None
    assert record.keeper == country.cases["person:p-1"].organization == "health"
    assert (_allowed(country, officer("health")), _allowed(country, officer("education"))) == (ALL, set())
    data = {"code": "p-1", "name_ru": "Серикова А. К."}
    country.person("p-1", actor=officer("health"), action="correct", corrects=1, data=data, reason="x")
    assert country.cases["person:p-1"].organization == "health"


def test_a_body_above_hands_over_within_its_reach(country: Country) -> None:
    """A body above both moves a record between them, and never out of its own reach."""
    with pytest.raises(NotPermitted):
        country.person("p-1", actor=officer("almaty"), action="hand_over", **_to("akmola"))
    country.person("p-1", actor=officer("almaty"), action="hand_over", **_to("health"))
    correction = {"corrects": 2, "data": _to("akmola"), "reason": "x"}
    with pytest.raises(NotPermitted):
        country.person("p-1", actor=officer("almaty"), action="correct", **correction)
    country.person("p-1", actor=SUPERVISOR, action="correct", **correction)
    assert country.cases["person:p-1"].organization == "akmola"


def test_nobody_keeps_what_does_not_exist(country: Country) -> None:
    """A record is handed to an organisation that exists on that day."""
    country.do("school", "close", on="2024-05-31", reason="liquidated")
    for keeper in ("school", "nobody"):
        with pytest.raises(Invalid) as refused:
            country.person("p-1", actor=officer("education"), action="hand_over", **_to(keeper))
        assert [violation.path for violation in refused.value.violations] == [("keeper",)]
