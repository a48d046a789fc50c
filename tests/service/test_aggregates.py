"""Figures for the anti-corruption body: each fact once, and nothing from which a small count could be found out."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from projections.report_counts import Report
from service.aggregates import CATEGORIES, FEWEST, Cell, Figure, GroupedBy, count, published

REGIONS = ("KZ-11", "KZ-19", "KZ-71")
CELLS = [(region, category) for region in REGIONS for category in CATEGORIES]

tables = st.fixed_dictionaries({cell: st.integers(0, 3 * FEWEST) for cell in CELLS})


def told(table: dict[Cell, int]) -> list[list[Figure]]:
    """Everything that is ever told of a table."""
    return [published(table, by, REGIONS) for by in GroupedBy]


@given(tables, st.data())
def test_nothing_is_learned_of_a_hidden_cell(table: dict[Cell, int], data: st.DataObject) -> None:
    """Tables that differ in hidden cells alone, in any way, are told alike: no sum or difference of answers finds one out."""
    other = {cell: n if n >= FEWEST else data.draw(st.integers(0, FEWEST - 1)) for cell, n in table.items()}
    assert told(other) == told(table)


@given(tables)
def test_what_is_not_hidden_is_told(table: dict[Cell, int]) -> None:
    """Cells of five and more are told as they are, and sums hold them all, saying how many cells they leave out."""
    by_region, by_category, cells = told(table)
    assert {(f.region, f.category): f.reports for f in cells if not f.hidden} == {
        cell: n for cell, n in table.items() if n >= FEWEST
    }
    assert all(f.reports == 0 for f in cells if f.hidden)
    for figures in (by_region, by_category):
        assert sum(f.reports for f in figures) == sum(f.reports for f in cells)
        assert sum(f.hidden for f in figures) == sum(f.hidden for f in cells)


def report(
    number: int, identity: str, region: str = "KZ-19", same_as: int | None = None, body: str = "", *, own: bool = False
) -> Report:
    link = None if same_as is None else uuid.UUID(int=same_as)
    return Report(uuid.UUID(int=number), identity, region, "criminal", link, body or f"body-{number}", own)


def test_a_fact_counts_once_where_it_was_reported_first() -> None:
    """The same fact from a district and its region, or found to be the same by hand, is one; others are others."""
    assert count([report(1, "a"), report(2, "a", "KZ-11"), report(3, "b")]) == {("KZ-19", "criminal"): 2}
    assert count([report(1, "a"), report(2, "b", "KZ-11", same_as=1)]) == {("KZ-19", "criminal"): 1}
    assert count([report(1, "a", same_as=2), report(2, "b", "KZ-11")]) == {("KZ-19", "criminal"): 1}
    assert count([report(1, "a"), report(2, "b"), report(3, "a", same_as=2)]) == {("KZ-19", "criminal"): 1}
    assert count([]) == {}


def test_reports_that_look_alike_may_be_two() -> None:
    """The same entered twice by one body counts once, and one that somebody called a fact of its own counts beside it."""
    cell = ("KZ-19", "criminal")
    assert count([report(1, "a", body="x"), report(2, "a", body="x"), report(3, "a", body="y")]) == {cell: 1}
    assert count([report(1, "a"), report(2, "a", own=True)]) == {cell: 2}
