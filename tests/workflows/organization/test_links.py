"""What may stand above what."""

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.organization import OrganizationType
from tests.workflows.organization.country import Country, almaty
from workflows.organization.links import ABOVE, STATE_BODIES
from workflows.refusals import Invalid


@pytest.fixture
def country() -> Country:
    return almaty()


@pytest.mark.parametrize(("below", "above"), list(itertools.product(OrganizationType, OrganizationType)))
def test_only_allowed_kinds_stand_above_each_other(below: OrganizationType, above: OrganizationType) -> None:
    """Every type stands below the types that the Instruction puts above it, and below no other."""
    bodies = {
        "CGO": ("ministry", ""), "KOM": ("committee", "ministry"), "TER": ("territory", "committee"), "OBL": ("almaty", ""),
        "UPR": ("education", "almaty"), "RAY": ("talgar", "almaty"), "OTD": ("section", "talgar"),
        "ORG": ("school", "education"), "KGS": ("company", "education"), "AGN": ("agency", ""),
    }  # fmt: skip
    country = almaty()
    country.enter("agt", "AGT", "agency")
    code = "agt" if above == "AGT" else bodies[above][0]
    entry = {"code": "x", "type": below, "region": "KZ-19", "name_ru": "x", "name_kk": "x", "name_en": "x"}
    refused = country.refused("x", "register", **entry, parent=code, since="2024-01-09")
    assert refused == (set() if above in ABOVE[below] else {"parent"})


def test_the_table_is_the_instructions() -> None:
    """Committees stand below central bodies, districts below regions, companies below any state body, roots below none."""
    assert ABOVE[OrganizationType.KGS] == ABOVE[OrganizationType.ORG] == STATE_BODIES
    assert {kind for kind in OrganizationType if not ABOVE[kind]} == {"CGO", "OBL", "AGN"}
    assert ABOVE[OrganizationType.OTD] == {"RAY", "UPR"}
    assert ABOVE[OrganizationType.TER] == {"KOM", "CGO", "TER"}


def test_what_stands_above_must_exist(country: Country) -> None:
    """An unknown, a missing, a later and an ended body above are refused, and so is a root with one."""
    entry = {"region": "KZ-19", "name_ru": "x", "name_kk": "x", "name_en": "x"}

    def refused(kind: str, parent: str, since: str) -> set[str]:
        return country.refused("x", "register", code="x", type=kind, parent=parent, since=since, **entry)

    country.do("health", "close", on="2024-03-01", reason="merged", successors=["education"])
    assert refused("UPR", "nobody", "2024-01-09") == {"parent"}
    assert refused("UPR", "", "2024-01-09") == {"parent"}
    assert refused("OBL", "ministry", "2024-01-09") == {"parent"}
    assert refused("UPR", "almaty", "2022-01-09") == {"parent"}
    assert refused("ORG", "health", "2024-01-09") == {"parent"}
    assert refused("ORG", "almaty", "2024-01-09") == set()


def test_no_circles_on_any_date(country: Country) -> None:
    """A move that makes a circle is refused, also one in the past that only a later move would close."""
    for code in ("t1", "t2", "t3"):
        country.enter(code, "TER", "ministry")
    country.do("t1", "move", parent="t2", since="2024-02-01")
    assert country.refused("t2", "move", parent="t1", since="2024-03-01") == {"parent"}
    assert country.refused("t2", "move", parent="t1", since="2024-01-15") == {"parent"}
    country.do("t2", "move", parent="t3", since="2024-02-15")
    assert country.refused("t3", "move", parent="t1", since="2024-02-10") == {"parent"}
    assert country.refused("t1", "move", parent="t1", since="2024-03-01") == {"parent"}
    country.do("t1", "move", parent="ministry", since="2024-03-01")
    country.do("t2", "move", parent="t1", since="2024-03-01")


def test_a_changed_type_fits_above_and_below(country: Country) -> None:
    """A body does not become of a type that cannot stand where it stands, or above what stands below it."""
    assert country.refused("education", "reclassify", type="RAY", since="2024-01-09") == set()
    assert country.refused("talgar", "reclassify", type="KOM", since="2024-01-09") == {"parent", "type"}
    assert country.refused("almaty", "reclassify", type="CGO", since="2024-01-09") == {"type"}
    assert country.refused("school", "reclassify", type="KGS", since="2024-01-09") == set()
    assert country.register.supervised("almaty", date(2024, 1, 9)) == ("company", "school")
    assert country.register.supervised("almaty", date(2024, 1, 8)) == ("company",)
    country.do("section", "reclassify", type="OBL", since="2024-01-09")
    assert country.register.above("section", date(2024, 1, 9)) == ""


