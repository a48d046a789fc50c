"""A frozen form as the service prints it, and what the file says then."""

import asyncio
from collections.abc import Sequence

from service.exports.refusals import TooLongToPrint
from service.forms.signed.paper import read
from service.forms.signed.texts import Said
from service.forms.writing import docx_file, pdf_file
from workflows.forms import FormLanguage, Mark, Mode
from workflows.forms.sheet import Sheet

Way = tuple[Mode, FormLanguage]
"""How a form is printed."""

_EVERY: Sequence[Way] = tuple((mode, language) for language in ("ru", "kk") for mode in (Mode.CLEAN, Mode.VERBATIM))


def ways(mark: Mark | None) -> Sequence[Way]:
    """Give the ways in which a file may have been printed: that which its mark names, without one any."""
    return ((mark.mode, mark.language),) if mark else _EVERY


async def printed(sheet: Sheet, kind: str, printing: asyncio.Semaphore) -> Said | None:
    """Give what the service's own file of a form says, None of one that is too long; `printing` is the turn of whoever sets PDFs."""
    if kind == "docx":
        made = await asyncio.to_thread(docx_file.docx, sheet)
    else:
        try:
            async with printing:
                made = await pdf_file.pdf(sheet)
        except TooLongToPrint:
            return None
    paper = await read(made, kind)
    return Said(paper.pages) if paper else None
