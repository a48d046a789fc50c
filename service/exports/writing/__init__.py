"""Writing a list into a file, in one of three formats, as its rows come."""

from collections.abc import Callable, Mapping

from service.exports.writing.csv_file import CsvWriter
from service.exports.writing.json_file import JsonWriter
from service.exports.writing.writer import Sheet, Target, Writer
from service.exports.writing.xlsx_file import XlsxWriter

WRITERS: Mapping[str, Callable[[Target, Sheet], Writer]] = {"xlsx": XlsxWriter, "csv": CsvWriter, "json": JsonWriter}
"""By the ending of the file's name."""

MEDIA_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}

__all__ = ["MEDIA_TYPES", "WRITERS", "Sheet", "Target", "Writer"]
