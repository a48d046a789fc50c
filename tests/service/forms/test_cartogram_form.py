"""Appendix 1 is gathered from the cartogram section by section: what was published of each, when, where, in whose words (l.183–344)."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from events.organization import Post
from service.requests import Request
from tests.service.forms.test_rollup import form
from tests.serving import BODY, REGION, Served, serving
from workflows.actor import SYSTEM, Actor, Role
from workflows.consequences import case_id
from workflows.forms import Content, Mode, Said, blanks, lay_out

POSITIONS: Mapping[str, Any] = {
    "updated_on": "2024-05-14",
    "address": "https://example.kz/kartogramma/1",
    "rows": [
        {"organization": BODY, "title": "Главный специалист", "unit": "Отдел закупок"},
        {"organization": BODY, "title": "Инспектор", "unit": "Отдел земли"},
    ],
}
RISKS: Mapping[str, Any] = {
    "updated_on": "2024-05-21",
    "address": "https://example.kz/kartogramma/2",
    "rows": [{"organization": BODY, "description": "Приёмка без комиссии", "measures": 1}],
}
NOTES = {"positions_note": "Размещены все должности", "risks_note": "Размещены планы"}


async def does(served: Served, action: str, post: Post = Post.APPARATUS_HEAD, /, **data: Any) -> None:
    """An official of the akimat acts on the cartogram of the year."""
    kind = served.service.register.known.type_of(REGION, date(2024, 6, 1))
    actor = Actor(f"{post}@{REGION}", Role.SIGNATORY, REGION, kind, post)
    case = await served.service.cases.get(case_id(REGION, "1.5.1", "2024"))
    await served.service.cases.act(case.id, action, data, actor, Request.of(actor, None), case.version)


def told(content: Content, group: str) -> list[tuple[str, str]]:
    """What a section says in both languages."""
    return [(cell.ru, cell.kk) for line in content.of(group) for cell in line.cells]  # type: ignore[union-attr]


def cells(content: Content) -> list[tuple[str | int, bool]]:
    """The last cells of the rows of both sections as they are printed, and whether they are blank."""
    rows = lay_out(content, Mode.VERBATIM, "ru").table.rows[1:]
    return [(row.cells[2].value, row.cells[2].blank) for row in rows]


async def test_each_section_is_told_as_it_was_brought_up_to_date(database_url: str, tmp_path: Path) -> None:
    """Step by step: nothing, section 1 alone, both, both with the words of the signed report; no section stands for the other."""
    async with serving(database_url, date(2024, 1, 10), data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 12, 15))
        await served.service.cases.open(
            "cartogram", REGION, "plan", {"year": 2024, "assigned_on": "2024-01-15"}, SYSTEM, Request.of(SYSTEM, None)
        )
        empty = await form(served, 1, REGION, "2024", whole=False)
        assert (empty.lines, empty.covered[0].said) == ((), {"1.5.1": Said.MISSING})
        assert cells(empty) == [("", True), ("", True)]

        await does(served, "update_positions", **POSITIONS)
        half = await form(served, 1, REGION, "2024", whole=False)
        assert told(half, "risks") == []
        [(russian, kazakh)] = told(half, "positions")
        assert russian == "Обновлено 14 мая 2024, 2 строки: https://example.kz/kartogramma/1"
        assert all(word in kazakh for word in ("14", "мамыр", "https://example.kz/kartogramma/1"))
        assert half.covered[0].said == {"1.5.1": Said.PARTLY}
        assert "1.5.1" in {blank.group for blank in blanks(half)}
        assert cells(half)[0] == (russian, False)

        await does(served, "update_risks", **RISKS)
        both = await form(served, 1, REGION, "2024", whole=False)
        assert both.covered[0].said == {"1.5.1": Said.REPORTED}
        assert [line.group for line in both.lines] == ["positions", "risks"]
        [(risks, _)] = told(both, "risks")
        assert risks == "Обновлено 21 мая 2024, 1 строка: https://example.kz/kartogramma/2"
        assert told(both, "positions") == [(russian, kazakh)]
        assert [line.origins[0].organization for line in both.lines] == [REGION, REGION]
        assert cells(both) == [(russian, False), (risks, False)]
        assert "1.5.1" not in {blank.group for blank in blanks(both)}

        await does(served, "sign_cartogram_report", signed_on="2024-12-10", **NOTES)
        signed = await form(served, 1, REGION, "2024", whole=False)
        for group, before in (("positions", russian), ("risks", risks)):
            [(words, in_kazakh)] = told(signed, group)
            assert words == f"{NOTES[f'{group}_note']}\n{before}"
            assert in_kazakh.startswith(NOTES[f"{group}_note"])


async def test_a_section_of_another_year_is_not_told(database_url: str, tmp_path: Path) -> None:
    """The form of a year is of that year's cartogram: what was published in it before stays there."""
    async with serving(database_url, date(2024, 1, 10), data_dir=tmp_path) as served:
        served.clock.travel(date(2025, 2, 15))
        for year in (2024, 2025):
            assigned = {"year": year, "assigned_on": f"{year}-01-15"}
            await served.service.cases.open("cartogram", REGION, "plan", assigned, SYSTEM, Request.of(SYSTEM, None))
        await does(served, "update_positions", **POSITIONS)
        assert [line.group for line in (await form(served, 1, REGION, "2024", whole=False)).lines] == ["positions"]
        assert (await form(served, 1, REGION, "2025", whole=False)).lines == ()
