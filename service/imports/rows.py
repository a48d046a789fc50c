"""From a table to rows that make sense by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.text import Text, msg
from service.imports.column import Column, Headings
from service.imports.kind import Entry, Key, Kind
from service.imports.report import RowError
from service.tables import Table, Unreadable, is_empty
from workflows import payload
from workflows.refusals import Invalid, Violation


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows of a table: those that can be decided, and what is wrong with others; headings by column.

    `unread` are the numbers of rows that cannot be decided, by what they are about.
    """

    rows: int
    headings: Mapping[str, str]
    entries: tuple[Entry, ...]
    errors: tuple[RowError, ...]
    unread: Mapping[Key, int] = field(default_factory=dict)


def read_entries(kind: Kind, table: Table) -> Entries:
    """Read the rows of a table, each once."""
    found = Headings.read(kind.columns, table.columns)
    headings = {column.name: name for column, name in zip(found.columns, table.columns, strict=True) if column}
    if found.wrong:
        return Entries(len(table.rows), headings, (), tuple(RowError(table.heading, *wrong) for wrong in found.wrong))
    entries: dict[Key, Entry] = {}
    unread: dict[Key, int] = {}
    errors: list[RowError] = []
    for row in table.rows:
        cells = zip(found.columns, row.cells, strict=True)
        given = {column.name: column.value(cell) for column, cell in cells if column and not is_empty(cell)}
        try:
            entry = _entry(kind, row.number, given)
        except Invalid as invalid:
            wrong = list(invalid.violations)
            if key := kind.key(given):
                unread[key] = row.number
        else:
            known = entries.setdefault(entry.key, entry)
            wrong = [] if known is entry else [Violation((), msg("Row {row} is about the same.", row=known.row))]
        errors += [kind.error(row.number, violation, headings) for violation in wrong]
    return Entries(len(table.rows), headings, tuple(entries.values()), tuple(errors), unread)


def _entry(kind: Kind, row: int, given: Mapping[str, Any]) -> Entry:
    """Make sense of a row from its values by column; raises `Invalid`."""
    wrong = [Violation((name,), value.text) for name, value in given.items() if isinstance(value, Unreadable)]
    readable = {name: value for name, value in given.items() if not isinstance(value, Unreadable)}
    wrong += _aside(kind, given)
    checked: dict[str, Any] = {}
    try:
        checked = payload.checked(kind.event, kind.data(readable))
    except Invalid as invalid:
        wrong += [
            one for one in invalid.violations if "_".join(map(str, one.path)) not in given.keys() - readable.keys()
        ]
    if wrong:
        raise Invalid(tuple(wrong))
    typed = {c.name: _typed(c, checked, given[c.name]) for c in kind.columns if c.name in given}
    key = kind.key(typed)
    if key is None:
        raise AssertionError("the columns that say what a row is about are needed ones")
    return Entry(row, key, typed)


def _aside(kind: Kind, given: Mapping[str, Any]) -> Iterator[Violation]:
    """Check what stands in columns of which the event knows nothing."""
    for column in kind.columns:
        value = given.get(column.name)
        if column.path or isinstance(value, Unreadable):
            continue
        if value is None and column.needed:
            yield Violation((column.name,), Text(payload.WORDS["missing"]))
        elif value is not None and column.kind is date and as_date(value) is None:
            yield Violation((column.name,), Text(payload.WORDS["date_parsing"]))
        elif value is not None and column.kind is str and not isinstance(value, str):
            yield Violation((column.name,), Text(payload.WORDS["string_type"]))


def _typed(column: Column, checked: Mapping[str, Any], value: Any) -> Any:
    if not column.path:
        return as_date(value) if column.kind is date else value
    found = checked[column.path[0]]
    for step in column.path[1:]:
        found = getattr(found, step)
    return found


def as_date(value: Any) -> date | None:
    """Give the date that a cell means, None if it means none."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2024-07-05") else None
    except ValueError:
        return None
