"""Tables as CSV in UTF-8, with or without a byte order mark, divided by semicolons, commas or tabs."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from events.text import msg
from service.files import signatures
from service.tables.table import Cell, Table, TableRefused, tabled

_DELIMITERS = ";,\t"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ARCHIVE = b"PK\x03\x04"
_CYRILLIC = re.compile(r"[А-Яа-яЁё]{2}")


def read_csv(content: bytes) -> Table:
    """Read a table; raises `TableRefused`."""
    text = _text(content)
    return tabled(_lines(text, _delimiter(text)))


def _text(content: bytes) -> str:
    if content.startswith(_ARCHIVE):
        raise TableRefused(msg("The content is no CSV: it looks like an Excel workbook. Let the name end in .xlsx."))
    if content.startswith(_UTF_16):
        raise TableRefused(msg("The text is in UTF-16: save the table as “CSV UTF-8”."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _CYRILLIC.search(content.decode("cp1251", errors="replace")):
            raise TableRefused(msg("The text is in Windows-1251: save the table as “CSV UTF-8”.")) from None
        raise TableRefused(msg("The text is not UTF-8: byte {offset} is wrong.", offset=error.start + 1)) from None
    if not signatures.is_text(io.BytesIO(content)):
        raise TableRefused(msg("The content is no CSV: it holds characters that are no text, or it is a page."))
    return text


def _delimiter(text: str) -> str:
    """Give the character that divides the headings most often, outside of quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=bare.count)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, tuple(cell.strip() for cell in cells)
    except csv.Error:
        raise TableRefused(msg("Row {row} cannot be read: check its quotation marks.", row=number + 1)) from None
