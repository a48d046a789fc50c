"""Appendices 2, 3, 5 and 6 of a synthetic oblast, consolidated, equal a straightforward count of what was entered (RU-1 to RU-8)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from tests.service.forms.oblast import OBLAST, PERIOD, Told, bodies_of
from tests.service.forms.reported import ACTIVITIES, CATEGORIES, MONTHS, MOVES, Reported, reported
from tests.service.forms.test_rollup import form, sources
from tests.serving import Served, serving
from workflows.forms import Content, Line, Said


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [1, 2])
async def test_every_part_is_consolidated_as_it_is_counted(database_url: str, tmp_path: Path, seed: int) -> None:
    """What several bodies tell counts once with all of them, nils and silence are told apart, the parts below are disjoint and make the whole."""
    async with serving(database_url, date(2024, 7, 15), data_dir=tmp_path) as served:
        told = Told()
        await bodies_of(served, told)
        made = await reported(served, told, seed)
        await served.projected()
        await _rows_of_facts(served, told, made)
        await _reconciliations(served, told, made)
        await _ethics(served, told, made)
        await _propaganda(served, told, made)


def _is_entity(body: str) -> bool:
    return ".kgs-" in body


def _bag(bodies: Iterable[Iterable[str]]) -> list[list[str]]:
    """Sets of bodies that can be compared whatever their order."""
    return sorted(sorted(one) for one in bodies)


def _said(content: Content, part: str) -> dict[str, Said]:
    return {body.organization: body.said[part] for body in content.covered}


async def _is_made_of_its_parts(served: Served, told: Told, whole: Content, period: str, *groups: str) -> None:
    """Those directly below and the body's own form tell of each body and of each registration once, and of all of them."""
    below = [code for code, above in told.above.items() if above == OBLAST]
    parts = [await form(served, whole.appendix, code, period) for code in below]
    parts.append(_alone(await form(served, whole.appendix, OBLAST, period, whole=False)))
    bodies = [body.organization for part in parts for body in part.covered]
    assert sorted(bodies) == sorted(body.organization for body in whole.covered)
    mine = {group: [_told(line) for part in parts for line in part.of(group)] for group in groups}
    for group in groups:
        pairs = [pair for pairs in mine[group] for pair in pairs]
        assert set(pairs) == {pair for line in whole.of(group) for pair in _told(line)}
        assert not _shared([{pair for line in part.of(group) for pair in _told(line)} for part in parts])


def _alone(content: Content) -> Content:
    """A body's own form without the parts that others handed over to it."""
    lines = tuple(
        msgspec.structs.replace(line, origins=own)
        for line in content.lines
        if (own := tuple(origin for origin in line.origins if origin.organization == content.organization))
    )
    return msgspec.structs.replace(content, lines=lines, covered=content.covered[:1])


def _told(line: Line) -> list[tuple[str, str]]:
    return [(str(origin.case), origin.organization) for origin in line.origins]


def _shared(parts: list[set[tuple[str, str]]]) -> set[tuple[str, str]]:
    """What more than one part tells."""
    seen, twice = set[tuple[str, str]](), set[tuple[str, str]]()
    for part in parts:
        twice |= seen & part
        seen |= part
    return twice


async def _rows_of_facts(served: Served, told: Told, made: Reported) -> None:
    whole = await form(served, 2, OBLAST, PERIOD)
    for row in (MOVES, ACTIVITIES):
        facts = [bodies for bodies in made.facts[row].values() if bodies]
        assert _bag(sources(whole, row)) == _bag(facts), row
        assert any(len(bodies) > 1 for bodies in facts), "the example tells of no fact twice"
        telling = {body for bodies in facts for body in bodies}
        for body, said in _said(whole, row).items():
            silent = Said.NOT_OWED if _is_entity(body) else Said.MISSING
            nil = Said.NIL if body in made.nil[row] else silent
            assert said is (Said.REPORTED if body in telling else nil), (row, body)
    await _is_made_of_its_parts(served, told, whole, PERIOD, MOVES, ACTIVITIES)


async def _reconciliations(served: Served, told: Told, made: Reported) -> None:
    whole = await form(served, 3, OBLAST, "2024")
    for category in CATEGORIES:
        known = [bodies for key, bodies in made.offences.items() if key[0] == category]
        assert _bag(sources(whole, category)) == _bag(known), category
    assert any(len(bodies) > 1 for bodies in made.offences.values())
    assert {body.organization for body in whole.covered} == {body for body in told.above if not _is_entity(body)}
    for body, said in _said(whole, "2.2.1").items():
        compared = Said.REPORTED if made.compared.get(body) else Said.NIL
        assert said is (compared if body in made.compared else Said.MISSING), body
    await _is_made_of_its_parts(served, told, whole, "2024", *CATEGORIES)
    act = await form(served, 3, OBLAST, "2024", whole=False)
    for category in CATEGORIES:
        counting = {OBLAST} | (made.covered & {*made.compared})
        parts = [bodies & counting for key, bodies in made.offences.items() if key[0] == category]
        assert _bag(sources(act, category)) == _bag(bodies for bodies in parts if bodies), category

    for period, counting in ((PERIOD, made.acts | (made.covered & {*made.compared})), ("2024", {*made.compared})):
        facts = await form(served, 2, OBLAST, period)
        of_acts = [bodies & counting for bodies in made.offences.values() if bodies & counting]
        assert _bag(sources(facts, "2.2.1")) == _bag(of_acts)
        late = Said.MISSING if period == "2024" else Said.NOT_OWED
        for body, said in _said(facts, "2.2.1").items():
            told_of = Said.REPORTED if made.compared.get(body) else Said.NIL
            silent = Said.NOT_OWED if _is_entity(body) else late
            assert said is (told_of if body in counting else silent), (period, body)
        await _is_made_of_its_parts(served, told, facts, period, "2.2.1")


async def _ethics(served: Served, told: Told, made: Reported) -> None:
    whole = await form(served, 5, OBLAST, PERIOD)
    words = {body: [word for month in MONTHS for word in made.held[body].get(month, [])] for body in [*made.held]}
    _is_told(whole.of("4.2.3"), words)
    _is_told(whole.of("4.2.4"), made.prevented)
    for body, said in _said(whole, "4.2.3").items():
        months = made.held.get(body, {})
        expected = Said.MISSING if not months else Said.PARTLY if len(months) < len(MONTHS) else Said.REPORTED
        assert said is expected, body
    for body, said in _said(whole, "4.2.4").items():
        assert said is (Said.REPORTED if made.prevented.get(body) else Said.NOT_OWED), body  # owed within the year
    await _is_made_of_its_parts(served, told, whole, PERIOD, "4.2.3", "4.2.4")


async def _propaganda(served: Served, told: Told, made: Reported) -> None:
    whole = await form(served, 6, OBLAST, PERIOD)
    _is_told(whole.lines, made.told)
    for body, said in _said(whole, "4.3.1").items():
        assert said is (Said.REPORTED if made.told.get(body) else Said.NOT_OWED), body  # owed within the year
    await _is_made_of_its_parts(served, told, whole, PERIOD, "life_situation")


def _is_told(lines: Iterable[Line], words: dict[str, list[str]]) -> None:
    """Hold lines to say each word once, each as the body's whose it is."""
    left = [(body, word) for body, own in words.items() for word in own]
    for line in lines:
        [origin] = line.origins
        said = " ".join(str(cell) for cell in line.cells)
        found = [pair for pair in left if pair[0] == origin.organization and pair[1] in said]
        assert len(found) == 1, said
        left.remove(found[0])
    assert left == []
