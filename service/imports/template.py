"""An empty workbook to fill in: headings with an example, and what may stand in each column."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from events.text import msg
from service.i18n import Language, Translator, translator
from service.imports.column import Column
from service.imports.kind import Kind

_HEADINGS = (msg("Column"), msg("Needed"), msg("Meaning"), msg("Allowed values"))
_FILLED = 1000
"""Rows that are prepared for input."""

_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
_TEXT, _DAY = "@", "yyyy-mm-dd"


_MADE: dict[tuple[str, Language], bytes] = {}


def template(kind: Kind, language: Language) -> bytes:
    """Give an XLSX for a kind of table; its first sheet is what is imported later. It is made once for all who ask."""
    key = kind.name, language
    return _MADE[key] if key in _MADE else _MADE.setdefault(key, _made(kind, language))


def _made(kind: Kind, language: Language) -> bytes:
    book, say = Workbook(), translator(language)
    sheet = book.worksheets[0]
    sheet.title = say(kind.title)[:31]
    values = book.create_sheet(say(msg("Allowed values"))[:31])
    ranges = _explain(values, kind.columns, say)
    for place, column in enumerate(kind.columns, 1):
        sheet.cell(1, place, say(column.title)).font = _BOLD
        example = sheet.cell(2, place, _example(column, say))
        example.number_format = _format(column)
        _prepare(sheet, column, get_column_letter(place), ranges.get(column.name))
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _explain(sheet: Worksheet, columns: Sequence[Column], say: Translator) -> dict[str, str]:
    """Write what may stand in each column; gives the ranges of the values to choose from, by column."""
    sheet.append([say(heading) for heading in _HEADINGS])
    ranges = {}
    for column in columns:
        first = sheet.max_row + 1
        titles = list(column.choices(say.language).items())
        needed = say(msg("yes")) if column.needed else say(msg("no"))
        sheet.append(
            [say(column.title), needed, say(column.hint) if column.hint else "", titles[0][1] if titles else ""]
        )
        for _, title in titles[1:]:
            sheet.append(["", "", "", title])
        if titles:
            ranges[column.name] = f"'{sheet.title}'!$D${first}:$D${sheet.max_row}"
    for letter, width in zip("ABCD", (34, 12, 70, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = _BOLD
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = _WRAPPED
    return ranges


def _example(column: Column, say: Translator) -> Any:
    if column.kind is date and column.example:
        return date.fromisoformat(str(column.example))
    return column.choices(say.language).get(column.example, column.example) or None


def _format(column: Column) -> str:
    return _DAY if column.kind is date else _TEXT


def _prepare(sheet: Worksheet, column: Column, letter: str, choices: str | None) -> None:
    """Give a column its width, its format, and its list to choose from."""
    sheet.column_dimensions[letter].width = 24
    sheet.column_dimensions[letter].number_format = _format(column)
    if choices:
        validation = DataValidation(type="list", formula1=choices, allow_blank=True)
        validation.add(f"{letter}2:{letter}{_FILLED + 1}")
        sheet.add_data_validation(validation)
