"""The page of an archive as its readers have it: opened as a file beside the others, read by assistive technology, printed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from service.api.shapes.packages import PackageFile, PackageLack, PackageManifest, PackageSealed
from service.exports.index import page as drawn
from service.forms import year_index
from service.i18n import LANGUAGES, Language, translator
from service.package.index import index as package_index
from tests.browser.page_alone import check_page_alone
from tests.workflows.forms.samples import form
from workflows.forms import Mode, Said

CASE, HASH = (
    UUID("6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11"),
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)


def _package(language: Language) -> bytes:
    t, place = translator(language), "1.1.2 Утверждение приказа/01 Подписанный приказ.pdf"
    paper = PackageFile(
        "1.1.2", "Приказ", "2024", "Подписанный приказ", place, HASH, 20, (f"{place}.1.p7s",), "", "17-Ө", date(2024, 2, 12),
        "Ахметова А.", "first_head", "Первый руководитель", date(2024, 2, 12), date(2024, 2, 15), CASE, 1,
    )  # fmt: skip
    link = PackageFile(
        "1.1.3", "Объявление", "2024", "Страница", "", "", 0, (), "https://example.kz/" + "a" * 200, "", None, "", "", "", None, None, CASE, 2
    )  # fmt: skip
    lack = PackageLack("1.2.3", "Справка", "2024", "evidence", "Аналитическая справка", ("analytical_note",), None)
    sealed = PackageSealed("2.1.1", "Сообщения")
    manifest = PackageManifest("x", "Управление", 2024, "1", "Анализ", language, [paper, link], [lack], [sealed])
    return drawn(package_index(manifest, t), t)


def _year(language: Language) -> bytes:
    t, names = translator(language), year_index.names_in(language)
    filed = []
    for content in (form(2), form(5, said=Said.REPORTED), form(2, period="2024Q2", said=Said.PARTLY)):
        one = year_index.Filed.of(content, t)
        for ending in ("docx", "pdf", "xlsx"):
            place = year_index.place(
                content, Mode.CLEAN, "kk", ending, names, restricted=(restricted := content.appendix == 2)
            )
            about = (place, content.appendix, content.period, content.consolidated, "kk")
            too_long = ending == "pdf"
            one.files.append(
                year_index.Contents(
                    *about, "" if too_long else HASH, "too-long-to-print" if too_long else "", restricted
                )
            )
        filed.append(one)
    return drawn(year_index.index("Управление", 2024, datetime(2024, 7, 15, tzinfo=UTC), filed, t), t)


@pytest.mark.parametrize("draw", [_package, _year])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_accessible_and_needs_nothing_else(
    browser: Browser, tmp_path: Path, language: Language, draw: Callable[[Language], bytes]
) -> None:
    """axe-core finds nothing, wide or narrow; nothing scrolls sideways or is asked of any server; a printer gets pages."""
    file = tmp_path / "index.html"
    file.write_bytes(draw(language))
    check_page_alone(browser, file)
