"""Laying a form out: from what stands in it to paragraphs and a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from workflows.forms.content import Content
from workflows.forms.layouts.appendix_1 import appendix_1
from workflows.forms.layouts.appendix_2 import appendix_2
from workflows.forms.layouts.appendix_3 import appendix_3
from workflows.forms.layouts.appendix_4 import appendix_4
from workflows.forms.layouts.appendix_5 import appendix_5
from workflows.forms.layouts.appendix_6 import appendix_6
from workflows.forms.layouts.parts import as_of, period
from workflows.forms.mark import Mark
from workflows.forms.sealed_rows import tells_sealed
from workflows.forms.sheet import Align, Paragraph, Sheet, para
from workflows.forms.texts import FormLanguage, Mode, Wording

_LAYOUTS: Mapping[int, Callable[[Content, Wording], Sheet]] = {
    1: appendix_1,
    2: appendix_2,
    3: appendix_3,
    4: appendix_4,
    5: appendix_5,
    6: appendix_6,
}


def lay_out(content: Content, mode: Mode, language: FormLanguage) -> Sheet:
    """Lay a form out, letter for letter or clean, in Russian or Kazakh.

    The Instruction leaves no room for the period, nor for what the form is of: a clean form says both, and the name and the mark
    of every file say the period, so that those of two quarters are not taken for each other.
    """
    words = Wording(language, mode)
    sheet = _LAYOUTS[content.appendix](content, words)
    above = (*_restricted(content, words), *sheet.above)
    named = replace(
        sheet, above=above, name=f"{sheet.name} {period(content, words)}", mark=str(Mark.of(content, mode, language))
    )
    if mode is Mode.VERBATIM:
        return named
    title = (*sheet.title, para(period(content, words), align=Align.CENTER)) if sheet.title else ()
    return replace(named, title=title, below=(*sheet.below, *_state(content, words)))


def _restricted(content: Content, words: Wording) -> Iterator[Paragraph]:
    """Say above a form with sealed rows, however it is printed, that it is nothing to sign: whoever sees a report has its signed file."""
    if tells_sealed(content):
        yield para(words("restricted_rows"), bold=True)


def _state(content: Content, words: Wording) -> Iterator[Paragraph]:
    """Say of which state of the record the form is: by the newest entry in it, so that the same state gives the same file."""
    if said := as_of(content, words):
        yield para(said, italic=True)
