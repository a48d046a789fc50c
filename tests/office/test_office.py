"""DOCX and XLSX open in LibreOffice as they are: nothing in them is mended, lost or cut, and every Kazakh letter is there.

What wants LibreOffice is run by `make office` alone; what can be seen without it, by all.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from service.forms.signed.laid_out import laid_out
from service.forms.signed.texts import Said
from service.forms.writing.docx_file import docx
from tests.office.opening import Opened, opened
from tests.office.papers import Paper, names, paper, papers, sheets
from tests.office.whole import troubles
from tests.service.documents.made import changed
from tests.service.forms.test_writing import plain
from tests.workflows.forms.samples import OTHER, form, line
from workflows.forms import Covered, Mode, lay_out
from workflows.forms import Said as What

NAMES = names()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program keeps its settings, and files come and go."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def printed(folder: Path) -> Opened:
    """Every file, printed by LibreOffice."""
    return opened({name: one.content for name, one in papers().items()}, "pdf", folder)


@pytest.fixture(scope="module")
def saved(folder: Path) -> Mapping[str, bytes]:
    """Every file as LibreOffice saves it in its own format."""
    found: dict[str, bytes] = {}
    for ending in ("docx", "xlsx"):
        mine = {name: one.content for name, one in papers().items() if one.ending == ending}
        found |= opened(mine, ending, folder).files
    return found


def read(content: bytes, ending: str) -> list[list[str]]:
    """The paragraphs of a document, then its cells row by row; the cells of a workbook. What is empty is left out, spaces are one."""
    if ending == "xlsx":
        book = openpyxl.load_workbook(BytesIO(content))
        rows = [[cell.value for cell in row] for page in book.worksheets for row in page.iter_rows()]
    else:
        document = Document(BytesIO(content))
        rows = [[one.text for one in document.paragraphs]]
        rows += [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    said = [[re.sub(r"\s+", " ", str(value)).strip() for value in row if value not in (None, "")] for row in rows]
    return [row for row in said if row]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_whole(name: str) -> None:
    """Its parts are well-formed, known and of a named kind, and every relationship leads to one of them."""
    assert troubles(paper(name).content) == []


@pytest.mark.office
@pytest.mark.timeout(300)
def test_the_program_complains_of_nothing(printed: Opened) -> None:
    """All files are printed in one go, without a word."""
    assert (printed.code, printed.complaint) == (0, "")
    assert sorted(printed.files) == NAMES


@pytest.mark.office
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", NAMES)
def test_all_of_it_is_printed(name: str, printed: Opened) -> None:
    """Title, heads, every cell and all letters of Kazakh stand on its pages: no text is cut, no sign is replaced."""
    pages = PdfReader(BytesIO(printed.files[name])).pages
    text = bare("".join(page.extract_text() for page in pages))
    assert len(pages) > 0
    assert [one for one in paper(name).says if not printed_in(text, one)] == []
    assert not {"\ufffd", "\u25a1"} & set(text)
    assert "###" not in text


@pytest.mark.office
@pytest.mark.timeout(300)
def test_what_people_print_of_a_form_is_known_for_the_form(printed: Opened) -> None:
    """A PDF that the program makes of the DOCX may be signed: all of the form stands in it in its order, and nothing else."""
    differing = {}
    for name, sheet in sheets():
        pages = PdfReader(BytesIO(printed.files[f"{name}-text.docx"])).pages
        differs = laid_out(sheet, Said(tuple(page.extract_text() for page in pages))).differs
        if differs:
            differing[name] = differs
    assert differing == {}


@pytest.mark.office
@pytest.mark.timeout(300)
def test_a_long_form_is_known_on_however_many_pages(folder: Path) -> None:
    """Rows over several pages each, and an annex of bodies whose narrow columns break words."""
    long = "Сотрудник принят на работу без проверки сведений о судимости; приказ отменён. " * 80
    others = tuple(Covered(f"almaty.{n}", OTHER, {"2.3.1": What.MISSING, "2.5.1": What.NIL}) for n in range(140))
    content = form(2, *(line("2.3.1", f"{n}: {long}") for n in range(20)), said=What.REPORTED, others=others)
    sheet = lay_out(content, Mode.CLEAN, "kk")
    made = opened({"long.docx": docx(sheet)}, "pdf", folder / "long").files["long.docx"]
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) > 40
    assert laid_out(sheet, Said(pages)).differs is None


def printed_in(text: str, said: str) -> bool:
    """Whether something stands on the pages, be it in pieces: a cell goes on on the next page, below the head."""
    return bare(said) in text or all(bare(word) in text for word in said.split())


def bare(text: str) -> str:
    """A text without spaces and units, and without what the program sets between thousands in its own language."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", plain(text))


@pytest.mark.office
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", NAMES)
def test_it_comes_back_as_it_was(name: str, saved: Mapping[str, bytes]) -> None:
    """Saved by the program, it says in each paragraph and cell what it said before: whatever is mended changes something."""
    sent = paper(name)
    assert read(saved[name], sent.ending) == read(sent.content, sent.ending)


DAMAGES = {
    "a relationship that is not there": ({"word/_rels/document.xml.rels": ("styles.xml", "stiles.xml")}, ()),
    "a part that is not there": ({}, ("word/settings.xml",)),
    "a tag that is not closed": ({"word/document.xml": ("</w:body>", "")}, ()),
    "a part of which nothing is said": ({"[Content_Types].xml": ("/word/styles.xml", "/word/stiles.xml")}, ()),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_told(damage: str) -> None:
    """A file that an office program would have to mend is found out."""
    replace, drop = DAMAGES[damage]
    assert troubles(changed(_form().content, replace=replace, drop=drop))


@pytest.mark.office
@pytest.mark.timeout(300)
def test_what_the_program_mends_in_silence_is_told(folder: Path) -> None:
    """A document that ends in the middle is printed all the same; what comes back is not what was there."""
    whole = _form()
    broken = changed(whole.content, replace={"word/document.xml": ("</w:tbl>", "")})
    back = opened({"broken.docx": broken}, "docx", folder / "mended").files
    assert not back or read(back["broken.docx"], "docx") != read(whole.content, "docx")


def _form() -> Paper:
    return paper("appendix-3-own-clean-ru-text.docx")
