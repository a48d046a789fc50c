"""What people write into cells."""

from datetime import date

import pytest

from service.tables import Cell, as_day, as_number_code


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("05.07.2024", date(2024, 7, 5)),
        ("5.7.2024", date(2024, 7, 5)),
        ("2024-07-05", "2024-07-05"),
        ("31.02.2024", "31.02.2024"),
        ("05/07/2024", "05/07/2024"),
        (45478, 45478),
        (date(2024, 7, 5), date(2024, 7, 5)),
    ],
)
def test_days(cell: Cell, meant: Cell) -> None:
    """A date as it is written in Kazakhstan is a date; what is none stays for the check to refuse."""
    assert as_day(cell) == meant


@pytest.mark.parametrize(
    ("cell", "meant"), [(50140000123, "050140000123"), ("50140000123", "50140000123"), (True, True)]
)
def test_number_codes(cell: Cell, meant: Cell) -> None:
    """A number gets the zeros back that the spreadsheet dropped; what was written as text is left alone."""
    assert as_number_code(cell, 12) == meant
