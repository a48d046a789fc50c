"""An organisation that was closed exists again."""

from datetime import date

import pytest

from tests.workflows.organization.country import Country, almaty, officer
from workflows.refusals import NotPermitted, WrongOrder

ACT = {"basis": "Постановление № 203"}


@pytest.fixture
def country() -> Country:
    """Almaty, where the school was closed at the end of March."""
    made = almaty()
    made.do("school", "close", on="2024-03-31", reason="merged", successors=["education"])
    return made


def _exists(country: Country, day: str) -> bool:
    return country.register.exists("school", date.fromisoformat(day))


def test_closed_by_mistake(country: Country) -> None:
    """Reopened from the next day on, it has existed all the time, and everything can be recorded of it again."""
    country.do("school", "reopen", officer("education"), since="2024-04-01", **ACT)
    assert all(_exists(country, day) for day in ("2024-03-31", "2024-04-01", "2024-06-03"))
    facts = country.cases["school"].facts
    assert (facts.closed_on, facts.successors) == (None, ())
    country.do("school", "rename", name_ru="х", name_kk="х", name_en="x", since="2024-03-15")
    with pytest.raises(WrongOrder):
        country.do("school", "reopen", since="2024-04-01", **ACT)


def test_restored_later(country: Country) -> None:
    """Restored after a time, it did not exist in between: nothing is recorded of those days."""
    country.do("school", "reopen", since="2024-05-01", **ACT)
    days = ("2024-03-31", "2024-04-01", "2024-04-30", "2024-05-01")
    assert [_exists(country, day) for day in days] == [True, False, False, True]
    renamed = {"name_ru": "х", "name_kk": "х", "name_en": "x"}
    assert country.refused("school", "rename", since="2024-04-15", **renamed) == {"since"}
    assert country.refused("school", "rename", since="2024-05-02", **renamed) == set()


def test_not_before_its_end(country: Country) -> None:
    """It cannot exist again from a day on which it had not ended."""
    assert country.refused("school", "reopen", since="2024-03-31", **ACT) == {"since"}
    country.do("school", "reopen", since="2024-05-01", **ACT)
    assert country.refused("school", "close", on="2024-03-31", reason="liquidated") == {"on"}
    country.do("school", "close", on="2024-05-20", reason="liquidated")
    assert (_exists(country, "2024-05-20"), _exists(country, "2024-05-21")) == (True, False)


def test_the_first_end_can_still_be_corrected(country: Country) -> None:
    """The entry of an end that was taken back is corrected like any other, also after later entries."""
    country.do("school", "reopen", since="2024-05-01", **ACT)
    country.do("school", "rename", name_ru="х", name_kk="х", name_en="x", since="2024-05-02")
    data = {"on": "2024-04-15", "reason": "liquidated", "successors": []}
    country.do("school", "correct", corrects=2, data=data, reason="x")
    assert (_exists(country, "2024-04-15"), _exists(country, "2024-04-16")) == (True, False)
    late = {"corrects": 2, "data": data | {"on": "2024-05-01"}, "reason": "x"}
    assert country.refused("school", "correct", **late) != set()


def test_whoever_may_close_it(country: Country) -> None:
    """It is reopened by those who may close it, not by itself or others."""
    for actor in (officer("school"), officer("health")):
        with pytest.raises(NotPermitted):
            country.do("school", "reopen", actor, since="2024-04-01", **ACT)


def test_what_it_stood_below_may_be_gone(country: Country) -> None:
    """If the body above ended meanwhile, another one is named: it need not have existed for both."""
    country.do("company", "close", on="2024-03-31", reason="liquidated")
    country.do("education", "close", on="2024-04-15", reason="liquidated")
    assert country.refused("school", "reopen", since="2024-05-01", **ACT) == {"parent"}
    assert country.refused("school", "reopen", since="2024-05-01", parent="health", **ACT) == set()
    assert country.register.above("school", date(2024, 5, 1)) == "health"


def test_its_bin_may_be_taken(country: Country) -> None:
    """A number that was given to another organisation meanwhile stands against it until one of them changes it."""
    made = almaty()
    made.do("school", "describe", region="KZ-19", bin="971240001315", since="2024-01-09")
    made.do("school", "close", on="2024-03-31", reason="liquidated")
    made.do("company", "describe", region="KZ-19", bin="971240001315", since="2024-04-10")
    assert made.refused("school", "reopen", since="2024-05-01", **ACT) == {"since"}
