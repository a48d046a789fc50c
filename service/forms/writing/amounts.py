"""Amounts of tenge as a form writes them: groups of three digits, and the unit."""

from service.harmless import harmless
from workflows.forms.sheet import TableCell

_SPACE = "\u00a0"


def written(cell: TableCell, unit: str) -> str:
    """Give what a cell says as text."""
    if isinstance(cell.value, int):
        return f"{cell.value:,}".replace(",", _SPACE) + f"{_SPACE}{unit}".rstrip(_SPACE)
    return harmless(cell.value)
