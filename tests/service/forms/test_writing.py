"""A form as DOCX, PDF and XLSX: the same content in each, read back by other programs; harmless whatever people wrote."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from docx import Document
from pypdf import PdfReader

from service.forms.writing.docx_file import docx
from service.forms.writing.pdf_file import pdf
from service.forms.writing.xlsx_file import xlsx
from service.harmless import harmless
from tests.workflows.forms.samples import HEAD, OTHER, form, line
from workflows.forms import Content, Covered, FormLanguage, Mode, OwnReport, Said, forms, lay_out
from workflows.forms.sheet import Sheet

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
HOSTILE = (
    '=HYPERLINK("http://x";"y")',
    "+7 701",
    "-1",
    "@SUM(A1)",
    "a\u202egnp.exe",
    "\u200fкогда\u2066",
    "nul\x00\x07l",
)

FORMS: dict[int, Content] = {
    1: form(1, line("positions", "12 должностей"), said=Said.REPORTED),
    2: form(2, line("2.3.1", f"Первый факт\n{KAZAKH}"), line("2.3.1", "Второй"), said=Said.NIL, signatory=HEAD),
    3: form(3, line("criminal", "Получил взятку", "Приговор в силе"), said=Said.REPORTED),
    4: form(4, line("region", 900_000_000, 30_000_000), line("breakdown", "Отдел", 5, "ТС"), said=Said.REPORTED, signatory=None),
    5: form(5, line("4.2.3", "Отдел", "Беседа"), said=Said.REPORTED),
    6: form(6, line("legal_act", "Закон", "https://kz2050.gov.kz/a"), said=Said.REPORTED),
}  # fmt: skip


def sheets() -> list[Sheet]:
    """Every form in both modes and languages."""
    return [
        lay_out(content, mode, language) for content in FORMS.values() for mode in Mode for language in ("ru", "kk")
    ]


def said(sheet: Sheet) -> list[str]:
    """All texts of a form, in order, amounts by their digits."""
    paragraphs = [one.text for one in (*sheet.above, *sheet.title)]
    rows = [str(cell.value) for row in sheet.table.rows for cell in row.cells]
    return [*paragraphs, *filter(None, rows), *(one.text for one in sheet.below)]


def plain(text: str) -> str:
    """A text without what formats add: spaces, the unit of amounts."""
    return re.sub(r"\s|тнг\.|тг\.", "", text)


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: f"{sheet.name[:20]}-{sheet.language}")
def test_docx_says_what_the_form_says(sheet: Sheet) -> None:
    """Paragraphs and cells of the document, read by python-docx, are those of the form, in its order."""
    document = Document(BytesIO(docx(sheet)))
    before = [one.text for one in document.paragraphs]
    cells = [cell.text for row in document.tables[0].rows for cell in _once(list(row.cells))]
    found = [plain(text) for text in (*before, *cells) if text]
    assert sorted(found) == sorted(plain(text) for text in said(sheet))
    assert len(document.tables[0].columns) == len(sheet.table.widths)


def _once(cells: list) -> list:  # type: ignore[type-arg]
    """The cells of a row, merged ones once."""
    return [cell for place, cell in enumerate(cells) if place == 0 or cell._tc is not cells[place - 1]._tc]


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: f"{sheet.name[:20]}-{sheet.language}")
def test_xlsx_says_what_the_form_says(sheet: Sheet) -> None:
    """Cells of the workbook, read by openpyxl, are those of the form; amounts are numbers."""
    [page] = openpyxl.load_workbook(BytesIO(xlsx(sheet))).worksheets
    found = [cell.value for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [plain(str(value)) for value in found] == [plain(text) for text in said(sheet)]
    amounts = {cell.value for row in sheet.table.rows for cell in row.cells if isinstance(cell.value, int)}
    assert {value for value in found if isinstance(value, int)} == amounts


def test_both_ways_of_writing_a_workbook_give_the_same_sheet(tmp_path: Path) -> None:
    """On the disk or in memory alone: the same cells in rows of the same heights, high enough for what is long."""
    long = form(2, *(line("2.3.1", f"{n}. " + "обстоятельства " * 20) for n in range(3)), said=Said.REPORTED)
    sheet = lay_out(long, Mode.CLEAN, "ru")
    first, second = [
        openpyxl.load_workbook(BytesIO(made)).worksheets[0] for made in (xlsx(sheet), xlsx(sheet, str(tmp_path)))
    ]
    assert [*first.values] == [*second.values]
    heights = [[page.row_dimensions[n].height for n in range(1, page.max_row + 1)] for page in (first, second)]
    assert heights[0] == heights[1]
    assert len([one for one in heights[0] if one and one > 30]) >= 3


@pytest.mark.parametrize("appendix", FORMS)
async def test_pdf_is_archival_tagged_and_says_what_the_form_says(appendix: int) -> None:
    """PDF/A-2a and PDF/UA-1, all fonts in it, its text in the order of the form, in both languages and modes."""
    for mode, language in ((Mode.CLEAN, "kk"), (Mode.VERBATIM, "ru")):
        sheet = lay_out(FORMS[appendix], mode, language)  # type: ignore[arg-type]
        made = await pdf(sheet)
        reader = PdfReader(BytesIO(made))
        text = plain("".join(page.extract_text() for page in reader.pages))
        assert all(plain(one) in text for one in said(sheet)), [one for one in said(sheet) if plain(one) not in text]
        raw = made.decode("latin-1")
        assert "<pdfaid:part>2</pdfaid:part>" in raw
        assert "<pdfuaid:part>1</pdfuaid:part>" in raw
        assert str(reader.root_object["/Lang"]) == language
        fonts = {name for page in reader.pages for name in _fonts_without_file(page)}
        assert fonts == set()


def _fonts_without_file(page: object) -> set[str]:
    found = set()
    for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
        below = font.get_object().get("/DescendantFonts", [font])
        about = below[0].get_object()["/FontDescriptor"].get_object()
        if not any(key in about for key in ("/FontFile2", "/FontFile3")):
            found.add(str(font))
    return found


async def test_every_kazakh_letter_prints() -> None:
    """Each letter gives a picture of its own, none the box of a missing one; the text stays text."""
    letters = form(2, *(line("2.3.1", letter) for letter in KAZAKH), said=Said.NIL)
    made = await pdf(lay_out(letters, Mode.VERBATIM, "kk"))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert set(KAZAKH) <= set(text)
    document = pypdfium2.PdfDocument(made)
    shapes: dict[str, bytes] = {}
    for page in document:
        words = page.get_textpage()
        for place in range(words.count_chars()):
            letter = words.get_text_range(place, 1)
            if letter in KAZAKH and letter not in shapes:
                shapes[letter] = _picture(page, words.get_charbox(place))
    assert set(shapes) == set(KAZAKH)
    assert len(set(shapes.values())) == len(KAZAKH)


def _picture(page: pypdfium2.PdfPage, box: tuple[float, float, float, float]) -> bytes:
    """A letter as it is printed, cut out of its page."""
    left, bottom, right, top = box
    width, height = page.get_size()
    crop = (left - 1, bottom - 3, width - right - 1, height - top - 3)
    bitmap = page.render(scale=6, crop=crop, grayscale=True)
    return f"{bitmap.width}x{bitmap.height}".encode() + bytes(bitmap.buffer)


def test_the_same_form_gives_the_same_bytes() -> None:
    """DOCX and XLSX of the same state are equal byte for byte, at whatever time they are made."""
    for content in FORMS.values():
        first, second = (lay_out(content, Mode.CLEAN, "ru") for _ in range(2))
        assert docx(first) == docx(second)
        assert xlsx(first) == xlsx(second)


async def test_pdf_of_the_same_form_is_the_same() -> None:
    """So is the PDF."""
    sheet = lay_out(FORMS[3], Mode.CLEAN, "ru")
    assert await pdf(sheet) == await pdf(sheet)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_people_wrote_is_carried_out(text: str) -> None:
    """Formulas are text in the workbook; marks of direction and control characters are left out everywhere; the words stay."""
    sheet = lay_out(form(2, line("2.3.1", text), said=Said.NIL), Mode.CLEAN, "ru")
    [page] = openpyxl.load_workbook(BytesIO(xlsx(sheet))).worksheets
    cells = [cell for row in page.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert harmless(text) in {cell.value for cell in cells}
    assert harmless(text) in docx_text(sheet)
    assert not set(harmless(text)) & set("\u202e\u200f\u2066\x00\x07")


LACKING = 'Қ😀 中国語 и ಠ_ಠ 🇰🇿 👨\u200d👩 \ue000\U000f0000 \u0378a\u0378 "\u0378\\ ﷽ 𝔘 Ә'


async def test_letters_that_no_font_has_keep_nobody_from_printing() -> None:
    """A PDF for archives may hold none: each is printed as “�”, the rest as it stands; in DOCX and XLSX all of it stands."""
    sheet = lay_out(form(2, line("2.3.1", LACKING), said=Said.NIL), Mode.CLEAN, "ru")
    printed = plain("".join(page.extract_text() for page in PdfReader(BytesIO(await pdf(sheet))).pages))
    assert "Қ�" in printed
    assert "и�_�" in printed
    assert "a�" in printed
    assert not set("😀中ಠ\ue000\u0378") & set(printed)
    assert LACKING in docx_text(sheet)
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 4_000)))
    assert await pdf(lay_out(form(2, line("2.3.1", many), said=Said.NIL), Mode.CLEAN, "ru"))


async def test_a_name_with_letters_that_no_font_has_names_the_document() -> None:
    """Also where it stands among the properties of the PDF."""
    sheet = replace(lay_out(FORMS[2], Mode.CLEAN, "ru"), name=LACKING)
    assert "Ә" in str(PdfReader(BytesIO(await pdf(sheet))).metadata)


def docx_text(sheet: Sheet) -> set[str]:
    """All cells of a document."""
    return {cell.text for row in Document(BytesIO(docx(sheet))).tables[0].rows for cell in row.cells}


async def test_a_name_of_ten_thousand_characters_is_printed() -> None:
    """A very long word breaks no document: all of it stands in DOCX and XLSX, and the PDF is made."""
    long = "я" * 10_000
    sheet = lay_out(form(2, line("2.3.1", long), said=Said.NIL), Mode.CLEAN, "ru")
    assert long in docx_text(sheet)
    [page] = openpyxl.load_workbook(BytesIO(xlsx(sheet))).worksheets
    assert any(cell.value == long for row in page.iter_rows() for cell in row)
    assert len(PdfReader(BytesIO(await pdf(sheet))).pages) > 1


async def test_a_letter_that_no_font_has_is_printed_as_a_sign() -> None:
    """An emoji, or a bullet pasted from Word, keeps no form from being printed: the PDF says that a letter stands there, and the rest."""
    sheet = lay_out(form(2, line("2.3.1", "\uf0b7 Взятка 😀 漢字 ₸ ұлықсат"), said=Said.NIL), Mode.CLEAN, "ru")
    pages = PdfReader(BytesIO(await pdf(sheet))).pages
    assert "\ufffd Взятка \ufffd \ufffd\ufffd ₸ ұлықсат" in " ".join(
        " ".join(one.extract_text() for one in pages).split()
    )


def test_an_annex_is_a_page_and_a_sheet_of_its_own() -> None:
    """Whom a consolidated form covers stands after it."""
    others = (Covered("almaty.education", OTHER, {"2.3.1": Said.MISSING}),)
    sheet = lay_out(form(2, said={"2.3.1": Said.NIL}, others=others), Mode.CLEAN, "ru")
    assert len(Document(BytesIO(docx(sheet))).tables) == 2
    _, annex = openpyxl.load_workbook(BytesIO(xlsx(sheet))).worksheets
    assert [cell.value for cell in annex[3]] == ["2", "Отдел образования", "не представлено"]


@pytest.mark.parametrize("language", ["ru", "kk"])
async def test_no_letter_stands_on_another_or_beyond_the_page(language: FormLanguage) -> None:
    """Also in the annex of the form with the most parts, and where people wrote long words."""
    every = dict.fromkeys((part.code for part in forms()[2].parts(2024)), Said.MISSING)
    others = (
        Covered("almaty.education", OTHER, every | {"2.1.1": Said.RESTRICTED, "2.3.1": Said.PARTLY}, OwnReport()),
        Covered("almaty.sport", OTHER, every, OwnReport("submitted", "2024-07-05")),
    )
    long = "https://example.kz/" + "очень-длинный-путь/" * 20
    for sheet in (
        lay_out(
            form(2, line("2.3.1", "я" * 300), line("2.3.2", long), said=every, others=others), Mode.CLEAN, language
        ),
        lay_out(form(6, line("legal_act", "Закон", long), said=Said.REPORTED), Mode.CLEAN, language),
    ):
        for page in pypdfium2.PdfDocument(await pdf(sheet)):
            wide, boxes = page.get_width(), sorted(_letters(page))
            assert max(right for *_, right in boxes) < wide - 30
            for (line_, _, right), (next_line, left, _) in pairwise(boxes):
                assert line_ != next_line or left > right - 2


def _letters(page: pypdfium2.PdfPage) -> Iterator[tuple[int, float, float]]:
    """Give the line, the left and the right end of every letter of a page."""
    text = page.get_textpage()
    for place in range(text.count_chars()):
        if text.get_text_range(place, 1).strip():
            left, bottom, right, top = text.get_charbox(place, loose=True)
            yield round((bottom + top) / 2), left, right


def test_documents_hold_no_macro_and_lead_nowhere() -> None:
    """No part of a document is a program or refers outside of it."""
    for made in (docx(lay_out(FORMS[2], Mode.CLEAN, "ru")), xlsx(lay_out(FORMS[2], Mode.CLEAN, "ru"))):
        with ZipFile(BytesIO(made)) as parts:
            names = parts.namelist()
            outside = [name for name in names if b'TargetMode="External"' in parts.read(name)]
        assert outside == []
        assert not [name for name in names if name.endswith((".bin", ".vba"))]
