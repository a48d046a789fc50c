"""A column of a table to import: how it is called, and what its cells mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Self, get_args

from events.event import CaseEvent
from events.text import Text, msg
from service.i18n import LANGUAGES, Language, translator
from service.tables import Cell, Unreadable, as_day, as_number_code
from workflows import payload
from workflows.regions import REGIONS

_YES, _NO = msg("yes"), msg("no")
_AS_BOOL = {"true": True, "1": True, "+": True, "false": False, "0": False, "-": False}

IDENTIFICATION = 12
"""Digits of a BIN or an IIN."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code, title and hint (message ids), the field of the event it fills, and what stands in its cells.

    `kind` is str, date, bool, or an enum; `digits` is the length of a number that is a code. A column may leave the event
    alone (`path` empty): it says which record the row is about.
    """

    name: str
    title: str
    hint: str
    path: tuple[str, ...]
    kind: type
    needed: bool
    example: Any = ""
    digits: int = 0

    @classmethod
    def of(cls, event: type[CaseEvent], name: str, **changed: Any) -> Self:
        """Give the column of an event's field, as the event describes it."""
        described = payload.model(event).model_fields[name]
        column = cls(
            name=name,
            title=str(described.title),
            hint=described.description or "",
            path=(name,),
            kind=plain(described.annotation),
            needed=described.is_required(),
            example=(described.examples or [""])[0],
        )
        return replace(column, **changed)

    def value(self, cell: Cell) -> Any:
        """Give what a cell means, or the cell as it is if that is nothing known: the event's own check says so."""
        if isinstance(cell, Unreadable):
            return cell
        if self.kind is date:
            return as_day(cell)
        if self.kind is str and not (self.name == "region" and isinstance(cell, str)):
            return _text(as_number_code(cell, self.digits) if self.digits else cell)
        known = _AS_BOOL if self.kind is bool else {}
        said = str(cell).casefold()
        return self._codes().get(said, known.get(said, cell))

    def choices(self, language: Language) -> Mapping[Any, str]:
        """Give the values that may be chosen, with their titles in a language; nothing if any may stand there."""
        say = translator(language)
        if self.kind is bool:
            return {True: say(_YES), False: say(_NO)}
        if self.name == "region":
            return {code: region.names[language] for code, region in REGIONS.items()}
        if issubclass(self.kind, StrEnum):
            return {str(member): say.code(self.kind.__name__, member) for member in self.kind}
        return {}

    def _codes(self) -> Mapping[str, Any]:
        return _codes(self)


@cache
def _codes(column: Column) -> Mapping[str, Any]:
    """Give the values by what may be written for them: their code, or their title in any language; in small letters."""
    found: dict[str, Any] = {}
    for language in LANGUAGES:
        for value, title in column.choices(language).items():
            found[title.casefold()] = found[str(value).casefold()] = value
    return found


def _text(cell: Cell) -> Any:
    if isinstance(cell, date):
        return Unreadable(msg("The spreadsheet has made a date of this: give the column the format “text”."))
    return str(cell) if isinstance(cell, int | float) else cell


def plain(annotation: Any) -> type:
    """Give the type of a field without what else is said of it."""
    while not isinstance(annotation, type):
        annotation = next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column stands at which place of a table, and as what; `wrong` says what is wrong with the headings."""

    columns: tuple[Column | None, ...]
    wrong: tuple[tuple[str, str, Text], ...] = field(default=())

    @classmethod
    def read(cls, columns: tuple[Column, ...], names: tuple[str, ...]) -> Self:
        """Recognise headings by the codes of the columns, or their titles in any language."""
        known = _names(columns)
        found = tuple(known.get(_simplified(name)) for name in names)
        wrong: list[tuple[str, str, Text]] = []
        for place, (column, name) in enumerate(zip(found, names, strict=True)):
            if column is None:
                wrong.append(("", name, msg("This table has no such column.")))
            elif column in found[:place]:
                wrong.append((column.name, name, msg("This column stands twice.")))
        for column in columns:
            if column.needed and column not in found:
                wrong.append((column.name, "", msg("The column “{title}” is missing.", title=Text(column.title))))
        return cls(found, tuple(wrong))


@cache
def _names(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    found = {_simplified(translator(language)(column.title)): column for column in columns for language in LANGUAGES}
    return found | {_simplified(column.name): column for column in columns}


def _simplified(name: str) -> str:
    return " ".join(name.replace("_", " ").strip(" *:").casefold().split())
