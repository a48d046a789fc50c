"""A table of upload dates as people send it: columns subtask, period and date, in any of the three languages."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from events.text import msg
from service.i18n import LANGUAGES, translator
from service.tables import Cell, Table, Unreadable, as_day, as_number_code, is_empty
from workflows.refusals import Invalid, Violation

COLUMNS = {"subtask": "Subtask", "period": "Period", "upload_by": "Upload by"}
"""Fields of a date by name, with the message ids that head their columns."""

_NEEDED = ("subtask", "upload_by")

Rows = Mapping[int, Mapping[str, Any]]
"""The data of each date, by the number of its row in the table."""


def dates_of(table: Table) -> Rows:
    """Give the rows that set a date; one without it says that there is none. Raises `Invalid` with the numbers of rows."""
    fields = _fields(table.columns)
    rows: dict[int, dict[str, Any]] = {}
    wrong: list[Violation] = []
    for row in table.rows:
        cells = dict(zip(fields, row.cells, strict=True))
        wrong += [
            Violation(("rows", row.number, name), cell.text)
            for name, cell in cells.items()
            if isinstance(cell, Unreadable)
        ]
        if not is_empty(cells["upload_by"]):
            rows[row.number] = {name: _value(name, cell) for name, cell in cells.items() if not is_empty(cell)}
    if wrong:
        raise Invalid(tuple(wrong))
    return rows


def on_rows(error: Invalid, rows: Rows) -> Invalid:
    """Give a refusal of the event that names rows as the table counts them."""
    numbers = list(rows)
    return Invalid(
        tuple(
            Violation((path[0], numbers[path[1]], *path[2:]), found.text)
            if len(path := found.path) > 1 and path[0] == "rows" and isinstance(path[1], int)
            else found
            for found in error.violations
        )
    )


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
