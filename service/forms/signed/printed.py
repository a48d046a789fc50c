"""A frozen form as the service prints it, read back as any other file is: what a signed one is held to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from service.exports.refusals import TooLongToPrint
from service.forms.signed.paper import read_all
from service.forms.signed.texts import Said
from service.forms.writing import docx_file, pdf_file
from workflows.forms import Content, FormLanguage, Mark, Mode, lay_out

Way = tuple[Mode, FormLanguage]
"""How a form is printed."""

_EVERY: Sequence[Way] = tuple((mode, language) for language in ("ru", "kk") for mode in (Mode.CLEAN, Mode.VERBATIM))


def ways(mark: Mark | None) -> Sequence[Way]:
    """Give the ways in which a file may have been printed: that which its mark names, without one any."""
    return ((mark.mode, mark.language),) if mark else _EVERY


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints forms as PDF or DOCX; PDFs are set in turn with all others that the service sets."""

    printing: asyncio.Semaphore
    kind: str

    async def said(self, content: Content, ways: Sequence[Way]) -> dict[Way, Said]:
        """Give what a form says that is printed in some ways; nothing of one that is too long to be printed."""
        try:
            made = [await self._made(content, way) for way in ways]
        except TooLongToPrint:
            return {}
        papers = await read_all(made, self.kind)
        return {way: Said(paper.pages) for way, paper in zip(ways, papers, strict=False)}

    async def _made(self, content: Content, way: Way) -> bytes:
        sheet = await asyncio.to_thread(lay_out, content, *way)
        if self.kind == "docx":
            return await asyncio.to_thread(docx_file.docx, sheet)
        async with self.printing:
            return await pdf_file.pdf(sheet)
