"""A subtask in a real Chromium, by pages alone: planned, reported, proved by a file, signed, uploaded, accepted."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from events.organization import OrganizationType
from service.demo.paper import pdf
from service.organizations import Names
from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.serving import BODY
from tests.web.visiting import PASSWORD
from workflows.actor import SYSTEM, Role

COMPANY = "company"


@pytest.fixture
def place(database_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A site with an entity that the department supervises, about which no browser may complain."""
    with site(database_url, browser, data_dir=tmp_path) as found:
        names = Names("ТОО «Жылу»", "«Жылу» ЖШС", "Zhylu LLP")
        register = found.served.service.organizations.register
        found.do(register(COMPANY, OrganizationType.KGS, "KZ-19", names, BODY, SYSTEM, account=True))
        found.do(found.served.account("compliance", Role.OFFICER, COMPANY, None, PASSWORD))
        yield found
        assert found.troubles == []


def _sent(page: Page) -> None:
    page.click(".submit .btn-primary")
    expect(page.locator(".notice-done")).to_be_visible()


def _need(page: Page, words: str) -> None:
    page.click(f".needs a:has-text('{words}')")


def _attach(page: Page, words: str, paper: Path) -> None:
    """Attach what the list of needs asks for: the form knows the kind and the day."""
    _need(page, words)
    expect(page.locator("[name=kind] option:checked")).to_contain_text(words)
    expect(page.locator("[name=attached_on]")).to_have_value("2024-02-20")
    page.fill("[name=title]", words)
    page.check("[name=no_state_secrets]")
    page.set_input_files("[name=file]", paper)
    _sent(page)


def test_a_training_from_the_plan_to_acceptance(place: Site, tmp_path: Path) -> None:
    """The entity's officer does what the page says is needed, step by step; the body above accepts it."""
    paper = tmp_path / "Протокол.pdf"
    paper.write_bytes(pdf(["Протокол", "20 февраля"]))
    place.served.clock.travel(date(2024, 2, 20))
    page = place.page("compliance", viewport={"width": 1366, "height": 768})
    page.goto(f"/plans/2024/{COMPANY}")
    page.click("main .heading button")
    page.wait_for_url("**created=*")
    place.do(place.served.projected())
    page.reload()
    page.click("tbody:has(th:has-text('3.1.1')) td a.state >> nth=0")
    expect(page.locator("h1")).to_contain_text("3.1.1. Проведение ежеквартальных")
    expect(page.locator("main .heading")).to_contain_text("I квартал 2024")
    case = page.url
    page.click(".actions .btn-primary")
    page.fill("[name=held_on]", "2024-02-20")
    page.fill("[name=topic]", "Конфликт интересов")
    page.fill("[name=participants]", "34")
    _sent(page)
    _attach(page, "Информация об организациях", paper)
    _attach(page, "Протокол об их проведении", paper)
    expect(page.locator(".evidence tbody tr")).to_have_count(2)
    page.click(".actions .btn-primary")
    offered = page.locator("[name='signature.post'] option").all_inner_texts()
    assert offered[1:] == ["Первый руководитель", "Заместитель руководителя", "Руководитель аппарата"]
    page.select_option("[name='signature.post']", "first_head")
    _sent(page)
    page.click(".actions .btn-primary")
    _sent(page)
    look(page)
    above = place.page("officer", viewport={"width": 390, "height": 768})
    above.goto(case)
    with above.expect_download() as got:
        above.click(".evidence a[download] >> nth=0")
    assert Path(got.value.path()).read_bytes() == paper.read_bytes()
    above.click(".actions a[href$='/accept']")
    _sent(above)
    expect(above.locator("h1 .state")).to_have_text("Принята")
    expect(above.locator(".need-done")).to_have_count(6)
    look(above)
    above.goto("/scores")
    expect(above).to_have_url(re.compile(f"/scores/{BODY}$"))
    expect(above.locator(".scores tbody tr")).to_have_count(9)
