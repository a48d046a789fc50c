"""What people wrote in another language than the form's is marked, so that it is read aloud as what it is."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from service.forms.writing.docx_file import docx
from service.forms.writing.pdf_file import pdf
from service.forms.writing.told_in import told_in
from service.i18n import translator
from service.web.render import environment
from tests.workflows.forms.samples import form, line
from workflows.forms import Mode, Said, lay_out

RUSSIAN = "Сотрудник участвовал в управлении товариществом и не передал долю"
KAZAKH = "Қызметкер серіктестікті басқаруға қатысып, үлесін сенімгерлікпен басқаруға бермеген"
NAMING = "Асанова Әлия, специалист управления образования, участвовала в управлении товариществом и долю не передала"


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        (RUSSIAN, "kk", "ru"),
        (RUSSIAN, "ru", ""),
        (KAZAKH, "ru", "kk"),
        (KAZAKH, "kk", ""),
        (NAMING, "kk", "ru"),
        (NAMING, "ru", ""),
        ("Лауазымы", "kk", ""),
        ("12-А, https://example.kz/very/long/address/of/a/page", "kk", ""),
        ("", "kk", ""),
    ],
)
def test_a_language_is_told_by_its_letters(text: str, language: str, told: str) -> None:
    """A Russian text with a Kazakh name is Russian; what is short, or has no letters of either, is left as it is."""
    assert told_in(text, language) == told


async def test_russian_words_are_marked_in_a_kazakh_form() -> None:
    """In DOCX the run, in the tagged PDF the cell; a Kazakh entry, and the form's own words, bear no mark."""
    sheet = lay_out(form(2, line("2.3.1", RUSSIAN), line("2.3.1", KAZAKH), said=Said.NIL), Mode.CLEAN, "kk")
    with ZipFile(BytesIO(docx(sheet))) as parts:
        body = parts.read("word/document.xml").decode()
    [marked] = re.findall(r"<w:r>(?:(?!</w:r>).)*<w:lang (?:(?!</w:r>).)*</w:r>", body, re.DOTALL)
    assert 'w:val="ru-RU"' in marked
    assert RUSSIAN in marked
    root = PdfReader(BytesIO(await pdf(sheet))).root_object
    assert str(root["/Lang"]) == "kk"
    assert _languages(root["/StructTreeRoot"]) == ["ru"]


def test_russian_words_are_marked_on_the_page_of_a_kazakh_form() -> None:
    """The form says that it is Kazakh, the cell with a Russian entry that it is Russian, and no other cell anything."""
    content = form(2, line("2.3.1", RUSSIAN), line("2.3.1", KAZAKH), said=Said.NIL)
    drawn = environment().from_string('{% from "form_sheet.html" import sheet with context %}{{ sheet(s) }}')
    t = translator("kk")
    page = drawn.render(s=lay_out(content, Mode.CLEAN, "kk"), t=t, _=t, ngettext=t.n, SHOWN=200)
    assert page.count(" lang=") == 2
    assert '<div class="form-sheet" lang="kk">' in page
    assert re.search(rf'<td lang="ru"[^>]*>{RUSSIAN}</td>', page)


def _languages(node: Any) -> list[str]:
    """The languages that elements of a tagged document name of their own."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [found for one in node for found in _languages(one)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Lang"])] if "/Lang" in node and "/S" in node else []
    return own + _languages(node.get("/K", []))
