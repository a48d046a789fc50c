"""BIN and IIN."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.identification import Identification, check_digit

IDENTIFICATION: TypeAdapter[str] = TypeAdapter(Identification)


@pytest.mark.parametrize("number", ["971240001315", "020240000555"])
def test_numbers_that_are_in_use(number: str) -> None:
    """BINs of known companies pass."""
    assert IDENTIFICATION.validate_python(f" {number} ") == number


@given(st.from_regex(r"[0-9]{11}", fullmatch=True), st.integers(0, 9))
def test_one_digit_fits(eleven: str, last: int) -> None:
    """Of the ten numbers with the same first eleven digits one passes at most."""
    number = f"{eleven}{last}"
    if check_digit(eleven) == last:
        assert IDENTIFICATION.validate_python(number) == number
    else:
        with pytest.raises(ValidationError):
            IDENTIFICATION.validate_python(number)


@given(st.from_regex(r"[0-9]{11}", fullmatch=True), st.integers(0, 10), st.integers(1, 9))
def test_a_changed_digit_is_noticed(eleven: str, place: int, by: int) -> None:
    """A number with one wrong digit does not pass, as long as the first weights decide for both."""
    changed = eleven[:place] + str((int(eleven[place]) + by) % 10) + eleven[place + 1 :]
    first = [sum(w * int(d) for w, d in zip(range(1, 12), n, strict=True)) % 11 for n in (eleven, changed)]
    if max(first) < 10 and (by * (place + 1)) % 11:
        assert check_digit(eleven) == first[0]
        assert (check_digit(changed) == check_digit(eleven)) is (first[0] == first[1])


@pytest.mark.parametrize("number", ["", "97124000131", "9712400013155", "97124000131a", "９７１２４０００１３１５"])
def test_twelve_digits(number: str) -> None:
    """Anything but twelve plain digits is refused."""
    with pytest.raises(ValidationError):
        IDENTIFICATION.validate_python(number)
