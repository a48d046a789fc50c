"""An official's day in three languages, by a real Chromium: from the tasks to a paper that is uploaded, without training."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.demo.paper import pdf
from service.i18n import LANGUAGES, Language, translator
from tests.browser.site import Site
from tests.browser.walking import Walker


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officials_day(demo: Site, language: Language, tmp_path: Path) -> None:
    """The next step stands beside the task; a form comes back with its errors and nothing lost; the paper stands in the history."""
    walker = Walker.at(demo, language)
    walker.log_in("energy")
    _confirm_a_document(demo, walker)
    _upload(walker, tmp_path)
    _read_and_leave(walker)


def _confirm_a_document(demo: Site, walker: Walker) -> None:
    """The form is sent with a field missing, comes back with what was typed, and is sent again."""
    page, main = walker.page, walker.page.get_by_role("main")
    walker.go("My tasks")
    main.get_by_role("link", name=walker.begins("Confirm the document")).first.click()
    walker.fill("Title of the document", "Антикоррупционный стандарт")
    walker.fill("Approved on", "2026-11-20")
    walker.press("Confirm the document", main)
    summary = page.get_by_role("alert").first
    expect(summary).to_be_focused()
    demo.troubles[:] = [
        one for one in demo.troubles if "status of 422" not in one
    ]  # Chromium notes the answer's status
    expect(main.get_by_label(walker.begins("Title of the document")).first).to_have_value("Антикоррупционный стандарт")
    expect(main.get_by_label(walker.begins("Approved on")).first).to_have_value("2026-11-20")
    summary.get_by_role("link").first.click()
    expect(main.get_by_label(walker.begins("Number")).first).to_be_focused()
    page.keyboard.type("17-Ө")
    walker.press("Confirm the document", main)
    walker.is_told()


def _upload(walker: Walker, folder: Path) -> None:
    """What is still needed leads to the form that asks for it; the history shows the paper."""
    page, main = walker.page, walker.page.get_by_role("main")
    paper = folder / f"Стандарт {walker.language}.pdf"
    paper.write_bytes(pdf(["Антикоррупционный стандарт", walker.language]))
    main.get_by_role("link", name=walker.said("Attach evidence"), exact=True).first.click()
    kinds = main.get_by_role("combobox", name=walker.begins("Kind of evidence"))
    if not kinds.input_value():
        kinds.select_option(index=1)
    walker.fill("Title", "Стандарт")
    main.get_by_role("checkbox", name=walker.begins("It contains no state secrets")).check()
    main.get_by_label(walker.begins("File")).first.set_input_files(paper)
    walker.press("Attach evidence", main)
    walker.is_told()
    expect(page.get_by_role("heading", name=walker.said("History"))).to_be_visible()
    expect(main.get_by_text(re.compile(re.escape(paper.name))).first).to_be_attached()


def _read_and_leave(walker: Walker) -> None:
    page, banner = walker.page, walker.page.get_by_role("banner")
    words = translator(walker.language).n("Inbox: {n} unread notice", "Inbox: {n} unread notices", 5)
    banner.get_by_role("link", name=re.compile("^\\d* ?" + re.escape(words.partition("5")[0].strip()))).click()
    walker.sees("Inbox")
    banner.get_by_role("link", name="Қуатов Қ. Қ.").click()
    expect(page).to_have_url(re.compile("/preferences"))
    walker.press("Log out", banner)
    walker.sees("Log in")
