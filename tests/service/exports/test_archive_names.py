"""Names of files and folders that every system takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.exports.archive import safe
from service.forms.titles import named
from service.forms.year_index import place
from service.i18n import translator
from tests.workflows.forms.samples import form
from workflows.forms import Mode, forms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("Приказ № 5/1: «О плане»", "Приказ № 5 1 «О плане»"),
        ("con", "_con"),
        ("nul.txt", "_nul.txt"),
        ("справка\u202egnp", "справкаgnp"),
        ("Отчёт.  ", "Отчёт"),
        ("", "_"),
        ("Ә" * 100, "Ә" * 59 + "…"),
        (
            "Подтверждение наличия Внутренней политики противодействия коррупции",
            "Подтверждение наличия Внутренней политики противодействия…",
        ),
        (
            "Приложение 4. Государственный социальный заказ на антикоррупционную тематику",
            "Приложение 4. Государственный социальный заказ…",
        ),
        (
            "2.1.1 Сообщение о коррупционных правонарушениях (административных и уголовных)",
            "2.1.1 Сообщение о коррупционных правонарушениях…",
        ),
    ],
)
def test_names_are_harmless(text: str, name: str) -> None:
    """What leads elsewhere, turns the text, or has another meaning to a system does not get into a name."""
    assert safe(text, 60) == name


@given(st.text(max_size=300))
def test_any_text_gives_a_name(text: str) -> None:
    """Whatever somebody wrote: one part of a path, neither empty nor too long."""
    name = safe(text, 60)
    assert name.strip()
    assert not set('<>:"/\\|?*\n') & set(name)
    assert len(name) <= 61
    assert name[-1] not in " ."


@given(
    st.text(
        st.characters(min_codepoint=0x1F300, max_codepoint=0x1F5FF) | st.characters(min_codepoint=0x2100), max_size=200
    )
)
def test_a_name_is_short_in_bytes_too(text: str) -> None:
    """Characters of several bytes make no name that a file system refuses, with its number and ending."""
    assert len(f"01 {safe(text, 200)}.docx.1.p7s".encode()) < 240


def test_forms_keep_their_titles() -> None:
    """The folders of all forms have whole titles, and paths are below what every system takes, restricted or not."""
    for language in ("ru", "kk"):
        t = translator(language)
        for appendix, one in forms().items():
            content = replace(form(appendix, period="2024-09"), consolidated=True)
            found = place(content, Mode.VERBATIM, "kk", "docx", t, restricted=True)
            clean = place(content, Mode.CLEAN, "kk", "docx", t, restricted=True)
            assert [t("Letter for letter").lower() in one for one in (found, clean)] == [True, False]
            folder, kind, name = found.split("/")
            assert (folder, "…" in found) == (safe(named(one, t), 300), False)
            assert t("With the bodies below") == kind
            assert max(len(part.encode()) for part in (folder, kind, name)) < 240
            assert len(found) < 250
