"""A table of upload dates as people send it: columns subtask, period and date, in any of the three languages."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from events.text import msg
from service.i18n import LANGUAGES, translator
from service.tables import Cell, Table, Unreadable, as_day, as_number_code, is_empty
from workflows.card import REPEATED
from workflows.refusals import Invalid, Violation

COLUMNS = {"subtask": "Subtask", "period": "Period", "upload_by": "Upload by"}
"""Fields of a date by name, with the message ids that head their columns."""

_NEEDED = ("subtask", "upload_by")

Dates = Mapping[int, Mapping[str, Any]]
"""The data of each date, by the number of its row in the table."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that set a date, and what is wrong with rows for all that their dates say."""

    dates: Dates
    wrong: tuple[Violation, ...] = ()


def dates_of(table: Table) -> Rows:
    """Give the rows that set a date; one without it says that there is none. Raises `Invalid` for wrong headings."""
    fields = _fields(table.columns)
    dated = {row.number: dict(zip(fields, row.cells, strict=True)) for row in table.rows}
    dated = {number: cells for number, cells in dated.items() if not is_empty(cells["upload_by"])}
    unreadable = [
        Violation(("rows", number, name), cell.text)
        for number, cells in dated.items()
        for name, cell in cells.items()
        if isinstance(cell, Unreadable)
    ]
    said = {
        number: {
            name: _value(name, c) for name, c in cells.items() if not is_empty(c) and not isinstance(c, Unreadable)
        }
        for number, cells in dated.items()
    }
    numbers = {found.path[1] for found in unreadable}
    rows = {number: data for number, data in said.items() if number not in numbers}
    return Rows(rows, (*unreadable, *_repeated(said)))


def all_wrong(rows: Rows, tried: Callable[[Dates], object]) -> tuple[Violation, ...]:
    """Say all that is wrong with a table, by the numbers of its rows, so that it is mended once.

    `tried` raises `Invalid` for dates that are refused. What is malformed hides what else is wrong: the others are tried again
    without those rows.
    """
    wrong, left = list(rows.wrong), dict(rows.dates)
    while found := _refused(left, tried):
        wrong += found
        named = {number for number in map(_number, found) if number}
        if not named:
            break
        left = {number: data for number, data in left.items() if number not in named}
    return tuple(sorted(wrong, key=_number))


def _refused(dates: Dates, tried: Callable[[Dates], object]) -> list[Violation]:
    """Say why dates are refused, naming rows as the table counts them."""
    numbers = list(dates)
    try:
        tried(dates)
    except Invalid as error:
        return [
            Violation((path[0], numbers[path[1]], *path[2:]), found.text)
            if len(path := found.path) > 1 and path[0] == "rows" and isinstance(path[1], int)
            else found
            for found in error.violations
        ]
    return []


def _repeated(rows: Dates) -> Iterator[Violation]:
    """Name rows of a subtask and period that an earlier one has, malformed ones too."""
    seen = set()
    for number, data in rows.items():
        if (key := (data.get("subtask"), data.get("period"))) in seen:
            yield Violation(("rows", number, "subtask"), REPEATED)
        seen.add(key)


def _number(found: Violation) -> int:
    """Give the row that something is wrong with, 0 for the whole table."""
    return found.path[1] if len(found.path) > 1 and isinstance(found.path[1], int) else 0


def _value(name: str, cell: Cell) -> Any:
    """Give what a cell means: a spreadsheet keeps years as numbers, people write days as 05.07.2024."""
    return as_day(cell) if name == "upload_by" else as_number_code(cell, 4)


def _fields(columns: tuple[str, ...]) -> list[str]:
    """Give the field that each column holds; raises `Invalid` for headings that are missing or unknown."""
    known = _headings()
    wrong = [
        Violation(("columns", heading), msg("There is no such column."))
        for heading in columns
        if heading.casefold() not in known
    ]
    fields = [known.get(heading.casefold(), "") for heading in columns]
    wrong += [Violation(("columns", name), msg("This column is missing.")) for name in _NEEDED if name not in fields]
    wrong += [
        Violation(("columns", name), msg("This column stands twice.")) for name in COLUMNS if fields.count(name) > 1
    ]
    if wrong:
        raise Invalid(tuple(wrong))
    return fields


@cache
def _headings() -> dict[str, str]:
    """Give the headings that are understood: names of fields, and their titles in each language."""
    said = {translator(language)(title).casefold(): name for language in LANGUAGES for name, title in COLUMNS.items()}
    return said | {name: name for name in COLUMNS}
