"""A kind of table to import, and its rows once they are read."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from events.event import CaseEvent
from service.imports.column import Column
from service.imports.report import RowError
from workflows.refusals import Violation

if TYPE_CHECKING:
    from service.imports.draft import Draft

Key = tuple[Any, ...]
"""What a row is about: the id of the case and, of a post or an appointment, which one there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that could be read: its number, what its cells say by column (nothing for empty ones), as values of the event."""

    row: int
    key: Key
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of table.

    `event` is what a new row becomes. A row is about what the columns `identified_by` say: the first of them is the code of
    an organisation or a person, of which `case_id` gives the case; the others are fields of the event, too. `above` gives the key of the row that has to come before, if it is in the table, and
    `above_column` the column that names it. `decide` carries a row out on a draft, or raises `Refused`. `aliases` name
    columns by fields of other events.
    """

    name: str
    title: str
    event: type[CaseEvent]
    columns: tuple[Column, ...]
    identified_by: tuple[str, ...]
    case_id: Callable[[str], uuid.UUID]
    decide: Callable[["Draft", Entry], Awaitable[None]]
    above: Callable[[Entry], Key | None] = lambda _entry: None
    above_column: str = ""
    aliases: Mapping[str, str] = field(default_factory=dict)

    def mark(self, event: CaseEvent) -> Key:
        """Give the key of the row that an event came from."""
        return (event.originator_id, *(getattr(event, name, None) for name in self.identified_by[1:]))

    def key(self, given: Mapping[str, Any]) -> Key | None:
        """Give the key of a row from its values by column, None if they do not say it."""
        code, *others = (given.get(name) for name in self.identified_by)
        return (self.case_id(code), *others) if isinstance(code, str) and None not in others else None

    def data(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give the event's data from values by column."""
        data: dict[str, Any] = {}
        for column in self.columns:
            if column.path and column.name in given:
                inner = data
                for step in column.path[:-1]:
                    inner = inner.setdefault(step, {})
                inner[column.path[-1]] = given[column.name]
        return data

    def error(self, row: int, violation: Violation, headings: Mapping[str, str]) -> RowError:
        """Say what is wrong with a row, at its column."""
        steps = [str(step) for step in violation.path]
        first = steps[0] if steps else ""
        known = {column.name for column in self.columns}
        name = next((n for n in ("_".join(steps), first, self.aliases.get(first, "")) if n in known), "")
        return RowError(row, name, headings.get(name, ""), violation.text)
