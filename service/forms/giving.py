"""Giving a form as a file."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import Response

from events.text import msg
from service.exports.at_once import HEADERS
from service.exports.folder import ExportFolder
from service.forms.writing import docx_file, pdf_file, xlsx_file
from service.problems import BadQuery
from workflows.forms import Content, FormLanguage, Mode, lay_out, secrets
from workflows.forms.sheet import Sheet
from workflows.refusals import Unknown

if TYPE_CHECKING:
    from service.wiring import Service

_MEDIA_TYPES: Mapping[str, str] = {
    "docx": docx_file.MEDIA_TYPE,
    "pdf": pdf_file.MEDIA_TYPE,
    "xlsx": xlsx_file.MEDIA_TYPE,
}
FORMATS = ("docx", "pdf", "xlsx")
"""The formats of forms."""

LANGUAGES: Mapping[str, FormLanguage] = {"ru": "ru", "kk": "kk"}
"""The languages of forms."""


def mode_of(text: str | None) -> Mode:
    """Read how a form is to be printed, clean if nothing is said; raises `BadQuery`."""
    if not text:
        return Mode.CLEAN
    if text not in set(Mode):
        raise BadQuery((("mode", msg("One of {names}.", names=", ".join(Mode))),))
    return Mode(text)


def language_of(text: str | None, otherwise: str) -> FormLanguage:
    """Read the language of a form, that of its reader if nothing is said, Russian if forms do not speak it; raises `BadQuery`."""
    if text and text not in LANGUAGES:
        raise BadQuery((("lang", msg("One of {names}.", names=", ".join(LANGUAGES))),))
    return LANGUAGES.get(text or otherwise, "ru")


async def written(service: "Service", sheet: Sheet, form: str, *, sealed: bool) -> bytes:
    """Write a form in a format, `sealed` if sealed rows stand in it; raises `Unknown` for a format that there is not, `TooLongToPrint`."""
    if form not in FORMATS:
        raise Unknown(msg("Forms are given as {formats}.", formats=", ".join(FORMATS)))
    if form == "pdf":
        async with service.exports.printing:
            return await pdf_file.pdf(sheet)
    async with service.exports.turns:
        if form == "docx":
            return await asyncio.to_thread(docx_file.docx, sheet)
        return await asyncio.to_thread(_workbook, service.exports.folder, sheet, sealed=sealed)


def _workbook(folder: ExportFolder, sheet: Sheet, *, sealed: bool) -> bytes:
    """Write a form as a workbook, with its rows on the disk meanwhile where these may lie there in the clear."""
    if sealed:
        return xlsx_file.xlsx(sheet)
    with folder.parts() as own:
        return xlsx_file.xlsx(sheet, own)


async def form_file(service: "Service", content: Content, mode: Mode, language: FormLanguage, form: str) -> Response:
    """Give a form as a file to be kept."""
    sheet = await asyncio.to_thread(lay_out, content, mode, language)
    made = await written(service, sheet, form, sealed=bool(secrets(content)))
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{file_name(content, mode, language, form)}"'}
    return Response(made, headers=headers | {"Content-Language": language}, media_type=media_type(form))


def media_type(form: str) -> str:
    """Give the media type of a format."""
    return _MEDIA_TYPES[form]


def file_name(content: Content, mode: Mode, language: FormLanguage, form: str) -> str:
    """Name the file of a form by its Appendix, body, period, language and the day as of which it is.

    A name says, too, that it is letter for letter, and that it holds what others may not read.
    """
    told = [
        f"appendix-{content.appendix}",
        content.organization.replace("/", "-"),
        "consolidated" if content.consolidated else "",
        content.period,
        language,
        mode if mode is Mode.VERBATIM else "",
        "restricted" if secrets(content) else "",
        content.day.isoformat(),
    ]
    return f"{'-'.join(filter(None, told))}.{form}"
