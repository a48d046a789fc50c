"""What a list of results of uploads did, or would do."""

from service.api.shapes.imports import ImportedRow, WrongCell
from service.api.shapes.shape import Shape


class PackageResults(Shape, frozen=True):
    """What became of the rows of a list of results: in how many something was recorded, nothing was new, something was refused.

    `listed` are the rows in which something was recorded, `errors` what is wrong with others, the first 300 of each; a row may
    have both, if the upload was recorded and its return refused. `position` is that of the last event, 0 if nothing was recorded.
    """

    dry_run: bool
    rows: int
    recorded: int
    unchanged: int
    refused: int
    listed: list[ImportedRow]
    errors: list[WrongCell]
    position: int
