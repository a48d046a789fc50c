"""What a row may not change: entries that are there are corrected, with a reason, not written over."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.text import msg
from workflows.refusals import Invalid, Violation

_OTHERWISE = msg("This is recorded otherwise. If the record is wrong, correct the entry there, with the reason.")


def otherwise(given: Mapping[str, Any], recorded: Mapping[str, Any]) -> list[str]:
    """Name the columns that say something else than what is recorded; those that say nothing agree."""
    return [name for name, value in recorded.items() if given.get(name, value) != value]


def refuse(columns: Iterable[str]) -> None:
    """Refuse columns that say otherwise, if there are any; raises `Invalid`."""
    wrong = tuple(Violation((name,), _OTHERWISE) for name in columns)
    if wrong:
        raise Invalid(wrong)
