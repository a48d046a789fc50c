"""From a table to the rows of a list, and back from what is wrong with rows to the cells of the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.imports.column import Column, Headings
from service.imports.report import RowError
from service.tables import Table, Unreadable, is_empty
from workflows.refusals import Violation


@dataclass(frozen=True, slots=True)
class Rows:
    """The data of rows as an event takes them, the number of each in the table, and what could not be read."""

    data: tuple[Mapping[str, Any], ...]
    numbers: tuple[int, ...]
    headings: Mapping[str, str]
    errors: tuple[RowError, ...] = ()

    def placed(self, violations: Iterable[Violation]) -> tuple[RowError, ...]:
        """Say of cells what is wrong with rows; of a cell that could not be read that is said once."""
        unread = {(error.row, error.column) for error in self.errors}
        found = (self._error(violation) for violation in violations)
        return (*self.errors, *(error for error in found if (error.row, error.column) not in unread))

    def _error(self, violation: Violation) -> RowError:
        _rows, index, *steps = violation.path
        column = next((str(step) for step in reversed(steps) if step in self.headings), str(steps[-1] if steps else ""))
        return RowError(self.numbers[int(index)], column, self.headings.get(column, ""), violation.text)


def read_rows(columns: Sequence[Column], table: Table, entry: int) -> Rows:
    """Read a table; `entry` is the number that the entry will have, after which rows without a code are called."""
    found = Headings.read(tuple(columns), table.columns)
    headings = {column.name: name for column, name in zip(found.columns, table.columns, strict=True) if column}
    if found.wrong:
        return Rows((), (), headings, tuple(RowError(table.heading, *wrong) for wrong in found.wrong))
    data, errors = [], []
    for row in table.rows:
        cells = zip(found.columns, row.cells, strict=True)
        given = {column: column.value(cell) for column, cell in cells if column and not is_empty(cell)}
        errors += [
            RowError(row.number, column.name, headings[column.name], value.text)
            for column, value in given.items()
            if isinstance(value, Unreadable)
        ]
        data.append({"code": f"{entry}.{row.number}"} | _nested(given))
    return Rows(tuple(data), tuple(row.number for row in table.rows), headings, tuple(errors))


def _nested(given: Mapping[Column, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for column, value in given.items():
        if isinstance(value, Unreadable):
            continue
        inner = data
        for step in column.path[:-1]:
            inner = inner.setdefault(step, {})
        inner[column.path[-1]] = value
    return data
