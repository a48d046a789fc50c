"""Exports as those read them who get them."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from openpyxl import load_workbook


def rows_of(content: bytes, form: str) -> list[dict[str, Any]]:
    """Give the rows of a file, by the headings of its columns (in JSON, their names)."""
    if form == "json":
        rows: list[dict[str, Any]] = json.loads(content)["rows"]
        return rows
    if form == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = []
    for sheet in book.worksheets[:-1]:
        first, *others = sheet.iter_rows(values_only=True)
        rows += [dict(zip(map(str, first), other, strict=True)) for other in others]
    return rows


def about_of(content: bytes, form: str) -> dict[str, Any]:
    """Give what a workbook or JSON says of itself."""
    if form == "json":
        said: dict[str, Any] = json.loads(content)["about"]
        return said
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[-1]
    return {str(title): value for title, value, *_ in sheet.iter_rows(values_only=True)}


def headings(content: bytes, form: str) -> Sequence[str]:
    """Give the headings of a table."""
    if form == "csv":
        return next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    first = next(load_workbook(io.BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True))
    return [str(cell) for cell in first]
