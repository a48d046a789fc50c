"""What people write into cells, as what they mean by it."""

import re
from datetime import date

from service.tables.table import Cell

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell == ""


def as_day(cell: Cell) -> Cell:
    """Give the date that is written as 05.07.2024; anything else as it is (2024-07-05 is understood everywhere)."""
    found = _DAY.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return cell
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return cell


def as_number_code(cell: Cell, digits: int) -> Cell:
    """Give a number that stands for a code of so many digits as text.

    A spreadsheet that keeps it as a number has dropped its leading zeros: they are put back. Text stays as it is.
    """
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell).zfill(digits)
    return cell
