"""Every page of the application in a real Chromium, with the demonstration's data: accessible, narrow, without complaint."""

from uuid import UUID

import pytest
from playwright.sync_api import Page

from service.app import create_app
from service.forms.versions import report_of
from tests.browser.inventory import NO_PAGES, NOWHERE, PAGES, addresses, found_in
from tests.browser.looking import AXE, WIDE, troubles
from tests.browser.site import Site

PARTS = 4
"""Several processes share the pages, if there are any."""


def test_every_address_is_in_the_inventory(demo: Site) -> None:
    """Each address of the application that answers GET is either looked at by the test below, or gives no page and says what."""
    there = addresses(create_app(demo.served.service))
    assert there - PAGES.keys() - NO_PAGES.keys() == set()
    assert PAGES.keys() - there == set()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(demo: Site, part: int) -> None:
    """axe-core finds nothing on any page, light or dark; each has a title, one h1 and a language, fits 320 px, and no browser complains."""
    found = found_in(demo.served.database)
    found |= {"webhook": _webhook(demo), "signed_file": _signed_file(demo, found["form"])}
    windows: dict[str, Page] = {}
    wrong: list[str] = []
    visits = [visit for visits in PAGES.values() for visit in visits]
    looks = [(visit.login, address) for visit in visits for address in visit.addresses]
    for login, address in [*looks, ("supervisor", NOWHERE)][part::PARTS]:
        page = windows.get(login) or _window(demo, login)
        windows[login] = page
        wrong += _troubles(demo, page, address.format_map(found))
    assert not wrong, "\n".join(wrong)


def _window(demo: Site, login: str) -> Page:
    page = demo.page(login, viewport=WIDE, reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    return page


def _webhook(demo: Site) -> str:
    service = demo.served.service
    supervisor = demo.do(service.access.account("supervisor"))
    made, _secret = demo.do(service.webhooks.create(supervisor.id, "Documentolog", "https://8.8.8.8/hook", ["notices"]))
    return str(made.id)


def _signed_file(demo: Site, report: str) -> str:
    facts = report_of(demo.do(demo.served.service.cases.get(UUID(report))))
    assert facts.signed is not None
    return str(facts.signed.file)


def _troubles(demo: Site, page: Page, address: str) -> list[str]:
    """Load one page and look at it in all ways; gives what is wrong with it."""
    answer = page.goto(address)
    assert answer is not None
    wrong = [] if answer.status == (404 if address == NOWHERE else 200) else [f"answers {answer.status}"]
    if answer.status >= 400:
        demo.troubles[:] = [one for one in demo.troubles if "status of 404" not in one]
    wrong += troubles(page)
    wrong += demo.troubles
    demo.troubles.clear()
    return [f"{address}: {one}" for one in wrong]
