"""A form as an Excel workbook, to be reckoned with: row by row in constant memory where it may. The same form gives the same bytes.

Text is written as text: never as a formula, a number or a link, whatever it looks like.
"""

from datetime import datetime, time
from io import BytesIO
from typing import Any, cast

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.exports.formulas import looks_like_formula
from service.exports.writing.xlsx_file import AS_TEXT, LONGEST, kept
from service.forms.writing.amounts import written
from service.harmless import harmless
from workflows.forms.sheet import Paragraph, Sheet, Table, TableCell, TableRow

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_CHARACTERS = 90
"""Width of a sheet: that of an upright A4 page, so that it is printed as large as it is."""

_LINE = 15.0  # points
_FITTING, _FITTING_BOLD = 0.9, 0.8  # letters by the widest digit: programs that have not the font take a wider one
_TALLEST = 409.0
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def xlsx(sheet: Sheet, folder: str | None = None) -> bytes:
    """Write a form; not called on the event loop.

    Its rows lie in files of the `folder` meanwhile, in the clear, and memory holds one of them beside the packed file. Without a
    folder memory holds them all: so is written what nothing on the disk may tell.
    """
    made = BytesIO()
    book = Workbook(cast(Any, made), {**kept(folder), **AS_TEXT})
    book.set_properties(
        {
            "title": harmless(sheet.name)[:255],
            "author": "",
            "keywords": sheet.mark,
            "created": datetime.combine(sheet.day, time()),
        }
    )
    pages = _Pages(book, sheet)
    pages.form()
    for annex in sheet.annexes:
        pages.annex(annex.title, annex.table)
    book.close()
    return made.getvalue()


class _Pages:
    """Writes the sheets of a workbook; of each kind of cell there is one format."""

    def __init__(self, book: Workbook, sheet: Sheet) -> None:
        self._book, self._sheet = book, sheet
        self._formats: dict[tuple[Any, ...], Format] = {}
        self._row = 0

    def form(self) -> None:
        """Write the form itself."""
        into = self._page(self._sheet.name, self._sheet.table)
        last = len(self._sheet.table.widths) - 1
        for paragraph in (*self._sheet.above, *self._sheet.title):
            self._paragraph(into, paragraph, last)
        self._rows(into, self._sheet.table)
        for paragraph in self._sheet.below:
            self._paragraph(into, paragraph, last)

    def annex(self, title: str, table: Table) -> None:
        """Write a table on a sheet of its own."""
        self._rows(self._page(title, table), table)

    def _page(self, title: str, table: Table) -> Worksheet:
        into = self._book.add_worksheet(harmless(title).translate(_FORBIDDEN)[:31].strip() or None)
        whole = sum(table.widths)
        for place, share in enumerate(table.widths):
            into.set_column(place, place, max(5, _CHARACTERS * share // whole))
        into.set_paper(9)  # A4
        into.fit_to_pages(1, 0)
        self._row = 0
        return into

    def _paragraph(self, into: Worksheet, paragraph: Paragraph, last: int) -> None:
        bold, italic = all(r.bold for r in paragraph.runs), all(r.italic for r in paragraph.runs)
        cell = TableCell(paragraph.text, last + 1, bold, italic, paragraph.align)
        self._line(into, TableRow((cell,)), [_CHARACTERS], border=False)

    def _rows(self, into: Worksheet, table: Table) -> None:
        whole = sum(table.widths)
        widths = [max(5, _CHARACTERS * share // whole) for share in table.widths]
        for row in table.rows:
            if row.header:
                into.repeat_rows(self._row)
            self._line(into, row, widths, border=True)

    def _line(self, into: Worksheet, row: TableRow, widths: list[int], *, border: bool) -> None:
        place, tallest = 0, 1
        for cell in row.cells:
            wide = sum(widths[place : place + cell.span])
            tallest = max(tallest, _lines(written(cell, self._sheet.unit), wide, bold=cell.bold))
            self._cell(into, place, cell, border=border)
            place += cell.span
        if tallest > 1:  # Excel finds the height out itself but for merged cells, LibreOffice for none
            into.set_row(self._row, min(_TALLEST, _LINE * tallest))
        if self._book.constant_memory:  # the row before is written: what is known of it would be kept until the end
            for known in (into.row_info, into.row_sizes):
                known.pop(self._row - 1, None)
        self._row += 1

    def _cell(self, into: Worksheet, place: int, cell: TableCell, *, border: bool) -> None:
        text = cell.value if isinstance(cell.value, int) else _fitted(harmless(cell.value))
        form = self._format(cell, text, border=border)
        if cell.span > 1:
            into.merge_range(self._row, place, self._row, place + cell.span - 1, "", form)
        if isinstance(text, int):
            into.write_number(self._row, place, text, form)
        elif text:
            into.write_string(self._row, place, text, form)
        else:
            into.write_blank(self._row, place, None, form)

    def _format(self, cell: TableCell, text: str | int, *, border: bool) -> Format:
        amount, guarded = isinstance(text, int), isinstance(text, str) and looks_like_formula(text)
        key = (cell.bold, cell.italic, cell.align, cell.blank, border, amount, guarded)
        if key not in self._formats:
            said: dict[str, Any] = {
                "bold": cell.bold, "italic": cell.italic, "align": cell.align.value, "valign": "top", "text_wrap": True,
                "border": int(border), "font_name": "Times New Roman", "font_size": 11, "quote_prefix": guarded,
            }  # fmt: skip
            if amount:
                said["num_format"] = f'#,##0" {self._sheet.unit}"'
            if cell.blank:
                said["bg_color"] = "#FFF3D1"
            self._formats[key] = self._book.add_format(said)
        return self._formats[key]


def _fitted(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _lines(text: str, width: int, *, bold: bool) -> int:
    """Give how many lines a text takes in a column so wide."""
    fitting = max(1, int(width * (_FITTING_BOLD if bold else _FITTING)))
    return sum(_wrapped(line, fitting) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> int:
    """Give how many lines of so many letters a line takes: broken at spaces, a longer word anywhere."""
    lines, used = 1, 0
    for word in line.split(" "):
        length = len(word)
        if used and used + 1 + length > width:
            lines, used = lines + 1, 0
        used += length + (used > 0)
        if used > width:
            lines, used = lines + (used - 1) // width, (used - 1) % width + 1
    return lines
