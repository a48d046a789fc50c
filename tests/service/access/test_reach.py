"""What accounts may see and do, by the register."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from events.organization import OrganizationType
from service.clock import FixedClock
from service.organizations import Names
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM, Post, Role
from workflows.organization import Organization

NAMES = Names("x", "x", "x")


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    """A service on 12 February 2024 with a region, two departments and a school below the first."""
    settings = Settings(database_url=database_url)
    async with open_service(settings, FixedClock.at(date(2024, 2, 12)), runs=False, ticks=False) as service:
        for code, kind, parent in (("r", "OBL", ""), ("a", "UPR", "r"), ("b", "UPR", "r"), ("school", "ORG", "a")):
            await service.organizations.register(code, OrganizationType(kind), "KZ-19", NAMES, parent, SYSTEM)
        yield service


async def _act(service: Service, code: str, action: str, **data: Any) -> None:
    version = (await service.cases.get(Organization.id_of(code))).version
    await service.organizations.act(code, action, data, SYSTEM, Request.of(SYSTEM, None), version)


async def test_a_move_changes_who_sees_at_once(service: Service) -> None:
    """Whoever has an organisation moved below them sees it from then on, and the body it left no longer does."""
    access = service.access
    first, second = [await access.create(code, code, Role.OFFICER, organization=code) for code in ("a", "b")]
    assert (await access.scope(first), await access.sees(second, "school")) == (["a", "school"], False)
    await _act(service, "school", "move", parent="b", since="2024-02-12")
    assert (await access.scope(first), await access.sees(second, "school")) == (["a"], True)
    assert await access.scope(await access.create("s", "s", Role.SUPERVISOR)) is None


async def test_a_linked_signatory_signs_in_the_post_of_the_day(service: Service) -> None:
    """The register says in which post its owner signs; without posts there, or a link, the account's own post counts."""
    access = service.access
    post = {"kind": "deputy_head", "post_class": "corps_b", "title_ru": "x", "since": "2024-02-12"}
    await access.create("deputy", "x", Role.SIGNATORY, organization="a", post=Post.APPARATUS_HEAD)
    for number in (1, 2):
        await service.organizations.enter_person(
            {"code": f"p-{number}", "name_ru": "x"}, "a", SYSTEM, Request.of(SYSTEM, None)
        )

    async def signs() -> Post | None:
        return (await access.actor(await access.account("deputy"))).post

    await access.link("deputy", "p-1")
    assert await signs() is Post.APPARATUS_HEAD
    await _act(service, "a", "establish_post", **post, post="deputy")
    assert await signs() is None
    await _act(service, "a", "appoint", post="deputy", person="p-1", order_no="1", since="2024-02-12")
    assert await signs() is Post.DEPUTY_HEAD
    await _act(service, "a", "establish_post", **post | {"kind": "first_head"}, post="head")
    await _act(service, "a", "appoint", post="head", person="p-1", order_no="2", since="2024-02-12", acting=True)
    assert await signs() is Post.FIRST_HEAD
    assert (await access.actor(await access.account("deputy"))).person == "p-1"
    clock = service.clock.machine
    assert isinstance(clock, FixedClock)
    clock.travel(date(2024, 2, 13))
    for code in ("deputy", "head"):
        await _act(service, "a", "release", post=code, person="p-1", on="2024-02-13", reason="x")
    assert await signs() is None
    await access.link("deputy", "")
    assert await signs() is Post.APPARATUS_HEAD


async def test_people_are_seen_by_those_who_keep_their_record(service: Service) -> None:
    """A person's record is seen by its keeper, bodies above and supervisors; a post elsewhere shows it to nobody else."""
    access = service.access
    accounts = {
        code: await access.create(code, code, Role.OFFICER, organization=code) for code in ("r", "a", "b", "school")
    }
    accounts["*"] = await access.create("s", "s", Role.SUPERVISOR)
    await service.organizations.enter_person({"code": "p-1", "name_ru": "x"}, "b", SYSTEM, Request.of(SYSTEM, None))

    async def seeing() -> set[str]:
        return {code for code, account in accounts.items() if await access.sees_person(account, "p-1")}

    assert await seeing() == {"r", "b", "*"}
    post = {"kind": "first_head", "post_class": "other", "title_ru": "x", "since": "2024-02-12", "post": "head"}
    await _act(service, "school", "establish_post", **post)
    await _act(service, "school", "appoint", post="head", person="p-1", order_no="1", since="2024-02-12")
    assert await seeing() == {"r", "b", "*"}
    data = {"keeper": "school", "handed_on": "2024-02-12", "reason": "x"}
    await service.organizations.act_on_person("p-1", "hand_over", data, SYSTEM, Request.of(SYSTEM, None), 1)
    assert await seeing() == {"r", "a", "school", "*"}
