"""Appendix 3: the act of reconciliation (2.2.1, l.738–761)."""

from collections.abc import Iterator

from workflows.forms.content import Content, Said
from workflows.forms.layouts.parts import (
    annexes,
    columns,
    head,
    instead,
    marked,
    name_of_signatory,
    right,
    said,
    signed_by,
    titled,
    with_source,
)
from workflows.forms.sheet import Sheet, Table, TableCell, TableRow, row
from workflows.forms.texts import Wording

_FORM, _SUBTASK, _COLUMNS = "appendix_3", "2.2.1", 4


def appendix_3(content: Content, words: Wording) -> Sheet:
    """Lay it out: three groups, the numbers beginning anew in each."""
    above = (
        head(content, words),
        right(content.name.of(words.language).upper() or words(_FORM, "body")),
        right(signed_by(content, words)),
        name_of_signatory(content, words, "name", before="_____"),
        right(words("signature_and_seal")),
        right(words("date", year=content.year)),
    )
    made = [columns(words, _FORM)]
    for group in words.keys(_FORM, "groups"):
        made += _group(content, group, words)
    made += [row(TableCell(), TableCell(), cell, TableCell()) for cell in _late(content, words)]
    texts = [words(_FORM, "footnote", n) for n in range(words.number(_FORM, "footnote"))]
    title = titled(words(_FORM, "title"), words(_FORM, "subtitle"))
    return Sheet(
        words(_FORM, "title"),
        words.language,
        content.day,
        above,
        title,
        Table((6, 20, 46, 28), tuple(made)),
        (marked(*((text, n == 1) for n, text in enumerate(texts))),),
        annexes(content, {_SUBTASK: words(_FORM, "title")}, words),
    )


def _group(content: Content, group: str, words: Wording) -> Iterator[TableRow]:
    name = words(_FORM, "groups", group)
    yield row(TableCell(name, span=_COLUMNS, italic=True))
    lines = content.of(group)
    for number, line in enumerate(lines, 1):
        fabula, status = (said(cell, words) for cell in line.cells)
        yield row(f"{number}.", name, with_source(content, line, fabula, words), str(status))
    if not lines:
        owed = [one for one in content.covered if one.said.get(_SUBTASK, Said.NOT_OWED) is not Said.NOT_OWED]
        told = sum(one.said[_SUBTASK] in {Said.REPORTED, Said.NIL} for one in owed)
        nothing = words("nil") if told == len(owed) else words("nil_of", n=told, all=len(owed))
        yield row("", "", nothing, "") if told else row("1.", "", TableCell(blank=True), "")


def _late(content: Content, words: Wording) -> Iterator[TableCell]:
    return (cell for cell in instead(content, _SUBTASK, words) if cell.blank) if content.tells_of_others else iter(())
