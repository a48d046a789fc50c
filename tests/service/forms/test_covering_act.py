"""The act of a body that reconciles for others tells their parts (l.376; RU-7), and no form above tells an offence twice."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.organization import OrganizationType as T
from service.organizations import Names
from tests.service.forms.oblast import OBLAST, Told, act, begin, bodies_of
from tests.service.forms.test_rollup import form, sources
from tests.serving import Served, serving
from tests.workflows.reconciliation.life import listed, own
from workflows.actor import SYSTEM
from workflows.consequences import case_id
from workflows.forms import Content, Mode, Said, lay_out

ONE, TWO, DISTRICT = f"{OBLAST}.dep-00", f"{OBLAST}.dep-01", f"{OBLAST}.ray-00"
SECTION = f"{DISTRICT}.finance"
ACT = {"approved_on": "2024-06-20", "number": "14-3/540", "signature": {"post": "apparatus_head"}}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A small oblast with a section of its district."""
    async with serving(database_url, date(2024, 7, 15), data_dir=tmp_path) as made:
        await bodies_of(made, Told(), 0.1)
        names, since = Names(SECTION, SECTION, SECTION), date(2024, 1, 3)
        await made.service.organizations.register(SECTION, T.OTD, "KZ-33", names, DISTRICT, SYSTEM, since=since)
        await made.service.cases.registry.refresh()  # type: ignore[attr-defined]
        for body in (OBLAST, ONE, TWO, DISTRICT, SECTION):
            await begin(made, "reconciliation", body, "plan", SYSTEM, year=2024, assigned_on="2024-01-15")
        yield made


async def does(served: Served, body: str, action: str, /, **data: Any) -> None:
    """An official of a body acts on its reconciliation."""
    case = await served.service.cases.get(case_id(body, "2.2.1", "2024"))
    await act(served, case, body, action, **data)


async def compared(served: Served, body: str, *offenders: str) -> None:
    """Both lists of a body, which agree on who did something."""
    rows = [(own(str(n), name), listed(str(n), name)) for n, name in enumerate(offenders, 1)]
    await does(served, body, "enter_own_list", entered_on="2024-06-10", rows=[one for one, _ in rows])
    registry = {"received_on": "2024-06-11", "registry": "КПСиСУ", "rows": [other for _, other in rows]}
    await does(served, body, "receive_registry_list", **registry)


async def handed(served: Served, body: str, *offenders: str) -> None:
    """A body's part, handed over."""
    await compared(served, body, *offenders)
    await does(served, body, "hand_over_part", handed_on="2024-06-12")


def told(content: Content, group: str = "criminal") -> dict[str, frozenset[str]]:
    """Whose offence comes from which bodies, by the first name in the line: each once."""
    names = [str(line.cells[0].ru).split(",")[0] for line in content.of(group)]  # type: ignore[union-attr]
    found = dict(zip(names, sources(content, group), strict=True))
    assert len(found) == len(names), "an offence is told twice"
    return found


def said(content: Content) -> dict[str, Said]:
    """What each body of a form said."""
    return {body.organization: body.said["2.2.1"] for body in content.covered}


async def test_a_covering_body_prints_the_parts_handed_over_to_it(served: Served) -> None:
    """Its own form tells its rows and those of both parts, each with its source, what two tell once; above all is told once, too."""
    await does(served, OBLAST, "decide_consolidation", decided_on="2024-06-01", covers=[ONE, TWO, DISTRICT])
    await handed(served, ONE, "Ахметов А.", "Берик Б.")
    await handed(served, TWO, "Берик Б.", "Серик С.")
    await compared(served, OBLAST, "Оспан О.")
    await does(served, OBLAST, "approve_act", **ACT)
    await handed(served, DISTRICT, "Дидар Д.")
    await served.projected()

    act_of_all = await form(served, 3, OBLAST, "2024", whole=False)
    assert told(act_of_all) == {
        "Оспан О.": {OBLAST}, "Ахметов А.": {ONE}, "Берик Б.": {ONE, TWO}, "Серик С.": {TWO},
    }  # fmt: skip
    assert said(act_of_all) == {
        OBLAST: Said.REPORTED, ONE: Said.REPORTED, TWO: Said.REPORTED, DISTRICT: Said.MISSING,
    }  # fmt: skip
    sheet = lay_out(act_of_all, Mode.VERBATIM, "ru")
    printed = [str(cell.value) for row in sheet.table.rows for cell in row.cells]
    [both] = [text for text in printed if text.startswith("Берик")]
    assert both.endswith(f"Источник: {TWO}; {ONE}")  # in the order of their own rows
    [annex] = sheet.annexes
    assert [row.cells[1].value for row in annex.table.rows[1:]] == [OBLAST, ONE, TWO, DISTRICT]

    part = await form(served, 3, ONE, "2024", whole=False)
    assert told(part) == {"Ахметов А.": {ONE}, "Берик Б.": {ONE}}
    assert said(part) == {ONE: Said.REPORTED}
    assert not lay_out(part, Mode.CLEAN, "ru").annexes

    whole = await form(served, 3, OBLAST, "2024")
    assert told(whole) == told(act_of_all) | {"Дидар Д.": {DISTRICT}}
    facts = await form(served, 2, OBLAST, "2024")
    assert len(facts.of("2.2.1")) == 4  # the district's part came after the act


async def test_before_the_act_its_form_tells_what_was_handed_over_by_then(served: Served) -> None:
    """A draft of the act grows with each part, and shrinks when one is taken back; who has handed nothing over is told as late."""
    await does(served, OBLAST, "decide_consolidation", decided_on="2024-06-01", covers=[ONE, TWO])
    await compared(served, OBLAST)
    await handed(served, ONE, "Ахметов А.")
    await compared(served, TWO, "Серик С.")
    draft = await form(served, 3, OBLAST, "2024", whole=False)
    assert told(draft) == {"Ахметов А.": {ONE}}
    assert (said(draft)[ONE], said(draft)[TWO]) == (Said.REPORTED, Said.MISSING)
    await does(served, ONE, "reopen_reconciliation", reopened_on="2024-06-13", reason="Новые сведения")
    draft = await form(served, 3, OBLAST, "2024", whole=False)
    assert (told(draft), said(draft)[ONE]) == ({}, Said.MISSING)


async def test_a_part_goes_up_with_that_of_the_body_in_between(served: Served) -> None:
    """What the district took over from its section is in the oblast's act once the district has handed its own part over."""
    await does(served, DISTRICT, "decide_consolidation", decided_on="2024-06-01", covers=[SECTION])
    await does(served, OBLAST, "decide_consolidation", decided_on="2024-06-02", covers=[DISTRICT])
    await handed(served, SECTION, "Фарид Ф.")
    await compared(served, OBLAST)
    assert told(await form(served, 3, OBLAST, "2024", whole=False)) == {}
    await handed(served, DISTRICT, "Дидар Д.")
    await does(served, OBLAST, "approve_act", **ACT)
    await served.projected()
    rows = {"Фарид Ф.": {SECTION}, "Дидар Д.": {DISTRICT}}
    assert told(await form(served, 3, OBLAST, "2024", whole=False)) == rows
    assert told(await form(served, 3, DISTRICT, "2024", whole=False)) == rows
    assert told(await form(served, 3, OBLAST, "2024")) == rows
    for period in ("2024", "2024Q2"):
        facts = await form(served, 2, OBLAST, period)
        assert sorted(map(sorted, sources(facts, "2.2.1"))) == [[DISTRICT], [SECTION]], period
