"""Imported tables."""

from datetime import datetime

from service.api.shapes.shape import Shape


class ImportedRow(Shape, frozen=True):
    """A row that was created or changed, with its number in the table and the events that did it."""

    row: int
    outcome: str
    events: list[str]


class WrongCell(Shape, frozen=True):
    """One thing wrong in a table: number of the row, code of the column and its heading (empty for a whole row)."""

    row: int
    column: str
    heading: str
    detail: str


class Import(Shape, frozen=True):
    """What an import did, or would do. `wrong` counts errors, with which nothing is created or changed; `listed` and `errors` hold the first 300 of each."""

    kind: str
    dry_run: bool
    rows: int
    created: int
    changed: int
    unchanged: int
    listed: list[ImportedRow]
    wrong: int
    errors: list[WrongCell]
    position: int
    recorded_at: datetime | None
