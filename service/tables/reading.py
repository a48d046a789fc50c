"""Reading a table from a file's bytes, by the ending of its name."""

from collections.abc import Callable, Mapping

from events.text import msg
from service.files.kinds import KINDS
from service.tables.csv_file import read_csv
from service.tables.table import Table, TableRefused
from service.tables.xlsx_file import read_xlsx

MOST_BYTES = 20_000_000
"""The largest file that is read."""

_READERS: Mapping[str, Callable[[bytes], Table]] = {"csv": read_csv, "xlsx": read_xlsx}

NAMES: Mapping[str, str] = {KINDS[ending].media_type: ending for ending in _READERS}
"""Endings of names by media type."""


def read_table(content: bytes, name: str) -> Table:
    """Read a table from a CSV or an XLSX; raises `FileRefused`, mostly as `TableRefused`, and says why.

    It takes up to some seconds for a large workbook: do not call it on the event loop.
    """
    reader = _READERS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if reader is None:
        raise TableRefused(msg("Send the table as XLSX or CSV: the file's name ends in .xlsx or .csv."))
    if len(content) > MOST_BYTES:
        raise TableRefused(msg("The file is larger than {limit} MB.", limit=f"{MOST_BYTES / 1e6:g}"))
    if not content.strip():
        raise TableRefused(msg("The file is empty."))
    return reader(content)
