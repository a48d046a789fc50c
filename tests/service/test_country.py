"""The synthetic country."""

from collections import Counter

import pytest

from events.identification import check_digit
from events.organization import ROOTS, OrganizationType
from service.demo.country import COUNTS, groups, size
from workflows.organization.links import ABOVE

_T = OrganizationType


def test_as_many_of_each_kind_as_there_are() -> None:
    """About ten thousand bodies: those of the table, twenty akimats of regions and the anti-corruption body."""
    entries = [entry for group in groups() for entry in group]
    assert Counter(entry["type"] for entry in entries) == {**COUNTS, _T.OBL: 20, _T.AGN: 1}
    assert len(entries) == size() == 9_986
    for one_of_a_kind in ("code", "bin", "name_ru", "name_kk", "name_en"):
        assert len({entry[one_of_a_kind] for entry in entries}) == len(entries), one_of_a_kind


@pytest.mark.parametrize("scale", [0.0001, 0.01, 1.0])
def test_everybody_stands_below_somebody_entered_before(scale: float) -> None:
    """What stands above a body is of a fitting type and in an earlier group, however small the country."""
    known: dict[str, OrganizationType] = {}
    for group in groups(scale):
        for entry in group:
            kind = entry["type"]
            assert (entry["parent"] == "") is (kind in ROOTS)
            assert kind in ROOTS or known[entry["parent"]] in ABOVE[kind]
        known |= {entry["code"]: entry["type"] for entry in group}


def test_numbers_are_valid_and_some_lack_account_or_site() -> None:
    """Every BIN has its check digit; of the enterprises some have no account, some no site."""
    entries = [entry for group in groups(0.01) for entry in group]
    assert all(check_digit(entry["bin"][:11]) == int(entry["bin"][11]) for entry in entries)
    enterprises = [entry for entry in entries if entry["type"] is _T.KGS]
    assert {entry["account"] for entry in enterprises} == {True, False}
    assert any(entry["site"] is None for entry in enterprises)


def test_a_small_country_fits_into_a_large_one() -> None:
    """Whoever tries a small country first can enter the whole one after it: a BIN is one body's at any scale."""
    owners: dict[str, set[str]] = {}
    for scale in (0.02, 0.25, 1.0):
        for entry in (entry for group in groups(scale) for entry in group):
            owners.setdefault(entry["bin"], set()).add(entry["code"])
    assert [codes for codes in owners.values() if len(codes) > 1] == []


def test_it_is_always_the_same() -> None:
    """Counting again gives the same country."""
    assert list(groups(0.02)) == list(groups(0.02))
