"""Lists as CSV (RFC 4180) in UTF-8 with a byte order mark, by which spreadsheet programs know it.

A table of this kind has no place beside its rows: as of when it is, and what it was narrowed to, stands in each of them.
"""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from events.almaty import ALMATY
from events.text import msg
from service.exports.columns import Cell
from service.exports.formulas import escaped
from service.exports.writing.writer import Line, Sheet, Target

_MARK = "\ufeff"


class CsvWriter:
    """Writes CSV. Dates are ISO 8601, instants those of Kazakhstan with their offset."""

    def __init__(self, target: Target, sheet: Sheet) -> None:
        self._target, self._columns, self._t = target, sheet.columns, sheet.t
        self._each = [_text(sheet.about.as_of), escaped(sheet.about.narrowing())]
        titles = [self._t(title) for title in (*(c.title for c in sheet.columns), msg("As of"), msg("Filter"))]
        target.write((_MARK + _rows([titles])).encode())

    @property
    def lies_open(self) -> bool:
        """Nothing lies anywhere but where it is to be."""
        return False

    def add(self, lines: Sequence[Line]) -> None:
        """Append rows."""
        self._target.write(_rows([[*map(_text, self._said(line)), *self._each] for line in lines]).encode())

    def end(self, rows: int) -> None:
        """Write nothing more."""

    def abandon(self) -> None:
        """Hold nothing open."""

    def _said(self, line: Line) -> list[Cell]:
        return [column.said(cell, self._t) for column, cell in zip(self._columns, line, strict=True)]


def _rows(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime():
            return cell.astimezone(ALMATY).isoformat(timespec="seconds")
        case str():
            return escaped(cell)
        case int() | float():
            return str(cell)
    return cell.isoformat()
