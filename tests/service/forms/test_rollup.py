"""Consolidating a synthetic oblast equals a straightforward count of what was entered (RU-1 to RU-8)."""

from datetime import date
from pathlib import Path

import pytest

from service.forms.gathering.asked import Asked
from service.forms.gathering.gathering import gather
from service.moment import NOW
from tests.service.forms.oblast import DEPARTMENTS, DISTRICTS, ENTITIES, OBLAST, PERIOD, ROW, Told, entered
from tests.serving import Served, serving
from workflows.forms import Content, Said, blanks


async def form(served: Served, appendix: int, body: str, period: str, *, whole: bool = True) -> Content:
    """A form as of now, as nobody in particular sees it."""
    return await gather(served.service, Asked(appendix, body, period, whole), NOW, None)


def sources(content: Content, group: str) -> list[frozenset[str]]:
    """The bodies of each line of a part."""
    return [frozenset(origin.organization for origin in line.origins) for line in content.of(group)]


def money(told: Told, body: str) -> tuple[int, int, dict[str, int]]:
    """What a body's region was given: its own report, else the sums of those directly below it."""
    if body in told.money:
        return told.money[body]
    total, of_it, units = 0, 0, dict[str, int]()
    for below in sorted(code for code, above in told.above.items() if above == body):
        more = money(told, below)
        total, of_it = total + more[0], of_it + more[1]
        units = {unit: units.get(unit, 0) + more[2].get(unit, 0) for unit in {**units, **more[2]}}
    return total, of_it, units


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_an_oblast_is_consolidated_as_it_is_counted(database_url: str, tmp_path: Path, seed: int) -> None:
    """Facts of several bodies count once with all their origins, nils and missing bodies are told apart, each body is covered once."""
    async with serving(database_url, date(2024, 7, 15), data_dir=tmp_path) as served:
        told = await entered(served, seed)
        await served.projected()
        whole = await form(served, 2, OBLAST, PERIOD)
        assert sorted(map(sorted, sources(whole, ROW))) == sorted(sorted(one) for one in told.facts.values() if one)

        covered = [body.organization for body in whole.covered]
        assert (len(covered), set(covered)) == (1 + DEPARTMENTS + DISTRICTS + ENTITIES, set(told.above))
        said = {body.organization: body.said[ROW] for body in whole.covered}
        silent = set(told.above) - told.reporting - told.nil
        assert {body for body, one in said.items() if one is Said.REPORTED} == told.reporting
        assert {body for body, one in said.items() if one is Said.NIL} == told.nil - told.reporting
        assert {body for body, one in said.items() if one is Said.MISSING} == silent
        assert {one.organization for one in blanks(whole) if one.group == ROW} == silent

        await _is_the_union_of_its_children(served, told, whole)
        await _is_counted_as_money(served, told)


async def _is_the_union_of_its_children(served: Served, told: Told, whole: Content) -> None:
    """The parts below an oblast are disjoint, and together with its own form they are all of it."""
    children = [code for code, above in told.above.items() if above == OBLAST]
    parts = [await form(served, 2, code, PERIOD) for code in children]
    own = await form(served, 2, OBLAST, PERIOD, whole=False)
    bodies = [body.organization for part in (*parts, own) for body in part.covered]
    assert sorted(bodies) == sorted(told.above)
    pairs = [
        (origin.case, origin.organization) for part in (*parts, own) for line in part.of(ROW) for origin in line.origins
    ]
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == {(origin.case, origin.organization) for line in whole.of(ROW) for origin in line.origins}


async def _is_counted_as_money(served: Served, told: Told) -> None:
    """Money is counted once: a body's report stands for those below it."""
    whole = await form(served, 4, OBLAST, "2024")
    total, of_it, units = money(told, OBLAST)
    [region] = whole.of("region")
    assert region.cells == (total, of_it)
    assert {str(line.cells[0]): line.cells[1] for line in whole.of("breakdown")} == units
    said = {body.organization for body in whole.covered if body.said["4.1.2"] is Said.REPORTED}
    assert said == set(told.money)
