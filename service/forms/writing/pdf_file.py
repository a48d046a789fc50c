"""A form as PDF: archival and tagged (PDF/A-2a, PDF/UA-1), with its fonts in it. The library sets it, in a process of its own.

The same form gives the same bytes.
"""

from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import msgspec

from service.forms.writing.amounts import written
from service.forms.writing.long_words import breakable
from service.forms.writing.told_in import told_in
from service.harmless import harmless
from service.history.pdf_file import typeset
from workflows.forms.sheet import Paragraph, Sheet, Table, TableCell, TableRow

MEDIA_TYPE = "application/pdf"

_STANDARDS = ("a-2a", "ua-1")

_WIDTH, _INSET = 170 / 25.4 * 72, 8
"""Points between the margins of the page (`form.typ`), and what each cell takes of its column for its borders."""


@cache
def _template() -> str:
    return files(__package__).joinpath("form.typ").read_text("utf-8")


async def pdf(sheet: Sheet) -> bytes:
    """Write a form; raises `TooLongToPrint` if setting it takes too much."""
    data = {
        "name": harmless(sheet.name),
        "mark": sheet.mark,
        "language": sheet.language,
        "day": (sheet.day.year, sheet.day.month, sheet.day.day),
        "above": [_paragraph(one) for one in sheet.above],
        "title": [_paragraph(one) for one in sheet.title],
        "tables": list(_pieces(sheet.table, sheet)),
        "below": [_paragraph(one) for one in sheet.below],
        "annexes": [{"title": a.title, "table": _table(a.table, a.table.rows, sheet)} for a in sheet.annexes],
    }
    return await typeset(msgspec.json.encode({"template": _template(), "data": data, "standards": _STANDARDS}))


def _pieces(table: Table, sheet: Sheet) -> Any:
    """Cut a table where the form begins a new page; each piece has the heading."""
    head = tuple(row for row in table.rows if row.header)
    number = 0

    def piece(row: TableRow) -> int:
        nonlocal number
        number += row.breaks
        return number

    body = [row for row in table.rows if not row.header]
    for _, rows in groupby(body, key=piece):
        yield _table(table, (*head, *rows), sheet)


def _table(table: Table, rows: tuple[TableRow, ...], sheet: Sheet) -> dict[str, Any]:
    said = [(row.header, _row(row, table, sheet)) for row in rows]
    return {
        "widths": table.widths,
        "head": [cells for header, cells in said if header],
        "rows": [cells for header, cells in said if not header],
    }


def _row(row: TableRow, table: Table, sheet: Sheet) -> list[dict[str, Any]]:
    made, place, share = [], 0, _WIDTH / sum(table.widths)
    for cell in row.cells:
        made.append(_cell(cell, sheet, share * sum(table.widths[place : place + cell.span]) - _INSET))
        place += cell.span
    return made


def _cell(cell: TableCell, sheet: Sheet, width: float) -> dict[str, Any]:
    text = written(cell, sheet.unit)
    return {
        "text": breakable(text, width),
        "language": told_in(text, sheet.language) or sheet.language,
        "bold": cell.bold,
        "italic": cell.italic,
        "span": cell.span,
        "align": cell.align,
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    runs = [
        {"text": breakable(harmless(run.text), _WIDTH), "bold": run.bold, "italic": run.italic}
        for run in paragraph.runs
    ]
    return {"runs": runs, "align": paragraph.align}
