"""A person at a browser: finds everything by its role and by the words of their language, as somebody does who sees or hears the page."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from events.text import Text
from service.demo.load import PASSWORD
from service.i18n import NAMES, Language, translator
from tests.browser.looking import look
from tests.browser.site import Site


@dataclass
class Walker:
    """One window of the demonstration, in one language; messages are named by their ids."""

    page: Page
    language: Language

    @classmethod
    def at(cls, demo: Site, language: Language) -> "Walker":
        """Open a window at the log-in, and choose the language."""
        page = demo.page(viewport={"width": 1366, "height": 768})
        page.goto("/")
        page.get_by_role("banner").get_by_role("link", name=re.compile(NAMES[language])).click()
        return cls(page, language)

    def said(self, message: Text | str, **params: Any) -> str:
        """Give a message in their language."""
        return translator(self.language)(message, **params)

    def begins(self, message: str) -> re.Pattern[str]:
        """Give what a name begins with: a count or the name of a row may stand behind it."""
        return re.compile("^" + re.escape(self.said(message)))

    def log_in(self, login: str) -> None:
        """Log in, by keyboard and labels alone."""
        self.page.get_by_label(self.said("Login"), exact=True).fill(login)
        self.page.get_by_label(self.said("Password"), exact=True).fill(PASSWORD)
        self.press("Log in")

    def press(self, message: str, within: Locator | None = None) -> None:
        """Press a button."""
        (within or self.page).get_by_role("button", name=self.said(message), exact=True).first.click()

    def follow(self, message: str, within: Locator | None = None) -> None:
        """Follow a link; a count may stand behind its words."""
        name = re.compile(rf"^{re.escape(self.said(message))}\s*[\d\s]*$")
        (within or self.page.get_by_role("main")).get_by_role("link", name=name).first.click()

    def go(self, section: str) -> None:
        """Go to a section of the navigation."""
        self.follow(section, self.page.get_by_role("navigation", name=self.said("Sections")))
        self.sees(section)

    def sees(self, heading: str, **params: Any) -> None:
        """Hold the page's heading to be this."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.said(heading, **params))

    def fill(self, label: str, value: str) -> None:
        """Fill a field, found by how its label begins."""
        self.page.get_by_role("main").get_by_label(self.begins(label)).first.fill(value)

    def reads(self, message: str, **params: Any) -> None:
        """Hold something to be said on the page."""
        expect(self.page.get_by_role("main").get_by_text(self.said(message, **params)).first).to_be_visible()

    def is_told(self) -> None:
        """Hold what was sent to have come to something that the page says."""
        expect(self.page.get_by_role("main").get_by_role("status").locator("visible=true").first).to_be_visible()

    def looks_once(self) -> None:
        """Hold nothing to be wrong with what acting has led to, in the language with the longest words."""
        if self.language == "kk":
            look(self.page, self.language)

    def unfold(self, message: str) -> None:
        """Open what is folded behind some words."""
        self.page.get_by_text(self.begins(message)).locator("visible=true").first.click()

    def saves(self, link: str) -> Path:
        """Follow a link to a file; gives where it lies."""
        with self.page.expect_download() as saved:
            self.page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()
        return Path(saved.value.path())
