"""Pages begin where a cursor says, or nowhere."""

import pytest

from projections.page import BadCursor, numbered, whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("17", 17), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_is_read_from_plain_digits(text: str, number: int) -> None:
    """Whatever the database can have given out."""
    assert (whole(text), numbered(text)) == (number, number)


@pytest.mark.parametrize("text", ["-1", "+1", "1.0", "x", "١٢", "²", " 1", "9" * 19, "9" * 10_000])
def test_no_other_text_is_a_number(text: str) -> None:
    """Signs, other scripts' digits, and what is too large for the database are none: as a cursor they are refused."""
    assert whole(text) is None
    with pytest.raises(BadCursor):
        numbered(text)


def test_no_cursor_is_the_beginning() -> None:
    """A list that is asked for without one begins at its beginning."""
    assert numbered("") is None
