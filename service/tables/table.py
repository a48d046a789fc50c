"""A table as it was sent: one row of headings, and rows that know where they stood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.text import Text, msg
from service.files.stored import FileRefused

MOST_ROWS = 50_000
"""Rows below the headings."""

MOST_COLUMNS = 100


class TableRefused(FileRefused):
    """The file is not a table that can be read."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that says something, but not what; `text` tells what is wrong with it."""

    text: Text


Cell = str | int | float | bool | date | Unreadable
"""What a cell holds: text without spaces around it (empty for an empty cell), or what a spreadsheet keeps as a value.

A moment with a time of day other than midnight is text (ISO 8601).
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it: its number as a spreadsheet counts, from 1, and a cell for each column."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, none of them empty and each once, and the rows below them that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    heading: int = 1
    """The number of the row of headings."""


def tabled(lines: Iterable[tuple[int, tuple[Cell, ...]]]) -> Table:
    """Make a table of numbered lines, the first with something in it being the headings; raises `TableRefused`."""
    columns: tuple[str, ...] | None = None
    heading = 1
    rows: list[Row] = []
    for number, cells in lines:
        filled = _without_tail(cells)
        if not filled:
            continue
        if columns is None:
            columns, heading = _headings(filled), number
        elif len(rows) == MOST_ROWS:
            raise TableRefused(msg("The table has more than {limit} rows: divide it.", limit=MOST_ROWS))
        elif len(filled) > len(columns):
            raise TableRefused(msg("Row {row} has more cells than there are headings.", row=number))
        else:
            rows.append(Row(number, (*filled, *[""] * (len(columns) - len(filled)))))
    if columns is None:
        raise TableRefused(msg("The table is empty."))
    return Table(columns, tuple(rows), heading)


def _without_tail(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Give the cells up to the last that is not empty."""
    length = len(cells)
    while length and cells[length - 1] == "":
        length -= 1
    return cells[:length]


def _headings(cells: tuple[Cell, ...]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS:
        raise TableRefused(msg("The table has more than {limit} columns.", limit=MOST_COLUMNS))
    names = tuple(cell if isinstance(cell, str) else "" for cell in cells)
    for place, name in enumerate(names, 1):
        if not name:
            raise TableRefused(msg("Column {place} has no heading.", place=place))
        if name.casefold() in {other.casefold() for other in names[: place - 1]}:
            raise TableRefused(msg("The heading “{name}” stands twice.", name=name))
    return names
