"""The identification numbers of Kazakhstan: 12 digits, the last of which checks the others.

BIN of organisations and IIN of persons have the same check digit (the law on national registers of identification
numbers, 12.01.2007 № 223, and the rules under it).
"""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def check_digit(eleven: str) -> int | None:
    """Give the twelfth digit for the first eleven; None for those that are never given out."""
    for weights in (_FIRST, _SECOND):
        rest = sum(weight * int(digit) for weight, digit in zip(weights, eleven, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def _checked(number: str) -> str:
    if check_digit(number[:11]) != int(number[11]):
        raise PydanticCustomError("check_digit", "The check digit does not fit.")
    return number


Identification = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{12}$"), AfterValidator(_checked)
]
"""A BIN or an IIN."""
