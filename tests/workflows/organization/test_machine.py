"""Who may enter what about an organisation."""

import pytest

from tests.workflows.organization.country import TODAY, Country, almaty, officer
from workflows.actor import Actor, Role
from workflows.refusals import NotPermitted, WrongOrder

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
ENDED = {"reopen", "correct"}
STRUCTURE = {"rename", "move", "reclassify", "supervise", "end_supervision", "close"}
OWN = {"describe", "establish_post", "subordinate_post", "abolish_post", "appoint", "release", "correct"}
BODY = {"type": "UPR", "region": "KZ-19", "name_ru": "х", "name_kk": "х", "name_en": "x", "since": "2024-01-09"}


@pytest.fixture
def country() -> Country:
    return almaty()


def test_what_is_offered(country: Country) -> None:
    """Supervisors and bodies above are offered everything, the organisation itself its details and posts, others nothing.

    It may correct its own entries, once there are any.
    """
    assert country.allowed("school", SUPERVISOR) == STRUCTURE | OWN
    assert country.allowed("school", officer("education")) == STRUCTURE | OWN
    assert country.allowed("school", officer("almaty")) == STRUCTURE | OWN
    assert country.allowed("school", officer("school")) == OWN - {"correct"}
    country.post("school", "head", "first_head")
    assert country.allowed("school", officer("school")) == OWN
    assert country.allowed("school", officer("health")) == set()
    assert country.allowed("company", officer("almaty")) == STRUCTURE | OWN


def test_a_body_registers_below_itself_only(country: Country) -> None:
    """An officer enters an organisation below their own body; elsewhere, and at the top, only the supervisors do."""
    country.enter("sport", "UPR", "almaty", actor=officer("almaty"))
    for parent, actor in (("almaty", officer("education")), ("almaty", officer("akmola")), ("", officer("almaty"))):
        with pytest.raises(NotPermitted):
            country.enter("culture", "UPR", parent, actor=actor)
    with pytest.raises(NotPermitted):
        country.enter("west", "OBL", "", actor=officer("almaty"))
    country.enter("west", "OBL", "", actor=SUPERVISOR)


def test_nobody_moves_an_organisation_out_of_their_reach(country: Country) -> None:
    """A body moves what is below it within its own reach; a correction of a move obeys the same."""
    country.do("school", "move", officer("almaty"), parent="health", since="2024-01-09")
    with pytest.raises(NotPermitted):
        country.do("school", "move", officer("almaty"), parent="akmola", since="2024-01-10")
    with pytest.raises(NotPermitted):
        country.do("company", "supervise", officer("education"), supervisor="health", since="2024-01-10")
    data = {"parent": "akmola", "since": "2024-01-09"}
    with pytest.raises(NotPermitted):
        country.do("school", "correct", officer("almaty"), corrects=2, data=data, reason="x")
    with pytest.raises(NotPermitted):
        country.do("education", "reclassify", officer("almaty"), type="OBL", since="2024-01-10")


def test_an_entry_is_corrected_by_those_who_may_make_it(country: Country) -> None:
    """The organisation itself corrects its details, but not its name, and nobody corrects in another's record."""
    country.do("school", "rename", name_ru="Школа", name_kk="Мектеп", name_en="School", since="2024-01-09")
    data = {"name_ru": "Школа № 1", "name_kk": "Мектеп", "name_en": "School", "since": "2024-01-09"}
    for actor in (officer("school"), officer("health")):
        with pytest.raises(NotPermitted):
            country.do("school", "correct", actor, corrects=2, data=data, reason="x")
    country.do("school", "correct", officer("education"), corrects=2, data=data, reason="x")
    assert country.cases["school"].facts.names.entries[-1][1].ru == "Школа № 1"


def test_after_the_end_entries_are_corrected_and_nothing_is_added(country: Country) -> None:
    """A closed organisation takes corrections only, until it is reopened."""
    country.post("school", "head", "first_head")
    country.do("school", "close", on="2024-05-31", reason="liquidated")
    assert country.allowed("school", SUPERVISOR) == ENDED
    assert country.allowed("school", officer("education")) == ENDED
    assert country.allowed("school", officer("school")) == {"correct"}
    with pytest.raises(WrongOrder):
        country.do("school", "rename", name_ru="х", name_kk="х", name_en="x", since="2024-05-31")
    data = {"on": "2024-05-30", "reason": "merged", "successors": ["education"]}
    country.do("school", "correct", corrects=3, data=data, reason="x")
    assert country.register.exists("school", country.cases["school"].facts.closed_on)


def test_the_region_is_not_ones_own_to_change(country: Country) -> None:
    """The organisation itself changes its details, but its region only stays; bodies above and supervisors change that too."""
    details = {"since": "2024-01-09", "site": "https://example.kz"}
    country.do("school", "describe", officer("school"), region="KZ-19", **details)
    elsewhere = {"region": "KZ-11", "site": "https://example.kz", "since": "2024-02-01"}
    with pytest.raises(NotPermitted) as refused:
        country.do("school", "describe", officer("school"), **elsewhere)
    assert "region" in str(refused.value.text)
    correction = {"corrects": 2, "data": elsewhere | {"since": "2024-01-09"}, "reason": "x"}
    with pytest.raises(NotPermitted):
        country.do("school", "correct", officer("school"), **correction)
    country.do("school", "describe", officer("education"), **elsewhere)
    country.do("school", "describe", officer("school"), **elsewhere | {"site": None, "since": "2024-03-01"})
    with pytest.raises(NotPermitted):
        country.do("school", "describe", officer("school"), **elsewhere | {"since": "2024-01-20"})
    country.do("school", "correct", SUPERVISOR, **correction)
    assert country.cases["school"].facts.details.at(TODAY).region == "KZ-11"
