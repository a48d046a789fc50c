"""Appendix 4: the state social order on anti-corruption topics in the region (4.1.2, l.763–775); nobody signs it, and it has no date."""

from collections.abc import Iterator

from workflows.forms.content import Content, Line, Said
from workflows.forms.layouts.parts import annexes, said, with_source
from workflows.forms.sheet import Align, Sheet, Table, TableCell, TableRow, row
from workflows.forms.texts import Mode, Wording

_FORM, _SUBTASK, _COLUMNS = "appendix_4", "4.1.2", 3
REGION, BREAKDOWN, YEAR, NEXT = "region", "breakdown", "year", "next_year"
"""The parts of the table: the region as a whole, by department, city and district, then the year and the next one (A-54)."""

_MARKS_OF_ALL, _MARKS = "????", "???"
"""What the form has in place of the whole order of the region, and of everything else (l.767–773)."""


def appendix_4(content: Content, words: Wording) -> Sheet:
    """Lay it out: the words about the Appendix are in its first row."""
    years = {"year": content.year, "next": content.year + 1}
    made: list[TableRow] = [
        _wide(words(_FORM, "head"), Align.RIGHT),
        _wide(words(_FORM, "title"), Align.CENTER, bold=True),
        row(words(_FORM, "total"), words(_FORM, "anticorruption"), words(_FORM, "note")),
        _amounts(content, REGION, words),
        _wide(words(_FORM, "breakdown")),
        *_breakdown(content, words),
        _wide(words(_FORM, "of_year", **years)),
        _amounts(content, YEAR, words),
        _wide(words(_FORM, "of_next", **years)),
        row("", words(_FORM, "anticorruption_of_next", **years), ""),
        *(() if words.mode is Mode.VERBATIM and not content.of(NEXT) else (_amounts(content, NEXT, words),)),
    ]
    return Sheet(
        words(_FORM, "title"),
        words.language,
        content.day,
        (),
        (),
        Table((40, 30, 30), tuple(made)),
        annexes=annexes(content, {_SUBTASK: words(_FORM, "title")}, words),
        unit=words("tenge"),
    )


def _wide(text: str, align: Align = Align.LEFT, *, bold: bool = False) -> TableRow:
    return row(TableCell(text, span=_COLUMNS, align=align, bold=bold))


def _amounts(content: Content, part: str, words: Wording) -> TableRow:
    """Give the row of a part with both amounts; blank where nobody reported, with nothing to fill in where there is nothing to report."""
    line = next(iter(content.of(part)), None)
    if line:
        return TableRow((*map(_amount, line.cells), TableCell()))
    return row(_blank(content, words, _MARKS_OF_ALL), _blank(content, words), "")


def _blank(content: Content, words: Wording, marks: str = _MARKS) -> TableCell:
    """Give a cell for an amount that nobody reported; letter for letter the form has question marks there."""
    if _is_nil(content):
        return TableCell()
    return TableCell(f"{marks} {words('tenge')}" if words.mode is Mode.VERBATIM else "", blank=True)


def _is_nil(content: Content) -> bool:
    """Whether everybody who reported said that there is no social order (A-66)."""
    said_here = {one.said.get(_SUBTASK, Said.NOT_OWED) for one in content.covered} - {Said.NOT_OWED}
    return said_here == {Said.NIL}


def _amount(cell: object) -> TableCell:
    return TableCell(cell if isinstance(cell, int) else str(cell), align=Align.RIGHT)


def _breakdown(content: Content, words: Wording) -> Iterator[TableRow]:
    """Give a row for each department, city and district; as long as none is reported, the rows of the form."""
    lines = content.of(BREAKDOWN)
    for line in lines:
        yield _unit(content, line, words)
    if _is_nil(content):
        yield _wide(words("nil"))
    for n in range(0 if lines or _is_nil(content) else words.number(_FORM, "units")):
        yield row(words(_FORM, "units", n), _blank(content, words), _MARKS if words.mode is Mode.VERBATIM else "")


def _unit(content: Content, line: Line, words: Wording) -> TableRow:
    unit, amount, note = line.cells
    return row(str(said(unit, words)), _amount(amount), with_source(content, line, said(note, words), words).strip())
