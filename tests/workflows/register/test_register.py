"""The register in memory."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from events.organization import OrganizationType
from tests.workflows.organization.country import Country, almaty
from workflows.refusals import Invalid
from workflows.register import EMPTY

DAY = date(2024, 3, 1)


def test_trees_by_date() -> None:
    """What stands above and below is that of the day; what ended stays where it last stood, and no longer exists."""
    country = almaty()
    country.do("school", "move", parent="health", since="2024-02-01")
    country.do("school", "close", on="2024-02-20", reason="liquidated")
    register = country.register
    assert register.ancestors("school", date(2024, 1, 31)) == ("education", "almaty")
    assert register.ancestors("school", DAY) == ("health", "almaty")
    assert register.subtree("education", date(2024, 1, 31)) == ("company", "education", "school")
    assert register.subtree("education", DAY) == ("company", "education")
    assert register.subtree("health", DAY) == ("health", "school")
    assert register.subtree("health", date(2022, 1, 1)) == register.subtree("nobody", DAY) == ()
    assert register.within("school", "almaty", DAY)
    assert register.within("school", "school", DAY)
    assert not register.within("school", "education", DAY)
    assert [
        register.exists("school", day)
        for day in (date(2023, 1, 2), date(2023, 1, 3), date(2024, 2, 20), date(2024, 2, 21))
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert register.type_of("school", date(2023, 1, 2)) is None
    assert register.type_of("school", DAY) is OrganizationType.ORG
    assert register.above("almaty", DAY) == register.above("nobody", DAY) == ""


def test_the_tree_follows_a_change() -> None:
    """What was answered before a move is not answered after it."""
    country = almaty()
    assert country.register.subtree("health", DAY) == ("health",)
    country.do("school", "move", parent="health", since="2024-02-01")
    assert country.register.subtree("health", DAY) == ("health", "school")


def test_companies_supervised() -> None:
    """The quasi-state entities of a body are those below it that exist: by primary supervisor only."""
    country = almaty()
    country.do("company", "supervise", supervisor="health", primary=False, since="2024-01-09")
    assert country.register.supervised("education", DAY) == ("company",)
    assert country.register.supervised("almaty", DAY) == ("company",)
    assert country.register.supervised("health", DAY) == country.register.supervised("company", DAY) == ()
    country.do("company", "close", on="2024-02-01", reason="liquidated")
    assert country.register.supervised("almaty", DAY) == ()


def test_who_supervises_how_many() -> None:
    """Bodies with entities below them are told with their number, on each day, whatever was asked before a change."""
    country = almaty()
    days = (date(2022, 1, 1), date(2024, 1, 31), DAY, date(2024, 5, 1))
    told = [_supervising(country, days)]
    country.do("company", "supervise", supervisor="health", primary=True, since="2024-02-05")
    told.append(_supervising(country, days))
    country.do("company", "close", on="2024-04-01", reason="liquidated")
    told.append(_supervising(country, days))
    assert [found["health"] for found in told[1]] == [0, 0, 1, 1]
    assert [found["education"] for found in told[2]] == [0, 1, 0, 0]
    assert [found["almaty"] for found in told[2]] == [0, 1, 1, 0]


def _supervising(country: Country, days: Sequence[date]) -> list[Counter[str]]:
    """How many entities each body supervises on some days, which is what asking body by body gives."""
    register, told = country.register, list[Counter[str]]()
    for day in days:
        found = Counter(register.supervising(day))
        assert found == {code: n for code in register.codes() if (n := len(register.supervised(code, day)))}
        told.append(found)
    return told


@pytest.mark.parametrize(
    ("without", "uploader"),
    [
        ((), "company"),
        (("company",), "education"),
        (("company", "education"), "almaty"),
        (("company", "education", "almaty"), ""),
    ],
)
def test_who_uploads(without: tuple[str, ...], uploader: str) -> None:
    """The body itself uploads, without an account the supervisor, then the bodies above that one (RU-U1…U3)."""
    country = almaty()
    assert country.register.uploads_for("company", DAY) == ("company",)
    for code in without:
        country.do(code, "describe", region="KZ-19", since="2024-02-01", account=False)
    assert country.register.uploader("company", DAY) == uploader
    for body in country.register.subtree("almaty", DAY):
        assert ("company" in country.register.uploads_for(body, DAY)) == (body == uploader)
    assert country.register.uploader("company", date(2024, 1, 31)) == "company"


def test_what_is_remembered_gives_way_only_to_something_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full memory is emptied to take in what is new, never by asking for what it holds."""
    monkeypatch.setattr("workflows.register.hierarchy._MOST_REMEMBERED", 1)
    register = almaty().register
    first = register.subtree("almaty", DAY)
    assert register.subtree("almaty", DAY) is first
    register.subtree("education", DAY)
    assert register.subtree("almaty", DAY) is not first


def test_people() -> None:
    """A person has the name of the day; an IIN is one person's, with a check digit that fits."""
    country = Country()
    country.person("p-1", iin="850101300015")
    country.person("p-1", action="rename", name_ru="Серикова А. К.", since="2024-06-03")
    person = country.register.person("p-1")
    assert person is not None
    assert [person.name(day).ru for day in (DAY, date(2024, 6, 3))] == ["Серикова А. К.", "Серикова А. К."]
    for iin in ("850101300015", "850101300016", "85010130001"):
        with pytest.raises(Invalid) as refused:
            country.person("p-2", iin=iin)
        assert [violation.path for violation in refused.value.violations] == [("iin",)]


def test_an_empty_register_answers() -> None:
    """Whoever asks a register of nobody is told so."""
    assert EMPTY.subtree("a", DAY) == EMPTY.ancestors("a", DAY) == EMPTY.supervised("a", DAY) == ()
    assert EMPTY.uploader("a", DAY) == ""
    assert not EMPTY.exists("a", DAY)
    assert not EMPTY.has_posts("a")


def test_a_copy_is_a_register_of_its_own() -> None:
    """A copy answers as its original does, and neither follows what the other is told."""
    country = almaty()
    copy = country.register.copy()
    assert (copy.codes(), copy.structure) == (country.register.codes(), country.register.structure)
    assert copy.subtree("almaty", DAY) == country.register.subtree("almaty", DAY)
    country.do("school", "move", parent="health", since="2024-02-01")
    assert copy.linked("health") == frozenset()
    assert copy.above("school", DAY) == "education"
    moved = country.register.organization("school")
    assert moved is not None
    other = almaty().register
    kept = other.copy()
    kept.put_organization(moved)
    assert kept.linked("health") == frozenset({"school"})
    assert other.linked("health") == frozenset()
