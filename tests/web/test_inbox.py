"""The inbox: what it says to whom, and the bell that follows it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from service.access import Account
from service.alerts import Capacity, Kind, Notice
from service.alerts.hours import Hours
from service.alerts.outbox import tell
from service.inbox.live import AT_ONCE
from service.web import inbox
from tests.service.alerts.made import CASE, notice
from tests.serving import Served, serving
from tests.web.streaming import listening
from tests.web.visiting import lived, people, visitor


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _account(served: Served, login: str = "officer") -> Account:
    return await served.service.access.account(login)


async def _tell(served: Served, *notices: Notice) -> list[Notice]:
    async with served.service.pool.connection() as conn, conn.transaction():
        return await tell(conn, notices, Hours())


async def test_a_notice_says_what_is_due_where_when_and_why(served: Served) -> None:
    """One sentence names the requirement, case, body, day, working days left and the reason, and leads to the next step."""
    officer, head = await _account(served), await _account(served, "head")
    case_id = await lived(served, 0)
    due = {"case_id": case_id, "key": "D04", "rule": "D04", "due": date(2024, 2, 19)}
    await _tell(
        served,
        notice(officer.id, **due),
        notice(officer.id, **due, days=1, in_place_of=head.id, capacity=Capacity.SIGNATORY),
        notice(officer.id, **due, days=0, in_place_of=head.id, stands_in_as=Capacity.SIGNATORY),
    )
    browser = await visitor(served, "officer")
    text = (await browser.get("/inbox", params={"lang": "en"})).text
    sentences = re.findall(rf'<a href="/cases/{case_id}">([^<]+)</a>', text)
    what = "Announce the start (№ 17-Ө), almaty-region.procurement: due 19 February 2024 (Mon), in 5 working days"
    assert sentences == [
        f"{what}; you are responsible; in place of Head: you sign it",
        f"{what}; you sign it, in place of Head",
        f"{what}; you are responsible",
    ]
    assert f'name="to" value="/cases/{case_id}/actions/announce_start"' in text
    assert '<h2 id="day-2024-03-01">1 March 2024 (Fri)</h2>' in text
    assert '<span class="bell-count" aria-hidden="true">3</span>' in text
    served.clock.travel(date(2024, 2, 21))
    assert "2 working days late; you are responsible" in (await browser.get("/inbox")).text


async def test_a_sealed_case_shows_its_number_and_day_alone(served: Served) -> None:
    """A notice about a sealed case names neither subtask, rule, body nor reason; the stream says no more."""
    officer, supervisor = await _account(served), await _account(served, "supervisor")
    secret: dict[str, Any] = {
        "clearance": "C4", "kind": Kind.ASKED, "asked_by": str(supervisor.id), "reason": "Петров молчит",
        "subtask": "2.1.1", "rule": "D07",
    }  # fmt: skip
    browser = await visitor(served, "officer")
    await browser.get("/inbox", params={"lang": "en"})
    async with listening(browser) as ear:
        await ear.next()
        await _tell(served, notice(officer.id, **secret))
        said = (await ear.next()).data["said"]
    assert said == (
        f"A case with restricted access, no. {str(CASE)[:8]}: due 6 March 2024 (Wed), in 17 working days; you are responsible"
    )
    text = (await browser.get("/inbox")).text
    assert said in text
    for word in ("Петров", "2.1.1", "procurement</a>", "D07", "/actions/"):
        assert word not in text.partition('<div id="list">')[2], word


async def test_notices_are_marked_read_one_by_one_and_together(served: Served) -> None:
    """Without JavaScript a notice is marked read, alone or with all others; the unread page loses it, the whole one keeps it."""
    officer = await _account(served)
    told = await _tell(served, *(notice(officer.id, days=days) for days in range(3)))
    browser = await visitor(served, "officer")

    async def shown(show: str) -> int:
        return (await browser.get("/inbox", params={"show": show})).text.count('id="notice-')

    assert (await shown("unread"), await shown("all")) == (3, 3)
    answer = await browser.post("/inbox/read", data={"id": str(told[0].id), "to": f"/cases/{CASE}"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{CASE}")
    assert (await shown("unread"), await shown("all")) == (2, 3)
    assert (await browser.post("/inbox/read", data={"id": "all"})).headers["location"] == "/inbox"
    assert (await shown("unread"), await shown("all")) == (0, 3)
    assert (await browser.post("/inbox/read", data={"id": "all", "to": "//evil.example"})).headers["location"] == "/"
    assert (await browser.post("/inbox/read", data={"id": "nonsense"})).status_code == 400


async def test_nobody_marks_anothers_notice(served: Served) -> None:
    """A notice stays unread whoever else asks to mark it."""
    [told] = await _tell(served, notice((await _account(served)).id))
    await (await visitor(served, "head")).post("/inbox/read", data={"id": str(told.id)})
    assert 'id="notice-' in (await (await visitor(served, "officer")).get("/inbox")).text


async def test_a_deadline_that_is_met_asks_nothing_more(served: Served) -> None:
    """Once the act is recorded its notice says so, and offers no step."""
    officer = await _account(served)
    case_id = await lived(served, 1)
    await _tell(served, notice(officer.id, case_id=case_id, key="D04", rule="D04", due=date(2024, 2, 19)))
    text = (await (await visitor(served, "officer")).get("/inbox")).text.partition('<div id="list">')[2]
    assert "status-met" in text
    assert "/actions/" not in text


async def test_the_list_goes_on(served: Served) -> None:
    """A long inbox is read page by page, and every notice stands on one of them."""
    officer = await _account(served)
    await _tell(served, *(notice(officer.id, days=days) for days in range(inbox.PAGE + 3)))
    browser = await visitor(served, "officer")
    first = (await browser.get("/inbox")).text
    [further] = re.findall(r'rel="next" href="([^"]+)"', first)
    rest = (await browser.get(further.replace("&amp;", "&"))).text
    found = [re.findall(r'id="notice-([^"]+)"', page) for page in (first, rest)]
    assert [len(ids) for ids in found] == [inbox.PAGE, 3]
    assert len({UUID(one) for ids in found for one in ids}) == inbox.PAGE + 3


async def test_what_one_process_tells_another_streams(database_url: str) -> None:
    """Of two services on one database, each streams at once what was told or read by way of the other."""
    async with serving(database_url) as one:
        await people(one)
        officer = await _account(one)
        async with AsyncExitStack() as stack:
            other = await stack.enter_async_context(_beside(database_url))
            ear = await stack.enter_async_context(listening(await visitor(other, "officer")))
            assert (await ear.next()).data["unread"] == 0
            [told] = await _tell(one, notice(officer.id))
            heard = await ear.next(2)
            assert (heard.name, heard.id, heard.data["unread"]) == ("notice", str(told.number), 1)
            assert "D07" not in heard.data["said"]
            assert (await ear.next()).name == "unread"
            await (await visitor(one, "officer")).post("/inbox/read", data={"id": "all"})
            assert (await ear.next(2)).data["unread"] == 0


def _beside(database_url: str) -> Any:
    """Serve the same database once more, without the organisations that are there already."""
    return serving(database_url, register=False)


async def test_a_stream_goes_on_where_it_was_lost(served: Served) -> None:
    """With the id it heard last a browser is told what came since, and nothing twice."""
    officer, browser = await _account(served), await visitor(served, "officer")
    async with listening(browser) as ear:
        await ear.next()
        [first] = await _tell(served, notice(officer.id))
        assert [(await ear.next()).id, (await ear.next()).id] == [str(first.number)] * 2
    missed = await _tell(served, notice(officer.id, days=2), notice(officer.id, days=1))
    async with listening(browser, last=str(first.number)) as ear:
        heard = [await ear.next() for _ in range(3)]
        assert [one.name for one in heard] == ["notice", "notice", "unread"]
        assert [int(one.id) for one in heard[:2]] == sorted(one.number for one in missed)
        assert heard[-1].data["unread"] == 3


async def test_a_stream_ends_with_its_session(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logging out ends the streams of the session and no other; one that ended elsewhere ends with the next heartbeat."""
    monkeypatch.setattr(inbox, "HEARTBEAT", 0.1)
    here, there = await visitor(served, "officer"), await visitor(served, "officer")
    async with listening(here) as one, listening(there) as other:
        await one.next()
        await other.next()
        await here.post("/logout")
        assert await one.is_over(2)
        with psycopg.connect(served.database, autocommit=True) as conn:
            conn.execute("DELETE FROM access.sessions")
        assert await other.is_over(8)
    assert served.service.live.count == 0
    assert (await served.anonymous().get("/inbox/events")).status_code == 204


