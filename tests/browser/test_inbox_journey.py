"""Inbox, tasks and saved filters in a real Chromium: the bell live, the keyboard, small screens."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from service.alerts import Notice
from service.alerts.hours import Hours
from service.alerts.outbox import tell
from tests.browser.looking import NARROW, look
from tests.browser.site import Site, site
from tests.service.alerts.made import notice
from tests.web.visiting import lived


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site, about which no browser may complain."""
    with site(database_url, browser) as found:
        yield found
        assert found.troubles == []


async def _tell(place: Site, *notices: Notice) -> None:
    async with place.served.service.pool.connection() as conn, conn.transaction():
        await tell(conn, notices, Hours())


def _told(place: Site, case_id: UUID, days: int) -> Notice:
    officer = place.do(place.served.service.access.account("officer"))
    return notice(officer.id, case_id=case_id, key="D04", rule="D04", due=date(2024, 2, 19), days=days)


def test_the_bell_follows_what_comes(place: Site) -> None:
    """A page that is open counts what comes and reads it to screen readers; the inbox shows it; reading it elsewhere counts down."""
    case_id = place.do(lived(place.served, 0))
    page, other = place.page("officer"), place.page("officer")
    count = page.locator(".bell-count")
    page.goto("/")
    expect(count).to_be_hidden()
    other.goto("/inbox")
    expect(other.locator("#list .empty")).to_be_visible()
    place.do(_tell(place, _told(place, case_id, 3)))
    expect(count).to_have_text("1")
    expect(page.locator("#heard")).to_contain_text("№ 17-Ө")
    expect(page.locator(".bell-label")).to_contain_text("1")
    expect(other.locator(".told-unread")).to_have_count(1)
    other.click(".read-all button")
    expect(count).to_be_hidden()


def test_two_people_at_one_case(place: Site) -> None:
    """A page says quietly that somebody else changed its case, and shows the case as it is now when that is asked for."""
    case_id = place.do(lived(place.served, 0))
    page, other = place.page("head"), place.page("officer")
    page.goto(f"/cases/{case_id}")
    expect(page.locator("#changed p")).to_be_hidden()
    other.goto(f"/cases/{case_id}/actions/announce_start")
    other.check("[name=channel][value=website]")
    other.fill("[name=address]", "https://example.kz/anons-1")
    other.fill("[name=published_on]", "2024-02-12")
    other.check("[name=secrets_excluded] >> nth=0")
    other.click(".submit .btn-primary")
    expect(page.locator("#changed p")).to_be_visible()
    page.click("#changed a")
    expect(page.locator("h1 .state")).not_to_have_text("Приказ издан")
    expect(page.locator("#changed p")).to_be_hidden()


def test_a_notice_leads_to_the_next_step_by_keyboard(place: Site) -> None:
    """By keyboard alone: to the bell, into the inbox, to the notice's next step; the notice is read then. A telephone has the bell too."""
    case_id = place.do(lived(place.served, 0))
    place.do(_tell(place, _told(place, case_id, 3)))
    page = place.page("officer", viewport=NARROW)
    page.goto("/")
    page.click(".bell")
    page.wait_for_url("**/inbox")
    look(page)
    page.goto("/")
    page.focus(".bell")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox")
    page.focus(".told > p > a")
    page.keyboard.press("Tab")
    expect(page.locator(".told .btn-primary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/actions/announce_start$"))
    expect(page.locator(".bell-count")).to_be_hidden()


def test_a_filter_is_kept_as_it_is_shown(place: Site) -> None:
    """What was chosen without loading the page anew is what is kept; the kept filter opens its list. axe-core finds nothing on the views unfolded."""
    place.do(lived(place.served, 0))
    page = place.page("officer")
    page.goto("/tasks")
    expect(page.locator("#list .main-link")).to_have_count(1)
    page.select_option("[name=project]", "3")
    expect(page.locator("#list .empty")).to_be_visible()
    page.click("#saved summary")
    page.fill("#new-view", "Третий проект")
    page.click(".saved-new button")
    page.goto("/tasks?all=1")
    page.click("#saved summary")
    look(page)
    page.click("text=Третий проект")
    expect(page).to_have_url(re.compile("project=3"))
    expect(page.locator("#list .empty")).to_be_visible()
