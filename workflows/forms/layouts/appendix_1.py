"""Appendix 1: the report on bringing the corruption cartogram up to date (1.5.1, l.689–705)."""

from workflows.forms.content import Content
from workflows.forms.layouts.parts import columns, head, instead, name_of_signatory, right, said, signed_by, titled
from workflows.forms.sheet import Sheet, Table, TableCell, row
from workflows.forms.texts import Mode, Wording

_FORM = "appendix_1"


def appendix_1(content: Content, words: Wording) -> Sheet:
    """Lay it out; the form names no organisation, a clean one does."""
    named = (right(content.name.of(words.language)),) if words.mode is Mode.CLEAN else ()
    above = (
        head(content, words, italic=True),
        *named,
        right(signed_by(content, words)),
        name_of_signatory(content, words, "name"),
        right(words("signature_and_seal")),
        right(words("date", year=content.year)),
    )
    rows = [
        row(str(number), words(_FORM, "rows", group), _section(content, group, words))
        for number, group in enumerate(words.keys(_FORM, "rows"), 1)
    ]
    title = titled(words(_FORM, "title"), words(_FORM, "subtitle"))
    return Sheet(
        words(_FORM, "subtitle"),
        words.language,
        content.day,
        above,
        title,
        Table((8, 42, 50), (columns(words, _FORM), *rows)),
    )


def _section(content: Content, group: str, words: Wording) -> TableCell:
    told = [str(said(line.cells[0], words)) for line in content.of(group)]
    return TableCell("\n".join(told)) if told else next(instead(content, group, words), TableCell(blank=True))