async def test_streams_of_an_account_are_bounded_and_hold_no_connection(served: Served) -> None:
    """An account has six streams at most in a process; many streams of many accounts leave the pool free."""
    browser = await visitor(served, "officer")
    async with AsyncExitStack() as stack:
        ears = [await stack.enter_async_context(listening(browser)) for _ in range(AT_ONCE)]
        await asyncio.gather(*(ear.next() for ear in ears))
        refused = await browser.get("/inbox/events")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        head = await visitor(served, "head")
        others = [await stack.enter_async_context(listening(head)) for _ in range(AT_ONCE)]
        await asyncio.gather(*(ear.next() for ear in others))
        stats = served.service.pool.get_stats()
        assert stats["pool_available"] == stats["pool_size"]


async def test_the_listener_comes_back(served: Served) -> None:
    """When the database ends the listening connection, what is told meanwhile is streamed all the same."""
    officer = await _account(served)
    async with listening(await visitor(served, "officer")) as ear:
        await ear.next()
        with psycopg.connect(served.database, autocommit=True) as conn:
            ended = conn.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query LIKE 'LISTEN tbn4_notices%'"
            ).fetchall()
        assert ended == [(True,)]
        await _tell(served, notice(officer.id))
        assert (await ear.next()).name == "notice"


async def test_what_is_committed_late_is_told_all_the_same(served: Served) -> None:
    """Of two that tell at once the one with the smaller number may come second: its notice is streamed, too."""
    officer = await _account(served)
    async with listening(await visitor(served, "officer")) as ear, served.service.pool.connection() as slow:
        await ear.next()
        async with slow.transaction():
            [early] = await tell(slow, [notice(officer.id)], Hours())
            [late] = await _tell(served, notice(officer.id, days=1))
            assert early.number < late.number
            assert [(await ear.next()).id for _ in range(2)] == [str(late.number)] * 2
        heard = await ear.next()
        assert (heard.name, heard.id, heard.data["unread"]) == ("notice", str(early.number), 2)


async def test_a_process_that_stops_waits_for_no_stream(served: Served) -> None:
    """When the service is told to stop, its streams end at once, and no new one begins."""
    browser = await visitor(served, "officer")
    async with listening(browser) as ear:
        await ear.next()
        served.service.live.close()
        assert await ear.is_over(2)
    async with listening(browser) as ear:
        assert await ear.is_over(2)
