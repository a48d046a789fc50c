"""The pages in a real Chromium: the whole life of an analysis, accessibility, small screens, no JavaScript."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from events.event import CaseEvent
from service.nodes import Node, root
from service.web import forms
from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.serving import ORDER
from tests.stories.test_analysis_over_http import LIFE
from tests.web.visiting import lived
from workflows import payload
from workflows.machine import actions
from workflows.registry import workflow

PEOPLE = {"officer": "officer", "first_head": "head"}


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site, about which no browser may complain."""
    with site(database_url, browser) as found:
        yield found
        assert found.troubles == []


def _node(action: str) -> Node:
    return root(payload.schema(actions(workflow("risk_analysis"))[action].event))


def _fill(page: Page, action: str, data: dict[str, Any]) -> None:
    """Fill a form as a person would: add the rows that are needed, then every field by its kind."""
    node = _node(action)
    for name, child in node.properties:
        if child.is_table:
            rows = page.locator(f"[id^='f-{name}-'].row-fields")
            while rows.count() < len(data.get(name, ())):
                before = rows.count()
                page.click(f"button[name=_add][value={name}]")
                expect(rows).to_have_count(before + 1)
    for name, values in forms.to_form(node, data).items():
        control = page.locator(f"[name='{name}']")
        kind = control.first.get_attribute("type")
        if kind in {"checkbox", "radio"}:
            wanted = [line for value in values for line in value.split("\n")]
            for box in control.all():
                box.set_checked(box.get_attribute("value") in wanted) if kind == "checkbox" else None
            if kind == "radio":
                page.check(f"[name='{name}'][value='{values[0]}']")
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.select_option(values[0])
        else:
            control.fill(values[0])


def _take(place: Site, page: Page, case: str, action: str, day: str, data: dict[str, Any]) -> None:
    """Go to the case, press the action, fill its form and send it."""
    place.served.clock.travel(max(date.fromisoformat(day), place.served.clock.today()))
    if not page.url.endswith(f"?recorded={_version(place, case)}"):  # somebody else acted last
        page.goto(case)
    page.click(f"a[href$='/actions/{action}']:visible >> nth=0")
    page.wait_for_url(f"**/actions/{action}")  # else rows are counted on the page before
    expect(page.locator("main form .submit")).to_be_visible()
    _fill(page, action, data)
    page.click(".submit .btn-primary")
    expect(page.locator(".notice-done")).to_be_visible()


def _version(place: Site, case: str) -> int:
    return place.do(place.served.service.cases.get(UUID(case.rsplit("/", 1)[1]))).version


def _facts(place: Site, case_id: UUID) -> list[tuple[str, Any, str]]:
    history = place.do(place.served.service.cases.history(case_id))
    events = [recorded.event for recorded in history if isinstance(recorded.event, CaseEvent)]
    return [(event.TOPIC, msgspec.to_builtins(event.facts()), event.envelope.role) for event in events]


def test_the_whole_life_by_the_pages_alone(place: Site) -> None:
    """From the order to the end of the monitoring, by pages alone, an analysis leaves the same history as by HTTP."""
    pages = {role: place.page(login) for role, login in PEOPLE.items()}
    head = pages["first_head"]
    head.goto("/")
    head.click("text=Начать дело")
    head.click("text=Издать приказ о проведении анализа")
    _fill(head, "order", ORDER)
    head.click(".submit .btn-primary")
    expect(head.locator("h1")).to_contain_text("№ 17-Ө")
    case = head.url.split("?")[0]
    for day, role, action, data in LIFE:
        _take(place, pages[role], case, action, day, data)
    expect(pages["officer"].locator("h1 .state")).to_have_text("Завершено")
    told = _facts(place, UUID(case.rsplit("/", 1)[1]))
    assert [(topic, role) for topic, _, role in told][1:] == [(_topic(action), role) for _, role, action, _ in LIFE]
    for (_, facts, _), (_, _, action, data) in zip(told[1:], LIFE, strict=True):
        event = actions(workflow("risk_analysis"))[action].event
        assert facts == msgspec.to_builtins(payload.checked(event, data))


def _topic(action: str) -> str:
    return actions(workflow("risk_analysis"))[action].event.TOPIC


def test_an_order_without_javascript(place: Site) -> None:
    """Without JavaScript a form is filled, comes back with its errors, is corrected and recorded."""
    page = place.page("head", java_script_enabled=False)
    page.goto("/cases/new/risk_analysis/order")
    wrong = {**ORDER, "ends_on": "2024-03-01"}
    _fill(page, "order", wrong)
    page.click(".submit .btn-primary")
    expect(page.locator(".summary")).to_contain_text("раньше начала")
    place.troubles.clear()  # Chromium notes the status 422 of the answer
    page.click(".summary a")
    assert page.url.endswith("#f-ends_on")
    page.fill("[name=ends_on]", ORDER["ends_on"])
    page.click(".submit .btn-primary")
    expect(page.locator(".notice-done")).to_be_visible()
    case = page.url.split("?")[0]
    page.goto("/cases")
    page.select_option("[name=state]", "ordered")
    page.click(".filters button")
    expect(page.locator("main table a.main-link")).to_have_attribute("href", re.compile(case.rsplit("/", 1)[1]))


def test_a_long_case_and_its_form_are_accessible(place: Site) -> None:
    """axe-core finds nothing on them."""
    case = f"/cases/{place.do(lived(place.served, 10))}"
    page = place.page("officer")
    for address in (case, f"{case}/actions/report_progress"):
        page.goto(address)
        look(page)


def test_narrow_tables_show_their_status(place: Site) -> None:
    """At 320 px the rows of tables stack: status and dates stand within the screen, each beside its column's name."""
    case_id = place.do(lived(place.served, 10))
    page = place.page("supervisor", viewport={"width": 320, "height": 640})
    for address in ("/", "/cases", "/deadlines?standing=met", f"/cases/{case_id}", "/audit"):
        page.goto(address)
        cells = page.evaluate(
            "[...document.querySelectorAll('.stack [data-label]')].filter(c => c.checkVisibility())"
            ".map(c => [c.dataset.label, c.getBoundingClientRect().right, Math.max(0, ...[...c.children].map("
            "e => e.getBoundingClientRect().right)), getComputedStyle(c, '::before').content])"
        )
        assert cells, address
        for label, right, inner, shown in cells:
            assert max(right, inner) <= 320, (address, label, right, inner)
            assert shown == f'"{label}"'
        hidden = page.evaluate(
            "[...document.querySelectorAll('.stack')].filter(t => t.parentElement.scrollWidth > t.parentElement.clientWidth).length"
        )
        assert hidden == 0, address


def test_filters_act_at_once(place: Site) -> None:
    """With JavaScript a chosen filter shows its list without a press, and the address can be kept."""
    place.do(lived(place.served, 1))
    page = place.page("supervisor")
    page.goto("/cases")
    expect(page.locator("#list a.main-link")).to_have_count(1)
    page.select_option("[name=state]", "closed")
    expect(page.locator("#list .empty")).to_be_visible()
    expect(page).to_have_url(re.compile("state=closed"))


def test_the_keyboard_is_enough(place: Site) -> None:
    """The first Tab offers to skip to the content; after an error the summary has the focus and leads into the field."""
    page = place.page("officer")
    page.goto("/cases/new/risk_analysis/announce_start")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.focus(".submit .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("#summary")).to_be_focused()
    place.troubles.clear()  # Chromium notes the status 422 of the answer
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#f-channel")).to_be_focused()
