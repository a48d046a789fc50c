"""Lists as JSON: an object with `rows`, one a line, and `about`. Codes stay codes, with their words beside them."""

from collections.abc import Sequence

import msgspec

from service.exports.writing.writer import Line, Sheet, Target

_encode = msgspec.json.Encoder().encode


class JsonWriter:
    """Writes JSON. Dates are YYYY-MM-DD, instants RFC 3339."""

    def __init__(self, target: Target, sheet: Sheet) -> None:
        self._target, self._sheet, self._comma = target, sheet, b"\n"
        target.write(b'{"rows":[')

    @property
    def lies_open(self) -> bool:
        """Nothing lies anywhere but where it is to be."""
        return False

    def add(self, lines: Sequence[Line]) -> None:
        """Append rows."""
        for line in lines:
            self._target.write(self._comma + _encode(self._members(line)))
            self._comma = b",\n"

    def end(self, rows: int) -> None:
        """Say what it is."""
        sheet = self._sheet
        titles = {column.name: sheet.t(column.title) for column in sheet.columns}
        self._target.write(b'\n],\n"about":' + _encode(sheet.about.members(sheet.t, titles, rows)) + b"}\n")

    def abandon(self) -> None:
        """Hold nothing open."""

    def _members(self, line: Line) -> dict[str, object]:
        found: dict[str, object] = {}
        for column, cell in zip(self._sheet.columns, line, strict=True):
            found[column.name] = cell
            if column.coded:
                found[f"{column.name}_title"] = column.said(cell, self._sheet.t)
        return found