def test_a_company_has_one_primary_supervisor(country: Country) -> None:
    """Another primary supervisor takes the place of the first; others supervise beside it until that ends."""
    country.do("company", "supervise", supervisor="health", primary=False, since="2024-01-09")
    assert country.refused("company", "supervise", supervisor="health", primary=False, since="2024-02-01") == {
        "supervisor"
    }
    assert country.refused("company", "supervise", supervisor="school", primary=False, since="2024-02-01") == {
        "supervisor"
    }
    assert country.refused("company", "move", parent="health", since="2024-02-01") == {"parent"}
    assert country.refused("school", "supervise", supervisor="health", since="2024-02-01") == {"supervisor"}
    country.do("company", "supervise", supervisor="talgar", since="2024-02-01")
    assert [country.register.above("company", date(2024, month, 1)) for month in (1, 2)] == ["education", "talgar"]
    assert country.refused("company", "end_supervision", supervisor="talgar", on="2024-03-01") == {"supervisor"}
    country.do("company", "end_supervision", supervisor="health", on="2024-03-01")
    assert country.refused("company", "end_supervision", supervisor="health", on="2024-03-02") == {"supervisor"}


def test_nothing_is_left_below_an_end(country: Country) -> None:
    """A body is closed after what stands below it was moved or closed, and what it supervises has another supervisor."""
    assert country.refused("education", "close", on="2024-05-01", reason="liquidated") == {"on"}
    country.do("school", "close", on="2024-05-01", reason="liquidated")
    country.do("company", "supervise", supervisor="health", since="2024-05-02")
    assert country.refused("education", "close", on="2024-04-30", reason="liquidated") == {"on"}
    assert country.refused("education", "close", on="2024-05-01", reason="merged", successors=["nobody"]) == {
        "successors.0"
    }
    country.do("education", "close", on="2024-05-01", reason="merged", successors=["health"])
    assert not country.register.exists("education", date(2024, 5, 2))
    assert country.refused("health", "move", parent="almaty", since="2022-01-01") == {"since"}


def test_each_bin_is_one_organisations(country: Country) -> None:
    """Two organisations never have the same BIN on a day; that of a closed one is free again, a wrong digit is refused."""
    details = {"region": "KZ-19", "bin": "971240001315"}
    country.do("school", "describe", since="2024-01-09", **details)
    assert country.refused("company", "describe", since="2024-01-09", **details) == {"bin"}
    assert country.refused("company", "describe", since="2023-06-01", **details) == {"bin"}
    assert country.refused("company", "describe", since="2024-01-09", region="KZ-19", bin="971240001316") == {"bin"}
    assert country.refused("company", "describe", since="2024-01-09", region="KZ-19", bin="97124000131") == {"bin"}
    country.do("school", "close", on="2024-05-01", reason="liquidated")
    assert country.refused("company", "describe", since="2024-05-01", **details) == {"bin"}
    country.do("company", "describe", since="2024-05-02", **details)


def test_a_correction_is_checked_with_everything_after_it(country: Country) -> None:
    """A code never changes, and a beginning is not moved behind what happened later or what stands below."""
    entry = {"code": "education", "type": "UPR", "region": "KZ-19", "name_ru": "x", "name_kk": "x", "name_en": "x"}
    entry |= {"parent": "almaty", "since": "2023-01-03"}

    def refused(**changes: str) -> set[str]:
        return country.refused("education", "correct", corrects=1, reason="x", data=entry | changes)

    assert refused(code="training") == {"data.code"}
    assert refused(since="2023-02-01") == {"data.since"}
    assert refused(parent="talgar") == {"data.parent"}
    assert refused(name_ru="Управление образования") == set()


