"""The fields that templates may name: what each means, with an example (decision 0028).

A field is `group.name`; rows are gone through by `for`, and their columns are fields of the row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from events.text import Text, msg
from service.i18n import Translator

Example = Text | date | str
"""A message, a day, or what is the same in all languages: a number, an address, a person's name; quarters in it are said in words."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field or a column: its name in templates, its meaning, and an example."""

    name: str
    meaning: Text
    example: Example

    def by_example(self, t: Translator) -> str:
        """Say the example in a language, as a document in it would."""
        match self.example:
            case date():
                return t.plain(self.example)
            case Text():
                return t(self.example)
        return t.quarters(self.example)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that a template goes through."""

    name: str
    meaning: Text
    columns: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Fields:
    """All that templates of one kind of work may name."""

    groups: tuple[Group, ...]
    rows: tuple[Rows, ...]

    def names(self) -> dict[str, dict[str, list[str]]]:
        """Give the names alone, for whoever reads a template."""
        return {
            "groups": {group.name: [one.name for one in group.fields] for group in self.groups},
            "rows": {rows.name: [one.name for one in rows.columns] for rows in self.rows},
        }

    def all(self) -> Iterator[tuple[str, Field]]:
        """Give each field and column under its full name."""
        for group in self.groups:
            yield from ((f"{group.name}.{one.name}", one) for one in group.fields)
        for rows in self.rows:
            yield from ((f"{rows.name}.{one.name}", one) for one in rows.columns)

    def meanings(self) -> dict[str, Text]:
        """Give what each field, column and table of rows means, by full name."""
        return {rows.name: rows.meaning for rows in self.rows} | {name: one.meaning for name, one in self.all()}


Cell = str | None
"""What a field says in the language of the document; None while it is not known."""

Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Contents:
    """What the fields say of one case: by group and name, and row by row."""

    groups: Mapping[str, Row]
    rows: Mapping[str, Sequence[Row]]

    def blank(self, names: Iterable[str]) -> list[str]:
        """Give those of some full names that say nothing: rows of which there are none, columns empty in some row."""
        return [name for name in names if self._is_blank(*name.partition(".")[::2])]

    def _is_blank(self, name: str, column: str) -> bool:
        if name in self.groups:
            return not self.groups[name][column]
        rows = self.rows[name]
        return not all(row[column] for row in rows) if column and rows else not column and not rows


def example(fields: Fields, t: Translator) -> Contents:
    """Give contents of which each field says its example in a language, and all rows are two."""
    return Contents(
        {group.name: {one.name: one.by_example(t) for one in group.fields} for group in fields.groups},
        {rows.name: [{one.name: one.by_example(t) for one in rows.columns}] * 2 for rows in fields.rows},
    )


def nothing(fields: Fields) -> Contents:
    """Give contents of which no field says anything."""
    return Contents(
        {group.name: {one.name: None for one in group.fields} for group in fields.groups},
        {rows.name: [] for rows in fields.rows},
    )


BODY = Group("body", (Field("name", msg("Name of the body"), msg("Department of education of the region")),))
HEAD = Group(
    "head",
    (
        Field("post", msg("Post of the head of the body"), msg("Head of the department")),
        Field("name", msg("Name of the head, or of whoever acts as such"), "Ахметов Серік Әлібекұлы"),
    ),
)
MADE = Group("made", (Field("on", msg("Day as of which the document is made"), date(2024, 4, 8)),))
