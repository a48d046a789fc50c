"""Pages that say that what they show has changed."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from service.requests import Request
from tests.serving import ANNOUNCEMENT, OTHER, Served, serving
from tests.web.streaming import listening
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _announce(served: Served, case_id: UUID) -> None:
    served.clock.advance(timedelta(hours=1))
    account = await served.service.access.account("officer")
    actor = await served.service.access.actor(account)
    await served.service.cases.act(case_id, "announce_start", ANNOUNCEMENT, actor, Request.of(actor, None), 1)
    await served.projected()


async def _watched(served: Served, login: str, address: str) -> str:
    text = (await (await visitor(served, login)).get(address)).text
    return text.partition('data-watch="')[2].partition('"')[0]


async def test_a_case_that_changes_is_told_of_once(served: Served) -> None:
    """Whoever has the case open hears that it changed, once; a page that shows the newest version hears nothing."""
    case_id = await lived(served, 0)
    watched = await _watched(served, "head", f"/cases/{case_id}")
    assert watched == f"case:{case_id}:1"
    browser = await visitor(served, "head")
    async with listening(browser, watch=watched) as ear:
        assert (await ear.next()).name == "unread"
        await _announce(served, case_id)
        assert [(await ear.next()).name for _ in range(2)] == ["unread", "changed"]
    async with listening(browser, watch=watched) as ear:
        assert [(await ear.next()).name for _ in range(2)] == ["unread", "changed"]
    newest = await _watched(served, "head", f"/cases/{case_id}")
    assert newest == f"case:{case_id}:2"
    async with listening(browser, watch=newest) as ear:
        await ear.next()
        await served.service.watched.look(served.service.pool)
        with pytest.raises(TimeoutError):
            await ear.next(0.3)


async def test_work_that_changes_is_told_of(served: Served) -> None:
    """The page of tasks hears when a case of its bodies changed; pages of the past, and those of a supervisor, watch nothing."""
    case_id = await lived(served, 0)
    watched = await _watched(served, "officer", "/tasks?all=1")
    assert watched.startswith("work:")
    assert watched == await _watched(served, "officer", "/")
    async with listening(await visitor(served, "officer"), watch=watched) as ear:
        await ear.next()
        await _announce(served, case_id)
        assert [(await ear.next()).name for _ in range(2)] == ["unread", "changed"]
    assert await _watched(served, "supervisor", "/tasks?all=1") == ""
    served.clock.travel(date(2024, 2, 14))
    assert await _watched(served, "officer", f"/cases/{case_id}") == f"case:{case_id}:2"
    assert await _watched(served, "officer", f"/cases/{case_id}?effective_at=2024-02-12") == ""


@pytest.mark.parametrize("watched", ["case:{}:0", "case:nonsense:1", "case:1", "work:x", "work", ":", "work:1:2"])
async def test_nobody_hears_of_what_they_may_not_see(served: Served, watched: str) -> None:
    """A case outside of somebody's scope, and what is no watch, tell nothing; the bell works all the same."""
    await served.account("stranger", Role.OFFICER, OTHER, None, PASSWORD)
    case_id = await lived(served, 1)
    async with listening(await visitor(served, "stranger"), watch=watched.format(case_id)) as ear:
        assert (await ear.next()).name == "unread"
        with pytest.raises(TimeoutError):
            await ear.next(0.2)
