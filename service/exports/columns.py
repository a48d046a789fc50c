"""Columns of exported lists: what stands in each cell, in which words."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

import msgspec

from events.text import Text
from service.i18n import Translator

Cell = str | int | float | bool | date | datetime | None
"""What a cell holds: instants are aware; None is an empty cell."""

_BETWEEN = "; "
"""What stands between several values in a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, its title for people, and what it shows of a row (the second argument is the `Reader`).

    Where `coded` names a kind of code, or says its words, the value is a code or several, shown in the reader's words; JSON has both.
    `width` is counted in characters.
    """

    name: str
    title: Text
    of: Callable[[Any, Any], Any]
    width: int = 16
    coded: str | Mapping[Any, Text] | Callable[[str, Translator], str] = ""

    def said(self, cell: Cell, t: Translator) -> Cell:
        """Give a cell as people read it."""
        if not self.coded or cell is None or cell == "":
            return cell
        return _BETWEEN.join(self._word(code, t) for code in str(cell).split(_BETWEEN))

    def _word(self, code: str, t: Translator) -> str:
        if isinstance(self.coded, str):
            return t.code(self.coded, code)
        return t(self.coded[code]) if isinstance(self.coded, Mapping) else self.coded(code, t)


def plain(value: Any) -> Cell:
    """Give any value of a row as one that a cell can hold."""
    match value:
        case Enum():
            return str(value.value)
        case None | str() | bool() | int() | float() | date():
            return value
        case Mapping():
            return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(", ", ": "))
        case Sequence() | set() | frozenset():
            return _BETWEEN.join(str(plain(one)) for one in value)
    return str(value)
