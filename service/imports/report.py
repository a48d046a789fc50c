"""What an import did, or would do, and what is wrong with its rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from events.text import Text, msg
from workflows.refusals import Refused

MOST_SHOWN = 300
"""Errors, and rows created or changed, that a report lists; it counts all."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong: number of the row, code of the column and its heading in the file; empty if it is the whole row."""

    row: int
    column: str
    heading: str
    text: Text


class Outcome(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row, and by which events (their topics)."""

    row: int
    outcome: Outcome
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """An import of so many rows: how many records it created, changed and left unchanged, and its errors.

    With errors nothing is stored, so that nothing is created or changed. `listed` are rows created or changed.
    `position` is that of the last event in the log, 0 if nothing was stored; `repeated` says that it was stored before.
    """

    kind: str
    dry_run: bool
    rows: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    listed: tuple[RowOutcome, ...] = ()
    wrong: int = 0
    errors: tuple[RowError, ...] = ()
    position: int = 0
    recorded_at: datetime | None = None
    repeated: bool = False


def reported(kind: str, outcomes: Iterable[RowOutcome], errors: Sequence[RowError], rows: int, **more: Any) -> Report:
    """Give the report of what became of rows and what is wrong with others: one wrong row keeps all from being stored."""
    found = [one for one in outcomes if one.outcome is Outcome.UNCHANGED or not errors]
    counted = Counter(one.outcome for one in found)
    listed = [one for one in found if one.outcome is not Outcome.UNCHANGED]
    return Report(
        kind=kind,
        rows=rows,
        created=counted[Outcome.CREATED],
        changed=counted[Outcome.CHANGED],
        unchanged=counted[Outcome.UNCHANGED],
        listed=tuple(listed[:MOST_SHOWN]),
        wrong=len(errors),
        errors=tuple(sorted(errors, key=lambda error: error.row)[:MOST_SHOWN]),
        **more,
    )


class RowsInvalid(Refused):
    """Rows of a table need correcting; nothing was stored."""

    def __init__(self, report: Report) -> None:
        super().__init__(
            msg("Rows: {rows}, errors: {wrong}. Nothing was stored.", wrong=report.wrong, rows=report.rows)
        )
        self.report = report
