"""Periodic cases are opened on time, on a real database."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from events.organization import OrganizationType
from events.store.reader import known_cases, last_position
from projections.status import wait_for
from service.chores_of import chores_of
from service.clock import FixedClock
from service.demo.country import register_country
from service.organizations import Names
from service.planning_ahead import PlanningAhead
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM
from workflows.consequences import case_id
from workflows.organization import Organization
from workflows.plan import owed_by

DISTRICT, SECTION, NEW = "abai.balkhash", "abai.balkhash.internal-policy", "abai.balkhash.new"


class World:
    """A country of which one district is planned for 2024, and a clock."""

    def __init__(self, service: Service, clock: FixedClock) -> None:
        self.service, self.clock = service, clock
        self.ahead = PlanningAhead(service.plans, clock)

    async def plans(self, day: date) -> int:
        """Let the chore work on a day; gives how many cases it changed."""
        if day > self.clock.today():
            self.clock.travel(day)
        await self.service.register.refresh()
        async with self.service.pool.connection() as conn:
            assert await wait_for(conn, "main", await last_position(conn, "main"), 30)
        return await self.ahead()

    async def planned(self, code: str, year: int) -> set[UUID]:
        """The cases that a body owes for a year and has."""
        due = [one.case_id for one in owed_by(code, await self.service.register.refresh(), year)]
        async with self.service.pool.connection() as conn:
            return await known_cases(conn, "main", due)

    async def act(self, code: str, action: str, **data: Any) -> None:
        """Change the register."""
        version = (await self.service.cases.get(Organization.id_of(code))).version
        await self.service.organizations.act(code, action, data, SYSTEM, Request.of(SYSTEM, None), version)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The smallest country, whose district alone was planned by hand."""
    clock = FixedClock.at(date(2024, 1, 15))
    async with open_service(Settings(database_url=database_url), clock, ticks=False) as service:
        await register_country(service.organizations, 0.0001)
        await service.plans.plan(2024, [DISTRICT], SYSTEM)
        yield World(service, clock)


async def test_the_next_year_is_there_before_it_begins(world: World) -> None:
    """In the last working days of December who was planned has next year's cases, all and once; others have none."""
    assert await world.plans(date(2024, 12, 24)) == 0
    made = await world.plans(date(2024, 12, 25))
    assert made == len(await world.planned(DISTRICT, 2025)) > 20
    assert await world.planned(SECTION, 2025) == set()
    assert await world.plans(date(2024, 12, 26)) == 0


async def test_an_outage_in_december_is_caught_up(world: World) -> None:
    """Where nobody was there in December, January makes the plan; a year later nobody takes it up by itself."""
    assert await world.plans(date(2025, 1, 20)) == len(await world.planned(DISTRICT, 2025)) > 20
    assert await world.plans(date(2026, 3, 2)) == 0


async def test_a_body_that_joins_is_planned(world: World) -> None:
    """What is registered below a planned body later in the year has its cases by the next night."""
    world.clock.travel(date(2024, 4, 10))
    names = Names(NEW, NEW, NEW)
    await world.service.organizations.register(NEW, OrganizationType.OTD, "KZ-10", names, DISTRICT, SYSTEM)
    assert await world.plans(date(2024, 4, 11)) == len(await world.planned(NEW, 2024)) > 0
    assert await world.planned(SECTION, 2024) == set()


async def test_the_register_changes_what_is_owed(world: World) -> None:
    """What a planned body owes no longer is ended by the next night, and restored if the change was a mistake."""
    monthly = case_id(SECTION, "4.2.3", "2024-05")
    await world.service.plans.plan(2024, [SECTION], SYSTEM)
    await world.act(SECTION, "close", on="2024-01-10", reason="liquidated")
    assert await world.plans(date(2024, 1, 16)) > 0
    assert (await world.service.cases.get(monthly)).state == "not_applicable"
    await world.act(SECTION, "reopen", since="2024-01-11", basis="x")
    assert await world.plans(date(2024, 1, 17)) > 0
    assert (await world.service.cases.get(monthly)).state == "in_work"


async def test_off_by_a_setting(world: World, database_url: str) -> None:
    """Who plans by hand alone switches it off."""
    assert "plan_ahead" in {chore.name for chore in chores_of(world.service)}
    world.service.settings = Settings(database_url=database_url).model_copy(update={"plan_ahead": False})
    assert "plan_ahead" not in {chore.name for chore in chores_of(world.service)}
