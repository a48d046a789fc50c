"""Appendix 4: the state social order on anti-corruption topics in the region (4.1.2, l.763–775); nobody signs it, and it has no date."""

from collections.abc import Iterator

from workflows.forms.content import Content, Line
from workflows.forms.layouts.parts import annexes, said, with_source
from workflows.forms.sheet import Align, Sheet, Table, TableCell, TableRow, row
from workflows.forms.texts import Wording

_FORM, _SUBTASK, _COLUMNS = "appendix_4", "4.1.2", 3
REGION, BREAKDOWN, YEAR, NEXT = "region", "breakdown", "year", "next_year"
"""The parts of the table: the region as a whole, by department, city and district, then the year and the next one (A-54)."""


def appendix_4(content: Content, words: Wording) -> Sheet:
    """Lay it out: the words about the Appendix are in its first row."""
    years = {"year": content.year, "next": content.year + 1}
    made: list[TableRow] = [
        _wide(words(_FORM, "head"), Align.RIGHT),
        _wide(words(_FORM, "title"), Align.CENTER, bold=True),
        row(words(_FORM, "total"), words(_FORM, "anticorruption"), words(_FORM, "note")),
        _amounts(content, REGION),
        _wide(words(_FORM, "breakdown")),
        *_breakdown(content, words),
        _wide(words(_FORM, "of_year", **years)),
        _amounts(content, YEAR),
        _wide(words(_FORM, "of_next", **years)),
        row("", words(_FORM, "anticorruption_of_next", **years), ""),
        _amounts(content, NEXT),
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


def _amounts(content: Content, part: str) -> TableRow:
    """Give the row of a part with both amounts; blank where nobody reported."""
    line = next(iter(content.of(part)), None)
    cells = (TableCell(blank=True), TableCell(blank=True)) if line is None else tuple(map(_amount, line.cells))
    return TableRow((*cells, TableCell()))


def _amount(cell: object) -> TableCell:
    return TableCell(cell if isinstance(cell, int) else str(cell), align=Align.RIGHT)


def _breakdown(content: Content, words: Wording) -> Iterator[TableRow]:
    """Give a row for each department, city and district; as long as none is reported, the rows of the form."""
    lines = content.of(BREAKDOWN)
    for line in lines:
        yield _unit(content, line, words)
    for n in range(0 if lines else words.number(_FORM, "units")):
        yield row(words(_FORM, "units", n), TableCell(blank=True), TableCell())


def _unit(content: Content, line: Line, words: Wording) -> TableRow:
    unit, amount, note = line.cells
    return row(str(said(unit, words)), _amount(amount), with_source(content, line, said(note, words), words).strip())
