"""Lists as Excel workbooks, written row by row: however long a list is, memory holds one row of it, unless sealed ones are among them.

Text is written as text: never as a formula, a number or a link, whatever it looks like.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from events.almaty import ALMATY
from events.text import msg
from service.exports.columns import Cell
from service.exports.formulas import looks_like_formula
from service.exports.writing.writer import Line, Sheet, Target

MOST_ROWS = 1_048_576
"""Rows of a sheet, with its headings: a longer list goes on in another sheet."""

LONGEST = 32_767
"""Characters of a cell."""

AS_TEXT: Mapping[str, bool] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options of a workbook whose text stays text."""

_FIRST_YEAR = 1900  # Excel knows no earlier day
_CUT = "… [{n}]"
_DAYS = {"en": "yyyy-mm-dd"}
_DAY = "dd.mm.yyyy"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def kept(folder: str | None) -> Mapping[str, Any]:
    """Give the options by which rows that are not packed yet lie in a folder, in the clear; without one they stay in memory."""
    return {"in_memory": True} if folder is None else {"constant_memory": True, "tmpdir": folder}


class XlsxWriter:
    """Writes a workbook: the list, and a sheet that says what it is. Dates and numbers are dates and numbers."""

    def __init__(self, target: Target, sheet: Sheet, most_rows: int = MOST_ROWS) -> None:
        self._sheet, self._t, self._most, self._cut = sheet, sheet.t, most_rows, 0
        self._book = Workbook(
            cast(Any, target),  # it wants a name or a file, and only ever appends to it
            {**kept(sheet.folder), **AS_TEXT},
        )
        day = _DAYS.get(self._t.language, _DAY)
        self._formats = {
            "head": self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "day": self._book.add_format({"num_format": day}),
            "instant": self._book.add_format({"num_format": f"{day} hh:mm:ss"}),
            # an apostrophe that belongs to the cell, not to its text: editing it makes no formula of it
            "text": self._book.add_format({"quote_prefix": True}),
        }
        self._sheets, self._row = 0, 0
        self._begin_sheet()

    @property
    def lies_open(self) -> bool:
        """Whether rows lie in the folder meanwhile, in the clear."""
        return self._sheet.folder is not None

    def add(self, lines: Sequence[Line]) -> None:
        """Append rows."""
        for line in lines:
            if self._row == self._most:
                self._end_sheet()
                self._begin_sheet()
            for place, (column, cell) in enumerate(zip(self._sheet.columns, line, strict=True)):
                self._write(self._into, place, column.said(cell, self._t))
            self._row += 1

    def end(self, rows: int) -> None:
        """Write the sheet that says what it is, and the file."""
        self._end_sheet()
        self._into, self._row = self._book.add_worksheet(self._named(self._t(msg("About this file")))), 0
        self._into.set_column(0, 0, 34)
        self._into.set_column(1, 1, 90)
        said: list[tuple[str, Cell]] = [*self._sheet.about.lines(self._t, rows)]
        if self._cut:
            words = msg("Cells longer than {longest} characters, which are cut here: CSV and JSON have them whole", longest=LONGEST)  # fmt: skip
            said.append((self._t(words), self._cut))
        for title, value in said:
            self._into.write_string(self._row, 0, title, self._formats["head"])
            self._write(self._into, 1, value)
            self._row += 1
        self._book.close()

    def abandon(self) -> None:
        """Close the parts that were written."""
        for sheet in self._book.worksheets() if self.lies_open else ():
            sheet._opt_close()  # there is no other way than to make the whole archive

    def _begin_sheet(self) -> None:
        self._sheets += 1
        number = f" {self._sheets}" if self._sheets > 1 else ""
        title = self._t(self._sheet.about.title)[: 31 - len(number)] + number
        self._into = self._book.add_worksheet(self._named(title))
        self._into.freeze_panes(1, 0)
        for place, column in enumerate(self._sheet.columns):
            self._into.set_column(place, place, column.width)
            self._into.write_string(0, place, self._t(column.title), self._formats["head"])
        self._row = 1

    def _end_sheet(self) -> None:
        self._into.autofilter(0, 0, max(self._row - 1, 1), len(self._sheet.columns) - 1)

    def _write(self, into: Worksheet, place: int, cell: Cell) -> None:
        match cell:
            case None | "":
                pass
            case bool():
                into.write_boolean(self._row, place, cell)
            case int() | float():
                into.write_number(self._row, place, cell)
            case date() if cell.year < _FIRST_YEAR:
                into.write_string(self._row, place, cell.isoformat())
            case datetime():
                # the last microsecond of a day would be shown as the next
                local = cell.astimezone(ALMATY).replace(tzinfo=None, microsecond=0)
                into.write_datetime(self._row, place, local, self._formats["instant"])
            case str():
                into.write_string(self._row, place, self._fitted(cell), self._text_format(cell))
            case _:
                into.write_datetime(self._row, place, datetime.combine(cell, time()), self._formats["day"])

    def _text_format(self, text: str) -> Format | None:
        return self._formats["text"] if looks_like_formula(text) else None

    def _fitted(self, cell: str) -> str:
        text = cell.replace("\r\n", "\n")  # as Excel itself keeps the ends of lines
        if len(text) <= LONGEST:
            return text
        self._cut += 1
        end = _CUT.format(n=len(text))
        return text[: LONGEST - len(end)] + end

    def _named(self, title: str) -> str:
        return title[:31].translate(_FORBIDDEN).strip() or "1"
