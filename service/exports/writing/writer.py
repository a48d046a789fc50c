"""What all formats have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.exports.about import About
from service.exports.columns import Cell, Column
from service.exports.refusals import TooLarge
from service.i18n import Translator

Line = Sequence[Cell]
"""The cells of a row, one a column, as they are and not yet in anybody's words."""


class Into(Protocol):
    """Where bytes go, one after another."""

    def write(self, block: bytes, /) -> object:
        """Append a block."""
        ...


class Target:
    """Counts bytes on their way, and lets no more of them pass than may be: what is too large shows in `check`.

    Writing itself refuses nothing, since archives cannot be left in the middle.
    """

    def __init__(self, into: Into, most: int) -> None:
        self._into, self._most, self.size = into, most, 0

    def write(self, block: bytes) -> int:
        """Append a block."""
        self.size += len(block)
        if self.size <= self._most:
            self._into.write(block)
        return len(block)

    def check(self) -> None:
        """Refuse what is too large; raises `TooLarge`."""
        if self.size > self._most:
            raise TooLarge(self._most)

    def flush(self) -> None:
        """Keep nothing back: there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: its columns, what the file says of itself, in whose words.

    `folder` is for what lies there meanwhile, in the clear; None where nothing may.
    """

    columns: Sequence[Column]
    about: About
    t: Translator
    folder: str | None


class Writer(Protocol):
    """Writes a file as its rows come; takes time, so it is not called on the event loop."""

    @property
    def lies_open(self) -> bool:
        """Whether rows lie in the clear until the end. Then nothing is at its target before, and one can begin anew."""
        ...

    def add(self, lines: Sequence[Line]) -> None:
        """Append rows."""
        ...

    def end(self, rows: int) -> None:
        """Write what comes last; `rows` is how many there were."""
        ...

    def abandon(self) -> None:
        """Let go of what is held open, before the end."""
        ...
