"""Values that change by date."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.organization.dated import Dated

DAYS = st.dates(date(2024, 1, 1), date(2024, 1, 20))


@given(st.lists(st.tuples(DAYS, st.integers(0, 9)), max_size=10), DAYS)
def test_the_last_that_began_holds(changes: list[tuple[date, int]], on: date) -> None:
    """On a day the value with the latest first day holds, of two for one day the later recorded; spans say the same."""
    dated: Dated[int] = Dated()
    for day, value in changes:
        dated = dated.since(day, value)
    begun = [(day, number, value) for number, (day, value) in enumerate(changes) if day <= on]
    assert dated.at(on) == (max(begun)[2] if begun else None)
    assert [value for first, after, value in dated.spans() if first <= on < after] == ([max(begun)[2]] if begun else [])
