"""Tables as the first sheet of an Excel workbook.

The archive is looked into before it is read: no macros, nothing that would swell, and no document type in any of its XML,
which is where entities that swell or name other files are declared.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from openpyxl import load_workbook

from events.text import msg
from service.files import archives
from service.tables.table import MOST_COLUMNS, MOST_ROWS, Cell, Table, TableRefused, Unreadable, tabled

MOST_UNPACKED = 100_000_000
"""Bytes of all that is in the workbook."""

MOST_TEXTS = 600_000
"""Different texts that a workbook may keep, used or not: they are all read before the first row."""

_MOST_FORMATS = 65_000  # more than a spreadsheet program keeps

_FORMATS = frozenset(
    {"xf", "font", "fill", "border", "numFmt", "cellStyle", "dxf", "sheet", "definedName", "Relationship", "Override"}
)

_NO_WORKBOOK = msg("The content is not XLSX, or it is damaged.")
_HIGHEST_ROW = MOST_ROWS + 1000
"""Rows up to which a sheet is read: the headings, the table, and empty rows between."""


def read_xlsx(content: bytes) -> Table:
    """Read a table; raises `FileRefused`, mostly as `TableRefused`."""
    if not archives.is_xlsx(io.BytesIO(content)):
        raise TableRefused(_NO_WORKBOOK)
    try:
        has_formulas = _inspected(content)
        lines = _lines(content, formulas=False)
        if has_formulas:
            lines = _with_results(lines, _lines(content, formulas=True))
        return tabled(lines)
    except TableRefused:
        raise
    except Exception as error:  # openpyxl fails in many ways on what is no workbook
        raise TableRefused(_NO_WORKBOOK) from error


class _Parts:
    """Looks through the parts: are there formulas, does anything stand below the last row that is read, is there too much?"""

    def __init__(self) -> None:
        self.formulas = False
        self._row = 0
        self._counted: Counter[str] = Counter()

    def common(self, name: str, _attributes: dict[str, str]) -> None:
        """Count what is read whole, whether the first sheet uses it or not."""
        kind = name.rpartition(":")[2]
        self._counted[kind] += 1
        if kind == "si" and self._counted[kind] > MOST_TEXTS:
            raise TableRefused(msg("The workbook holds more than {limit} texts: divide it.", limit=MOST_TEXTS))
        if kind in _FORMATS and self._counted[kind] > _MOST_FORMATS:
            raise TableRefused(msg("The workbook contains declarations that no spreadsheet program writes."))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
            case "f":
                self.formulas = True
            case "v" | "is" if self._row > _HIGHEST_ROW:
                raise TableRefused(msg("The table has more than {limit} rows: divide it.", limit=MOST_ROWS))

    def begin(self) -> None:
        """Begin another sheet."""
        self._row = 0


def _inspected(content: bytes) -> bool:
    """Refuse what is dangerous or too long; say whether there are formulas."""
    parts = _Parts()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            limit = f"{MOST_UNPACKED / 1e6:g}"
            raise TableRefused(msg("Unpacked, the file would be larger than {limit} MB.", limit=limit))
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                parser = expat.ParserCreate()
                parser.StartDoctypeDeclHandler = _refuse_doctype
                parser.StartElementHandler = parts.common
                if entry.filename.startswith("xl/worksheets/"):
                    parts.begin()
                    parser.StartElementHandler = parts.start
                with archive.open(entry) as part:
                    parser.ParseFile(part)
    return parts.formulas


def _refuse_doctype(*_declared: Any) -> None:
    raise TableRefused(msg("The workbook contains declarations that no spreadsheet program writes."))


def _lines(content: bytes, *, formulas: bool) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Give the rows of the first sheet, with formulas or with what they gave when the workbook was saved."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=_HIGHEST_ROW, max_col=MOST_COLUMNS + 1)
        for number, cells in enumerate(rows, 1):
            line = tuple("" if cell.value is None else _cell(cell.value, cell.data_type) for cell in cells)
            yield number, line
    finally:
        book.close()


def _cell(value: Any, kind: str) -> Cell:
    if kind == "e":
        return Unreadable(msg("This cell shows an error: {error}.", error=str(value)))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int | float | bool | date):
        return value
    return str(value).strip()


def _with_results(
    results: Iterator[tuple[int, tuple[Cell, ...]]], written: Iterator[tuple[int, tuple[Cell, ...]]]
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Give what formulas gave; of one without a result say so, since an empty cell would mean something else."""
    unknown = Unreadable(msg("The result of this formula is not in the file: open it in a spreadsheet and save it."))
    for (number, shown), (_, given) in zip(results, written, strict=True):
        yield (
            number,
            tuple(
                unknown if shown_one == "" and given_one != "" else shown_one
                for shown_one, given_one in zip(shown, given, strict=True)
            ),
        )
