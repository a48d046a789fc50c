"""The templates that come with the service, drawn from `forms.yaml` whenever they are asked for: no binary file is kept."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.document import Document as Drawn
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from service.documents.kinds import DocumentLanguage

_FONT = "Times New Roman"  # has every Kazakh letter
_LOCALES: Mapping[DocumentLanguage, str] = {"ru": "ru-RU", "kk": "kk-KZ"}
_LONG, _SHORT, _MARGIN = Cm(29.7), Cm(21), Cm(2)
_ALIGNED = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "text": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
}
_WHEN = datetime(2024, 1, 1, tzinfo=UTC)


@cache
def drawn(kind: str, language: DocumentLanguage) -> bytes:
    """Give the template of a kind in a language."""
    form = _forms()[kind]
    document = Document()
    _set_up(document, language, wide=bool(form.get("wide")))
    _Pen(document, language).blocks(form["blocks"])
    document.save(made := io.BytesIO())
    return made.getvalue()


@cache
def _forms() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("forms.yaml").read_text("utf-8"))
    return found


def _set_up(document: Drawn, language: DocumentLanguage, *, wide: bool) -> None:
    """Set page, font, language and properties, and number the pages."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    for name in ("Normal", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(12 if wide else 14), None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), _LOCALES[language])
        style.element.get_or_add_rPr().append(spoken)
    properties = document.core_properties
    properties.created = properties.modified = _WHEN
    properties.language, properties.author, properties.comments, properties.title = _LOCALES[language], "", "", ""
    _number(section.footer.paragraphs[0])


def _number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(OxmlElement("w:r"))
    paragraph._p.append(field)


class _Pen:
    """Draws the blocks of a form in one language."""

    def __init__(self, document: Drawn, language: DocumentLanguage) -> None:
        self._document, self._language = document, language

    def blocks(self, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Draw blocks one below another; each is of the kind that its first name says."""
        for block in blocks:
            kind = next(iter(block))
            match kind:
                case "heading":
                    self._document.add_heading(self._said(block[kind]), block.get("level", 2))
                case "table":
                    self._table(block["table"], block["columns"])
                case "if" | "for":
                    self._line(f"{{%p {kind} {block[kind]} %}}")
                    self.blocks(block["blocks"])
                    self._line(f"{{%p end{kind} %}}")
                case "sign":
                    self._sign(block["sign"], block["name"])
                case _:
                    self._text(kind, block)

    def _said(self, words: Any) -> str:
        """Give words in the language; those that are the same in both stand alone."""
        return str(words[self._language] if isinstance(words, Mapping) else words)

    def _line(self, text: str) -> Paragraph:
        return self._document.add_paragraph(text)

    def _text(self, kind: str, block: Mapping[str, Any]) -> None:
        for text in self._said(block[kind]).strip().split("\n"):
            paragraph = self._line("")
            paragraph.add_run(text).bold = bool(block.get("bold"))
            paragraph.alignment = _ALIGNED[kind]
            paragraph.paragraph_format.space_after = Pt(6)
            if kind == "text":
                paragraph.paragraph_format.first_line_indent = Cm(1.25)

    def _table(self, rows: str, columns: Sequence[Mapping[str, Any]]) -> None:
        """Draw a table with one row for each of the rows; the widths of its columns are shares of the page."""
        table = self._document.add_table(4, len(columns), "Table Grid")
        table.autofit = False
        head, begin, row, end = table.rows
        repeated = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeated)
        for line in (head, row):  # no row goes on on the next page
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _write(begin.cells[0], f"{{%tr for row in {rows} %}}")
        _write(end.cells[0], "{%tr endfor %}")
        section = self._document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
        whole = sum(column["width"] for column in columns)
        for number, column in enumerate(columns):
            _write(head.cells[number], self._said(column["head"]), bold=True)
            _write(row.cells[number], self._said(column["cell"]))
            width = Emu(int(room * column["width"] / whole))
            table.columns[number].width = width  # of this LibreOffice takes account, of that of cells Word
            for line in table.rows:
                line.cells[number].width = width
        self._line("")

    def _sign(self, post: Any, name: str) -> None:
        """Draw the place of a signature: the post, a line, the name."""
        self._line("")
        table = self._document.add_table(1, 3)
        for cell, text in zip(table.rows[0].cells, (self._said(post), "____________", name), strict=True):
            _write(cell, text)


def _write(cell: _Cell, text: str, *, bold: bool = False) -> None:
    cell.paragraphs[0].add_run(text).bold = bold
