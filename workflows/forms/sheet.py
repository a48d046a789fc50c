"""A form as it is laid out: paragraphs and one table, which the writers of DOCX, PDF and XLSX put on paper alike."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Align(StrEnum):
    """To which side a paragraph stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one manner of writing."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a newline in it breaks the line."""

    runs: tuple[Run, ...]
    align: Align = Align.LEFT

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of the table over `span` columns; an amount is written with its unit, and as a number where numbers can be reckoned with.

    `blank` marks what somebody owes and has not said.
    """

    value: str | int = ""
    span: int = 1
    bold: bool = False
    italic: bool = False
    align: Align = Align.LEFT
    blank: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; `header` repeats on every page, `breaks` begins a new page."""

    cells: tuple[TableCell, ...]
    header: bool = False
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the shares of its columns in percent."""

    widths: tuple[int, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """What goes with a form on a page of its own: a title and a table."""

    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: `name` tells it from others, `day` is that as of which it is, `unit` is that of its amounts, `mark` goes into the file (`Mark`).

    Above the table stand the block of the signatory and the title.
    """

    name: str
    language: str
    day: date
    above: tuple[Paragraph, ...]
    title: tuple[Paragraph, ...]
    table: Table
    below: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = field(default=())
    unit: str = ""
    mark: str = ""


def para(text: str, *, bold: bool = False, italic: bool = False, align: Align = Align.LEFT) -> Paragraph:
    """Give a paragraph in one manner of writing."""
    return Paragraph((Run(text, bold, italic),), align)


def row(*values: str | int | TableCell, header: bool = False, breaks: bool = False) -> TableRow:
    """Give a row; what is no cell yet becomes a plain one, in a header a bold and centred one."""
    cells = (
        value
        if isinstance(value, TableCell)
        else TableCell(value, bold=header, align=Align.CENTER if header else Align.LEFT)
        for value in values
    )
    return TableRow(tuple(cells), header, breaks)
