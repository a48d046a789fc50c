"""Appendix 5: the report of the ethics officer on prevention (4.2.3, 4.2.4, l.777–794)."""

from collections.abc import Iterator

from workflows.forms.content import Content
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

_FORM, _COLUMNS = "appendix_5", 3


def appendix_5(content: Content, words: Wording) -> Sheet:
    """Lay it out: two fixed rows with all that was done; in a clean form they head lists of people and work (A-50)."""
    above = (
        head(content, words, italic=True),
        right(words("posts", "ethics_officer"), bold=True),
        right(content.name.of(words.language) or words(_FORM, "body"), bold=True),
        name_of_signatory(content, words, "name_dotted", before="_____ ", bold=True),
        right(f"_____ {words('signature')}", italic=True),
        right(words("date", year=content.year)),
    )
    made = [columns(words, _FORM)]
    for number, code in enumerate(words.keys(_FORM, "rows"), 1):
        made += (_fixed if words.mode is Mode.VERBATIM else _listed)(content, code, number, words)
    titles = {code: code for code in words.keys(_FORM, "rows")}
    return Sheet(
        words(_FORM, "subtitle").replace("\n", " "),
        words.language,
        content.day,
        above,
        titled(words(_FORM, "title"), words(_FORM, "subtitle")),
        Table((8, 40, 52), tuple(made)),
        annexes=annexes(content, titles, words),
    )


def _fixed(content: Content, code: str, number: int, words: Wording) -> Iterator[TableRow]:
    """Give a row as the Instruction has it: all that was done stands in its last column."""
    told = [
        f"{said(line.cells[0], words)}: {with_source(content, line, said(line.cells[1], words), words)}"
        for line in content.of(code)
    ]
    rest = list(instead(content, code, words))
    told += [str(cell.value) for cell in rest if cell.value]
    yield row(str(number), words(_FORM, "rows", code), TableCell("\n".join(told), blank=any(c.blank for c in rest)))


def _listed(content: Content, code: str, number: int, words: Wording) -> Iterator[TableRow]:
    yield row(TableCell(f"{number}. {words(_FORM, 'rows', code)}", span=_COLUMNS, bold=True))
    for place, line in enumerate(content.of(code), 1):
        who, work = (said(cell, words) for cell in line.cells)
        yield row(f"{number}.{place}", str(who), with_source(content, line, work, words))
    for cell in instead(content, code, words):
        yield row("", "", cell)
