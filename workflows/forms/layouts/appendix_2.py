"""Appendix 2: the report on keeping to the anti-corruption law, by subtask (Project 2, l.707–736)."""

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
    signed_by,
    titled,
    with_source,
)
from workflows.forms.sheet import Align, Sheet, Table, TableCell, TableRow
from workflows.forms.texts import Mode, Wording
from workflows.reporting_row.rows import rows as rows_of

_FORM = "appendix_2"
_BREAKS_AFTER = "2.4.1"
"""A page ends there in the Instruction (l.731)."""


def appendix_2(content: Content, words: Wording) -> Sheet:
    """Lay it out: ten rows, in a clean form with that of reconciliations (A-02), facts numbered inside each."""
    titles = _titles(content, words)
    above = (
        head(content, words),
        right(content.name.of(words.language) or words(_FORM, "body")),
        right(signed_by(content, words)),
        name_of_signatory(content, words, "name"),
        right(words("signature_and_seal")),
        right(words("date_short", year=content.year)),
    )
    made: list[TableRow] = [columns(words, _FORM)]
    codes = list(titles)
    for place, code in enumerate(codes):
        breaks = place > 0 and codes[place - 1] == _BREAKS_AFTER
        made += _row(content, code, titles[code], words, breaks=breaks)
    table = Table((34, 6, 60), tuple(made))
    title = titled(words(_FORM, "title"), words(_FORM, "subtitle"))
    short = {code: words("unnumbered") if code.endswith("R") else code for code in titles}
    return Sheet(
        words(_FORM, "subtitle"),
        words.language,
        content.day,
        above,
        title,
        table,
        annexes=annexes(content, short, words),
    )


def _titles(content: Content, words: Wording) -> dict[str, str]:
    """Give the rows in their order: of the form as it is printed, or of the catalogue, without the slips."""
    if words.mode is Mode.VERBATIM:
        return {code: words(_FORM, "rows", code) for code in words.keys(_FORM, "rows")}
    return {row.code: row.name(words.language) for row in rows_of(content.year)}


def _row(content: Content, code: str, title: str, words: Wording, *, breaks: bool) -> Iterator[TableRow]:
    told = [TableCell(with_source(content, line, said(line.cells[0], words), words)) for line in content.of(code)]
    numbers = [str(number) for number in range(1, len(told) + 1)]
    told += instead(content, code, words)
    numbers += [""] * (len(told) - len(numbers))
    for place, (number, cell) in enumerate(zip(numbers or [""], told or [TableCell(blank=True)], strict=True)):
        first = TableCell(title if place == 0 else "")
        yield TableRow((first, TableCell(number, align=Align.CENTER), cell), breaks=breaks and place == 0)
