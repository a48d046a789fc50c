"""A form as DOCX, to be worked on further. The same form gives the same bytes."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as DocxParagraph

from service.forms.writing.amounts import written
from service.forms.writing.told_in import told_in
from service.harmless import harmless
from workflows.forms.sheet import Align, Paragraph, Run, Sheet, Table, TableCell, TableRow

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT, _SIZE = "Times New Roman", Pt(12)
_WIDTH = Cm(17.0)
_NONE, _NARROW, _WIDE = Pt(0), Pt(6), Pt(14)
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_LANGUAGES = {"ru": "ru-RU", "kk": "kk-KZ"}
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def docx(sheet: Sheet) -> bytes:
    """Write a form; takes time by the number of its rows, so it is not called on the event loop."""
    document = Document()
    _prepare(document, sheet)
    _block(document, sheet.above)
    _block(document, sheet.title, before=_WIDE, after=_NARROW)
    _table(document, sheet.table, sheet)
    _block(document, sheet.below, before=_NARROW)
    for annex in sheet.annexes:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _block(document, (Paragraph((Run(annex.title, bold=True),), Align.CENTER),), after=_NARROW)
        _table(document, annex.table, sheet)
    made = BytesIO()
    document.save(made)
    return _undated(made.getvalue())


def _prepare(document: DocumentType, sheet: Sheet) -> None:
    """Set the page, the font and the language, and say what the document is."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    properties.append(_language(sheet.language))
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2.0)
    told = document.core_properties
    told.title, told.language = harmless(sheet.name)[:255], _LANGUAGES[sheet.language]
    told.keywords = sheet.mark
    told.created = told.modified = datetime.combine(sheet.day, time())
    told.author = told.last_modified_by = told.comments = ""


def _language(language: str) -> Any:
    """Give what says in which language a text is."""
    made = OxmlElement("w:lang")
    made.set(qn("w:val"), _LANGUAGES[language])
    return made


def _block(
    document: DocumentType, paragraphs: Sequence[Paragraph], before: Length = _NONE, after: Length = _NONE
) -> None:
    """Write paragraphs that belong together, with some room before and after them."""
    made = [document.add_paragraph() for _ in paragraphs]
    for into, paragraph in zip(made, paragraphs, strict=True):
        _write(into, paragraph)
    if made:
        made[0].paragraph_format.space_before, made[-1].paragraph_format.space_after = before, after


def _table(document: DocumentType, table: Table, sheet: Sheet) -> None:
    """Write a table. Rows are laid out one by one: the library's own look-up of cells is quadratic."""
    made = document.add_table(rows=0, cols=len(table.widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(table.widths)
    widths = [round(_WIDTH * share / whole) for share in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        _row(made.add_row(), row, widths, sheet)


def _row(made: _Row, row: TableRow, widths: list[int], sheet: Sheet) -> None:
    properties = made._tr.get_or_add_trPr()
    if row.header:
        properties.append(OxmlElement("w:cantSplit"))
        properties.append(OxmlElement("w:tblHeader"))
    cells, place = list(made.cells), 0
    for cell in row.cells:
        first = cells[place]
        if cell.span > 1:
            first = first.merge(cells[place + cell.span - 1])
        first.width = Length(sum(widths[place : place + cell.span]))
        _fill(first, cell, sheet, breaks=row.breaks and place == 0)
        place += cell.span


def _fill(made: _Cell, cell: TableCell, sheet: Sheet, *, breaks: bool) -> None:
    run = Run(written(cell, sheet.unit), cell.bold, cell.italic)
    paragraph = made.paragraphs[0]
    paragraph.paragraph_format.page_break_before = breaks or None
    _write(paragraph, Paragraph((run,), cell.align), told_in(run.text, sheet.language))


def _write(made: DocxParagraph, paragraph: Paragraph, language: str = "") -> None:
    made.alignment = _ALIGN[paragraph.align]
    for run in paragraph.runs:
        for place, line in enumerate(harmless(run.text).split("\n")):
            part = made.add_run()
            if place:
                part.add_break()
            part.add_text(line)
            part.bold, part.italic = run.bold or None, run.italic or None
            if language:
                part._r.get_or_add_rPr().append(_language(language))


def _undated(made: bytes) -> bytes:
    """Pack the parts anew in their order, without the time at which that happened."""
    packed = BytesIO()
    with ZipFile(BytesIO(made)) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as into:
        for part in parts.infolist():
            info = ZipInfo(part.filename, _NO_DATE)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            into.writestr(info, parts.read(part))
    return packed.getvalue()