MOVES = st.tuples(st.integers(0, 5), st.integers(0, 5), st.dates(date(2023, 1, 4), date(2024, 6, 3)))


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=25), st.dates(date(2023, 1, 3), date(2024, 6, 3)))
def test_the_structure_is_a_forest_on_every_date(moves: list[tuple[int, int, date]], on: date) -> None:
    """However bodies were moved, each has one body above it, there is no circle, and what is below agrees with what is above."""
    country = Country()
    country.enter("root", "CGO")
    codes = [f"t{number}" for number in range(6)]
    for code in codes:
        country.enter(code, "TER", "root")
    for moved, above, since in moves:
        try:
            country.do(codes[moved], "move", parent=codes[above], since=since.isoformat())
        except Invalid:
            continue
    register = country.register
    days = {on, *(day for code in codes for day, _ in country.cases[code].facts.above.entries)}
    for day in days:
        for code in codes:
            chain = register.ancestors(code, day)
            assert chain[-1] == "root"
            assert code not in chain
            assert len(set(chain)) == len(chain)
            assert register.subtree(code, day) == tuple(
                sorted(o for o in codes if o == code or code in register.ancestors(o, day))
            )
        assert len(register.subtree("root", day)) == 7


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["education", "health", "talgar", "almaty"]),
            st.booleans(),
            st.dates(date(2023, 1, 3), date(2024, 6, 3)),
        ),
        max_size=12,
    )
)
def test_a_company_has_one_primary_supervisor_on_every_date(assigned: list[tuple[str, bool, date]]) -> None:
    """However supervisors were assigned, on every day exactly one body is the primary one, the last assigned by then."""
    country = almaty()
    expected = {date(2023, 1, 3): "education"}
    for supervisor, primary, since in assigned:
        try:
            country.do("company", "supervise", supervisor=supervisor, primary=primary, since=since.isoformat())
        except Invalid:
            continue
        if primary:
            expected[since] = supervisor
    for day in expected:
        owner = country.register.above("company", day)
        assert owner == expected[max(since for since in expected if since <= day)]
        assert [
            code
            for code in country.register.codes()
            if "company" in country.register.supervised(code, day) and country.register.above("company", day) == code
        ] == [owner]


def test_a_correction_of_an_old_entry_meets_only_bins_of_its_own_days(country: Country) -> None:
    """A number that went from one organisation to another is no clash when the first one's old entry is corrected."""
    old, new = "971240001315", "030440000009"
    country.do("school", "describe", region="KZ-19", bin=old, since="2024-01-09")
    country.do("school", "describe", region="KZ-19", bin=new, since="2024-03-01")
    country.do("company", "describe", region="KZ-19", bin=old, since="2024-03-01")
    data = {"region": "KZ-19", "bin": old, "since": "2024-01-10", "site": "https://example.kz"}
    assert country.refused("school", "correct", corrects=2, data=data, reason="x") == set()
    later = {"region": "KZ-19", "bin": new, "since": "2024-03-02"}
    assert "data" in country.refused("school", "correct", corrects=3, data=later, reason="x")
    country.do("school", "close", on="2024-04-30", reason="liquidated")
    country.do("talgar", "describe", region="KZ-19", bin=new, since="2024-05-01")
    assert country.refused("school", "correct", corrects=2, data=data | {"site": None}, reason="x") == set()


def test_only_companies_are_supervised_beside(country: Country) -> None:
    """A company that becomes an institution keeps no supervisor but the body it reports to."""
    country.do("company", "supervise", supervisor="health", since="2024-01-09", primary=False)
    country.do("company", "reclassify", type="ORG", since="2024-03-01")
    [supervision] = country.cases["company"].facts.supervisions
    assert (supervision.since, supervision.until) == (date(2024, 1, 9), date(2024, 3, 1))
    assert country.refused("company", "end_supervision", supervisor="health", on="2024-04-01") == {"supervisor"}


def test_an_organisation_is_not_its_own_successor(country: Country) -> None:
    """Whoever names the body itself is told that it is the same, not that there is none."""
    with pytest.raises(Invalid) as caught:
        country.do("school", "close", on="2024-03-31", reason="merged", successors=["school"])
    assert [str(found.text) for found in caught.value.violations] == [
        "Name others: an organisation is not its own successor."
    ]


@pytest.mark.parametrize(
    ("successors", "field"),
    [([], "successors"), (["health"], "successors.0"), (["talgar", "talgar"], "successors.1"), (["talgar"], "")],
)
def test_whoever_is_merged_has_a_successor(country: Country, successors: list[str], field: str) -> None:
    """A merged organisation names with whom: bodies that exist the day after, each once."""
    country.do("health", "close", on="2024-03-01", reason="liquidated")
    found = country.refused("school", "close", on="2024-03-31", reason="merged", successors=successors)
    assert found == ({field} if field else set())
