"""Appendix 6: the report on legal propaganda (4.3.1, l.796–809)."""

from collections.abc import Iterable, Iterator

from workflows.forms.content import Content, Line
from workflows.forms.layouts.parts import (
    annexes,
    columns,
    head,
    instead,
    name_of_signatory,
    right,
    said,
    titled,
    with_source,
)
from workflows.forms.sheet import Sheet, Table, TableCell, TableRow, row
from workflows.forms.texts import Mode, Wording

_FORM, _SUBTASK, _COLUMNS = "appendix_6", "4.3.1", 3


def appendix_6(content: Content, words: Wording) -> Sheet:
    """Lay it out: one list; in a clean form acts and life situations apart (A-52)."""
    above = (
        head(content, words),
        right(content.name.of(words.language) or words(_FORM, "body")),
        name_of_signatory(content, words, "name"),
        right(words("signature")),
        right(words("date_short", year=content.year)),
    )
    made = [columns(words, _FORM)]
    if words.mode is Mode.CLEAN:
        for kind in words.keys(_FORM, "groups"):
            made.append(row(TableCell(words(_FORM, "groups", kind), span=_COLUMNS, bold=True)))
            made += _numbered(content, content.of(kind), words)
    else:
        made += _numbered(content, content.lines, words)
    rest = list(instead(content, _SUBTASK, words))
    made += [row("", cell, "") for cell in rest]
    return Sheet(
        words(_FORM, "subtitle"),
        words.language,
        content.day,
        above,
        titled(words(_FORM, "title"), words(_FORM, "subtitle")),
        Table((6, 58, 36), tuple(made)),
        annexes=annexes(content, {_SUBTASK: _SUBTASK}, words),
    )


def _numbered(content: Content, lines: Iterable[Line], words: Wording) -> Iterator[TableRow]:
    for number, line in enumerate(lines, 1):
        what, links = (said(cell, words) for cell in line.cells)
        yield row(str(number), with_source(content, line, what, words), str(links))
