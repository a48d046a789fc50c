"""What a list of results of uploads did, or would do."""

from service.api.shapes.imports import ImportedRow, WrongCell
from service.api.shapes.shape import Shape


class PackageResults(Shape, frozen=True):
    """What became of the rows of a list of results: how many were recorded, had nothing new, were refused.

    `listed` are the rows that were recorded, `errors` what is wrong with others, the first 300 of each. `position` is that of the
    last event, 0 if nothing was recorded.
    """

    dry_run: bool
    rows: int
    recorded: int
    unchanged: int
    refused: int
    listed: list[ImportedRow]
    errors: list[WrongCell]
    position: int
