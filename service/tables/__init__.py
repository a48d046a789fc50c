"""Tables that people send: CSV and XLSX, read the same way."""

from service.tables.reading import MOST_BYTES, NAMES, read_table
from service.tables.table import Cell, Row, Table, TableRefused, Unreadable
from service.tables.values import as_day, as_number_code, is_empty

__all__ = [
    "MOST_BYTES",
    "NAMES",
    "Cell",
    "Row",
    "Table",
    "TableRefused",
    "Unreadable",
    "as_day",
    "as_number_code",
    "is_empty",
    "read_table",
]
