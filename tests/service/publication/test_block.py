"""The block for the website: its rows are those of the case, and its check tells every difference from the analyses."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from service.api.shapes.publication import CartogramBlock
from service.i18n import LANGUAGES, Language, translator
from service.moment import NOW
from service.named import Named
from service.publication.block import Drawing, Group, Rows
from service.publication.giving import page
from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION
from tests.workflows.cartogram.life import (
    OFFICER,
    OTHER_POSITION,
    OTHER_RISK,
    POSITION,
    REGISTER,
    RISK,
    RISK_MAP,
    lived,
)
from tests.workflows.scenario import Scenario

AS_OF = datetime(2024, 12, 30, 9, tzinfo=UTC)
WRONG = {"organization": EDUCATION, "title": "Водитель", "unit": "Гараж"}
EARLIER = {"organization": AKIMAT, "title": "Кассир", "unit": "Касса"}


def drawing_of(scenario: Scenario, language: str = "ru") -> Drawing:
    return Drawing(scenario.case, NOW, AS_OF, Named(REGISTER, language))


def _positions(rows: Any) -> set[tuple[str, str, str]]:
    return {(row.body.code, row.title, row.unit) for row in rows}


def _of(*rows: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(row["organization"], row["title"], row["unit"]) for row in rows}


@pytest.mark.parametrize("rows", Rows)
def test_what_is_up_to_date_equals_the_analyses(rows: Rows) -> None:
    """Given a website that is up to date, both blocks have the rows of the analyses and the map of risks, and the check says so."""
    block = drawing_of(lived("update_risk_map")).block(rows)
    assert _positions(block.positions.rows) == _of(POSITION, OTHER_POSITION)
    assert {(row.body.code, row.description, row.measures) for row in block.risks.rows} == {
        (row["organization"], row["description"], row["measures"]) for row in (RISK, OTHER_RISK)
    }
    assert (block.risk_map.risks, block.risk_map.sources) == (RISK_MAP["risks"], RISK_MAP["sources"])
    assert block.check.equal
    assert (block.check.positions.missing, block.check.risks.missing) == ([], [])


def differing() -> Scenario:
    scenario = lived("receive_results")
    data = {"updated_on": "2024-05-14", "address": "https://example.kz/1", "rows": [POSITION, WRONG, EARLIER]}
    scenario.do("update_positions", OFFICER, "2024-05-14", **data)
    return scenario


def test_differences_of_the_website_are_listed_and_stop_nothing() -> None:
    """Given a website that lacks a row and has one too many, the block shows what stands there, and the check names both."""
    scenario = differing()
    block = drawing_of(scenario).block(Rows.WEBSITE)
    section = scenario.case.facts.positions
    assert _positions(block.positions.rows) == _of(POSITION, WRONG, EARLIER)
    assert not block.check.equal
    assert _positions(block.check.positions.missing) == _of(OTHER_POSITION)
    assert _positions(block.check.positions.superfluous) == _of(WRONG)
    assert _positions(block.check.positions.unverified) == _of(EARLIER)
    assert len(block.check.positions.missing) == len(section.missing)
    assert len(block.check.risks.missing) == len(scenario.case.facts.risks.wanted)


def test_the_block_of_the_analyses_keeps_what_nobody_can_compare() -> None:
    """Given the same website, the block to bring it up to date by has the rows of the analyses and those of bodies without one."""
    block = drawing_of(differing()).block(Rows.ANALYSES)
    assert _positions(block.positions.rows) == _of(POSITION, OTHER_POSITION, EARLIER)
    assert block.check.equal
    assert _positions(block.check.positions.unverified) == _of(EARLIER)


def test_bodies_are_divided_by_kind() -> None:
    """Departments stand before districts, each body under its own heading."""
    drawing = drawing_of(lived("update_risks"))
    groups = drawing.groups(drawing.block(Rows.ANALYSES).positions.rows)
    assert [(group, len(bodies)) for group, bodies in groups] == [(Group.DEPARTMENT, 1), (Group.DISTRICT, 1)]
    assert {row.body.code for _, bodies in groups for _, rows in bodies for row in rows} == {EDUCATION, DISTRICT}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_and_says_every_row(language: Language) -> None:
    """In each language the page says which it is in, all rows, and its differences."""
    drawing = drawing_of(differing(), language)
    block = drawing.block(Rows.WEBSITE)
    shown = page(drawing, block, translator(language))
    assert f'<html lang="{language}">' in shown
    for row in (POSITION, WRONG, EARLIER, OTHER_POSITION):
        assert row["title"] in shown
    assert shown.count("<caption>") == len({row.body.code for row in block.positions.rows})
    assert "<script" not in shown


def test_words_of_people_are_no_markup() -> None:
    """Markup in a row is shown as it was written, and marks of direction are gone."""
    scenario = lived("receive_results")
    row = {"organization": EDUCATION, "title": "<script>alert(1)</script>{{ 7*7 }}", "unit": "\u202eоборот"}
    data = {"updated_on": "2024-05-14", "address": "https://example.kz/1", "rows": [row]}
    scenario.do("update_positions", OFFICER, "2024-05-14", **data)
    drawing = drawing_of(scenario)
    shown = page(drawing, drawing.block(Rows.WEBSITE), translator("ru"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in shown
    assert "<script" not in shown
    assert "\u202e" not in shown


def test_an_empty_cartogram_has_an_empty_block() -> None:
    """Of a cartogram without results all sections are empty, and equal to the analyses there were: none."""
    drawing = drawing_of(lived("plan"))
    block: CartogramBlock = drawing.block(Rows.ANALYSES)
    assert (block.positions.rows, block.risks.rows, block.risk_map.risks) == ([], [], [])
    assert block.check.equal
    assert 'id="section-3"' in page(drawing, block, translator("kk"))


def test_what_may_not_be_published_is_not_drawn() -> None:
    """Given results that their body withheld, nothing of them stands in the block, and the check says of how many analyses."""
    scenario = lived("receive_results")
    analyses = frozenset(scenario.case.facts.results)
    shown = drawing_of(scenario).block(Rows.ANALYSES)
    hidden = replace(drawing_of(scenario), withheld=analyses).block(Rows.ANALYSES)
    assert shown.positions.rows
    assert (hidden.positions.rows, hidden.risks.rows, hidden.check.withheld) == ([], [], len(analyses))
