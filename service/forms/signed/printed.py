"""A frozen form as the service prints it, read back as any other file is: what a signed one is held to."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from service.exports.refusals import TooLongToPrint
from service.forms.signed.paper import read
from service.forms.signed.texts import Said
from service.forms.writing import docx_file, pdf_file
from workflows.forms import Content, FormLanguage, Mark, Mode, lay_out

Way = tuple[Mode, FormLanguage]
"""How a form is printed."""

WAYS: Sequence[Way] = tuple((mode, language) for language in ("ru", "kk") for mode in (Mode.CLEAN, Mode.VERBATIM))


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints forms as PDF or DOCX; PDFs are set in turn with all others that the service sets."""

    printing: asyncio.Semaphore
    kind: str

    async def said(self, content: Content, way: Way) -> Said | None:
        """Give what a form says that is printed in a way; None of one that is too long to be printed."""
        sheet = await asyncio.to_thread(lay_out, content, *way)
        if self.kind == "docx":
            made = await asyncio.to_thread(docx_file.docx, sheet)
        else:
            try:
                async with self.printing:
                    made = await pdf_file.pdf(sheet)
            except TooLongToPrint:
                return None
        paper = await read(made, self.kind)
        return Said(paper.pages) if paper else None

    async def every(self, content: Content, mark: Mark | None) -> AsyncIterator[tuple[Way, Said]]:
        """Give what a form says in each way in which it is printed, that which a mark names first."""
        named = [(mark.mode, mark.language)] if mark else []
        for way in dict.fromkeys((*named, *WAYS)):
            if said := await self.said(content, way):
                yield way, said
