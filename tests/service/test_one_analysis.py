"""One analysis of a year for the year's duty: an order goes on with what was planned, and a second one stays possible."""

from typing import Any

import pytest

from service.cases import Cases
from service.conflicts import AlreadyOpen
from service.recall import Result
from service.requests import Request
from tests.service.test_consequences import desks, do, lived
from tests.workflows.bodies import EDUCATION, officer, signatory
from tests.workflows.risk_analysis.life import ORDER, START
from workflows.actor import SYSTEM, Actor
from workflows.consequences import case_id

__all__ = ["desks"]

HEAD, OFFICER = signatory(EDUCATION), officer(EDUCATION)
YEARS = case_id(EDUCATION, "1.1.2", "2024")
ANNOUNCED = START | {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
PLAN = {"year": 2024, "planned_on": "2024-01-15"}


async def begin(cases: Cases, action: str, data: dict[str, Any], actor: Actor = HEAD, key: str | None = None) -> Result:
    """Begin an analysis."""
    return await cases.open("risk_analysis", EDUCATION, action, data, actor, Request.of(actor, key, data))


@pytest.mark.parametrize(("action", "data", "actor"), [("order", ORDER, HEAD), ("announce_start", ANNOUNCED, OFFICER)])
async def test_whoever_orders_what_is_planned_is_led_to_it(
    desks: tuple[Cases, Cases], action: str, data: dict[str, Any], actor: Actor
) -> None:
    """Beside a planned analysis of the year none is ordered or announced anew: its yearly duty would stay open for ever."""
    cases, elsewhere = desks
    await begin(cases, "plan", PLAN, SYSTEM)
    for desk in (cases, elsewhere):
        with pytest.raises(AlreadyOpen) as caught:
            await begin(desk, action, data, actor)
        assert caught.value.case_id == YEARS
    assert await cases.version(YEARS) == 1


async def test_an_announced_analysis_is_ordered_there(desks: tuple[Cases, Cases]) -> None:
    """What was announced before the order waits for the order: another order of the year leads to it."""
    cases, _ = desks
    announced = await begin(cases, "announce_start", ANNOUNCED, OFFICER)
    assert announced.case.id == YEARS
    with pytest.raises(AlreadyOpen):
        await begin(cases, "order", ORDER)


async def test_the_plan_finds_what_was_ordered_before(desks: tuple[Cases, Cases]) -> None:
    """An analysis that was ordered unasked is that of its year, so that a plan of the year makes none beside it."""
    cases, _ = desks
    ordered = await begin(cases, "order", ORDER)
    assert ordered.case.id == YEARS
    with pytest.raises(AlreadyOpen):
        await begin(cases, "plan", PLAN, SYSTEM)


async def test_a_second_analysis_of_the_year(desks: tuple[Cases, Cases]) -> None:
    """While the first is under way or after it, another is possible, told apart by processes that know nothing of it."""
    cases, elsewhere = desks
    first = await lived(cases, EDUCATION, 4)
    second = await begin(elsewhere, "order", ORDER | {"order_no": "18-Ө"})
    third = await begin(cases, "order", ORDER | {"order_no": "19-Ө"})
    assert first.id == YEARS
    assert len({first.id, second.case.id, third.case.id}) == 3
    assert {second.case.version, third.case.version} == {1}
    cancel = {"cancelled_on": "2024-07-01", "basis_no": "1", "reason": "x"}
    await do(cases, await cases.get(YEARS), "cancel", HEAD, cancel)
    assert (await begin(cases, "order", ORDER | {"order_no": "20-Ө"})).case.version == 1


async def test_a_repeated_order_is_answered_as_before(desks: tuple[Cases, Cases]) -> None:
    """The same command again, to any process, records nothing: neither that of the first nor that of the second analysis."""
    cases, elsewhere = desks
    for number in ("17-Ө", "18-Ө"):
        data = ORDER | {"order_no": number}
        first = await begin(cases, "order", data, key=number)
        for desk in (elsewhere, cases):
            again = await begin(desk, "order", data, key=number)
            assert (again.case.id, again.position, again.repeated) == (first.case.id, first.position, True)
            desk.forget(YEARS)
