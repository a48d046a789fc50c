"""Bodies that end or exist again, and what becomes of their cases at the next sweep, on a real database."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from events.store.reader import last_position
from service.clock import FixedClock
from service.demo.country import register_country
from service.endings import Endings
from service.planning import YearPlans
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM
from workflows.consequences import case_id
from workflows.organization import Organization

YEAR = 2024
SECTION, OTHER = "abai.balkhash.internal-policy", "abai.balkhash"


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    """A service with the smallest country and its plan."""
    clock = FixedClock.at(date(2024, 7, 15))
    async with open_service(Settings(database_url=database_url), clock, runs=False, ticks=False) as opened:
        await register_country(opened.organizations, 0.0001)
        await YearPlans(opened.cases).plan(YEAR, [SECTION, OTHER, "ulytau"], SYSTEM)
        yield opened


async def _act(service: Service, code: str, action: str, **data: Any) -> None:
    version = (await service.cases.get(Organization.id_of(code))).version
    await service.organizations.act(code, action, data, SYSTEM, Request.of(SYSTEM, None), version)


async def _sweep(service: Service) -> int:
    """Sweep, and give how many events that stored."""
    before = await _events(service)
    await Endings(service.plans)()
    return await _events(service) - before


async def _events(service: Service) -> int:
    async with service.pool.connection() as conn:
        return await last_position(conn, "main")


async def _state(service: Service, period: str, subtask: str = "4.2.3", body: str = SECTION) -> str:
    return (await service.cases.get(case_id(body, subtask, period))).state


async def test_the_cases_of_a_closed_body_end_at_the_next_sweep(service: Service) -> None:
    """What is owed no longer ends with the body's last day, once; what was owed before stays, and so does another body's work."""
    await _sweep(service)
    await _act(service, SECTION, "close", on="2024-06-15", reason="merged", successors=[OTHER])
    assert await _state(service, "2024-07") == "assigned"
    assert await _sweep(service) > 0
    states = [await _state(service, period) for period in ("2024-05", "2024-06", "2024-07")]
    assert states == ["assigned", "not_applicable", "not_applicable"]
    ended = await service.cases.get(case_id(SECTION, "4.2.3", "2024-07"))
    assert str(ended.facts.ended_on) == "2024-06-15"
    assert await _state(service, "2024-07", body=OTHER) == "assigned"
    assert await _sweep(service) == 0
    planned = await YearPlans(service.cases).plan(YEAR, [SECTION], SYSTEM)
    assert (planned.ended, planned.created, planned.restored) == (0, 0, 0)


async def test_the_cases_of_a_reopened_body_come_back_at_the_next_sweep(service: Service) -> None:
    """After a reopening the cases are as before; a year that nobody has planned for the body is not begun by it."""
    await _act(service, "ulytau", "close", on="2024-01-10", reason="liquidated")
    await _sweep(service)
    assert await _state(service, str(YEAR), "1.1.2", "ulytau") == "cancelled"
    await _act(service, "ulytau", "reopen", since="2024-01-11", basis="x")
    await _sweep(service)
    assert await _state(service, str(YEAR), "1.1.2", "ulytau") == "planned"
    assert await service.cases.version(case_id("ulytau", "1.1.2", str(YEAR + 1))) == 0
    assert await _sweep(service) == 0


async def test_a_corrected_last_day_is_followed(service: Service) -> None:
    """An end that was entered for the wrong day, and corrected, takes the cases with it."""
    await _act(service, SECTION, "close", on="2024-03-15", reason="liquidated")
    await _sweep(service)
    assert await _state(service, "2024-04") == "not_applicable"
    record = await service.cases.get(Organization.id_of(SECTION))
    data = {"on": "2024-06-15", "reason": "liquidated"}
    await _act(service, SECTION, "correct", corrects=record.version, data=data, reason="Опечатка")
    await _sweep(service)
    assert [await _state(service, period) for period in ("2024-04", "2024-07")] == ["in_work", "not_applicable"]
