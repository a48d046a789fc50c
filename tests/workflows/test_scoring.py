"""Points of 3.2 (l.579, requirements §8 and invariant 4 of §13)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.scoring import STEPS_GO_ON, TABLE_ENDS, points, score

COUNTS = st.integers(0, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("fulfilled", "total", "tenths", "other"),
    [
        (10, 10, 20, 20),
        (1999, 2000, 18, 18),
        (19, 20, 18, 18),
        (9, 10, 18, 18),
        (17, 20, 16, 16),
        (2, 3, 12, 12),
        (11, 20, 10, 10),
        (1, 2, 10, 10),
        (4999, 10_000, 0, 8),
        (9, 20, 0, 8),
        (1, 10, 0, 2),
        (0, 10, 0, 0),
    ],
)
def test_the_table_and_the_bracket(fulfilled: int, total: int, tenths: int, other: int) -> None:
    """A threshold reached counts, a step begun does not; below 50 % the two readings part."""
    assert points(fulfilled, total) == tenths
    assert points(fulfilled, total, STEPS_GO_ON) == other


def test_nobody_to_score() -> None:
    """Without entities there are neither 0 nor 2 points: it does not apply."""
    result = score((), ())
    assert (result.applicable, result.tenths, result.other_reading) == (False, None, None)


@given(COUNTS)
def test_more_is_never_less(counts: tuple[int, int]) -> None:
    """Points grow with the number that fulfils, in steps of two tenths, between 0 and 2."""
    fulfilled, total = counts
    for policy in (TABLE_ENDS, STEPS_GO_ON):
        tenths = points(fulfilled, total, policy)
        if total == 0:
            assert tenths is None
            continue
        assert tenths is not None
        assert 0 <= tenths <= 20
        assert tenths % 2 == 0
        assert (tenths == 20) == (fulfilled == total)
        if fulfilled < total:
            more = points(fulfilled + 1, total, policy)
            assert more is not None
            assert more >= tenths


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_a_score_explains_itself(fulfilling: set[int], entities: set[int]) -> None:
    """Who is missing and who is counted are together all entities of the body, and nobody else's."""
    result = score([str(n) for n in fulfilling], [str(n) for n in entities])
    assert result.total == len(entities)
    assert set(result.missing) == {str(n) for n in entities - fulfilling}
    assert result.fulfilled + len(result.missing) == result.total


def test_impossible_counts() -> None:
    """More than all is a mistake of the caller."""
    for fulfilled, total in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="impossible"):
            points(fulfilled, total)
