"""A supervisor's day in three languages, by a real Chromium: from a number to a case, into the past, and to what is to be done about it."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from service.i18n import LANGUAGES, Language
from tests.browser.site import Site
from tests.browser.walking import Walker


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supervisors_day(demo: Site, language: Language) -> None:
    """Everything is found by its role and its words: a case in two clicks, a past day, the map by keyboard, reminders, a finding, an export."""
    walker = Walker.at(demo, language)
    walker.log_in("supervisor")
    walker.sees("Overview")
    _from_a_number_to_a_case(walker)
    _to_a_past_day_and_back(walker)
    _compare(walker)
    _the_map_by_keyboard(walker)
    _remind(walker)
    _dismiss(walker)
    _search_and_keep(walker)
    _export(walker)


def _from_a_number_to_a_case(walker: Walker) -> None:
    """The number of what is overdue opens its list, a row of the list its case: two clicks."""
    page = walker.page
    page.get_by_role("main").get_by_role("link", name=re.compile(rf"^\d.*{walker.said('Overdue')}$")).first.click()
    expect(page).to_have_url(re.compile(r"/deadlines\?.*standing=overdue"))
    case = page.get_by_role("main").get_by_role("table").get_by_role("link").and_(page.locator("[href^='/cases/']"))
    case.first.click()
    expect(page.get_by_role("heading", name=walker.said("Deadlines"), exact=True)).to_be_visible()


def _to_a_past_day_and_back(walker: Walker) -> None:
    page = walker.page
    walker.go("Overview")
    now = page.get_by_role("main").inner_text()
    walker.unfold("As of today")
    page.get_by_label(walker.said("What had been recorded by the end of")).fill("2025-06-02")
    walker.press("Show that day")
    walker.reads("Nothing can be recorded here.")
    day = walker.said("As of {day}", day="").rstrip()
    expect(page.get_by_role("banner").get_by_text(re.compile(re.escape(day))).first).to_be_visible()
    walker.go("Cases")
    walker.reads("Nothing can be recorded here.")
    walker.go("Overview")
    walker.follow("Back to the present")
    expect(page.get_by_text(walker.said("Nothing can be recorded here."))).to_have_count(0)
    assert page.get_by_role("main").inner_text().splitlines()[3:8] == now.splitlines()[3:8]


def _compare(walker: Walker) -> None:
    walker.unfold("As of today")
    walker.follow("Compare two days", walker.page.get_by_role("banner"))
    walker.fill("First day", "2026-06-01")
    walker.fill("Second day", "2026-11-20")
    walker.press("Show", walker.page.get_by_role("main"))
    expect(walker.page.get_by_role("main").get_by_role("table").first).to_be_visible()


def _the_map_by_keyboard(walker: Walker) -> None:
    page = walker.page
    walker.go("Map")
    cell = page.get_by_role("main").get_by_role("link", name=re.compile("^19 ")).first
    page.get_by_role("main").get_by_role("link").first.focus()
    for _ in range(60):
        if cell.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(cell).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/map/KZ-19"))


def _remind(walker: Walker) -> None:
    """From the overdue terms, remind all who are to act; then read what came of the quarter's terms."""
    walker.go("Deadlines")
    walker.follow("Overdue")
    walker.follow("Remind or escalate")
    walker.fill("Reason", "До конца недели")
    walker.press("Tell them")
    walker.is_told()
    walker.looks_once()
    walker.go("Deadlines")
    walker.follow("Review of deadlines")
    expect(walker.page.get_by_role("main").get_by_role("table").first).to_be_visible()


def _dismiss(walker: Walker) -> None:
    page = walker.page
    walker.go("Consistency")
    page.get_by_role("main").get_by_role("table").get_by_role("link").and_(
        page.locator("[href^='/consistency/']")
    ).first.click()
    walker.fill("Reason", f"Совместная работа ({walker.language})")
    walker.press("Dismiss", page.get_by_role("main"))
    expect(page.get_by_role("heading", name=walker.said("Take it up again"))).to_be_visible()
    expect(page.get_by_text(f"Совместная работа ({walker.language})").first).to_be_visible()


def _search_and_keep(walker: Walker) -> None:
    page, name = walker.page, f"Закупки {walker.language}"
    page.get_by_role("searchbox", name=walker.said("Search cases, organisations, people and documents")).fill("закупки")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").locator("mark").first).to_be_visible()
    walker.unfold("Views")
    walker.fill("Keep what is shown now as", name)
    walker.press("Save", page.get_by_role("main"))
    walker.unfold("Views")
    expect(page.get_by_role("main").get_by_role("link", name=name, exact=True)).to_be_visible()


def _export(walker: Walker) -> None:
    """The list that is looked at is saved as a workbook, with as many rows below its heading as it shows at least."""
    walker.go("Cases")
    shown = walker.page.get_by_role("main").get_by_role("table").first.get_by_role("row").count() - 1
    book = load_workbook(BytesIO(walker.saves("XLSX").read_bytes()))
    assert book.worksheets[0].max_row > shown > 0
    assert date(2026, 11, 23).isoformat() not in book.sheetnames
