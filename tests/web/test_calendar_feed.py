"""Deadlines in a calendar program: the address, and what stands at it."""

import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx2
import psycopg
import pytest
from icalendar import Calendar

from service.inbox.published import Published
from service.requests import Request
from service.web import calendar_feed
from tests.clearing import cleared
from tests.service.inbox import rfc5545
from tests.serving import BODY, OTHER, REGION, Served, problem_of, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role

SITE = "https://tbn4.example.kz"


@pytest.fixture
async def served(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A service with people, whose calendars are written anew each time they are asked for."""
    monkeypatch.setattr(calendar_feed, "PUBLISHED", Published(fresh=0))
    async with serving(database_url, public_url=SITE) as served:
        await people(served)
        yield served


async def _address(served: Served, login: str = "officer") -> str:
    account = await served.service.access.account(login)
    answer = await (await served.client(account)).post("/api/v1/calendar-feed")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["address"]).removeprefix(SITE)


async def _read(served: Served, address: str) -> dict[str, dict[str, str]]:
    """Read a calendar with both checks, and give its events by their summaries."""
    answer = await served.anonymous().get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = rfc5545.events(answer.content)
    parsed = Calendar.from_ical(answer.content)
    assert [str(event["uid"]) for event in parsed.events] == [event["UID"] for event in found]
    assert not parsed.errors
    for event, raw in zip(parsed.events, found, strict=True):
        assert not event.errors
        assert event.decoded("dtstart").strftime("%Y%m%d") == raw["DTSTART"]
        assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1
    return {event["SUMMARY"]: event for event in found}


async def test_every_deadline_that_is_awaited_stands_on_its_day(served: Served) -> None:
    """Each deadline is one all-day event with its arithmetic, in the account's language, and a link to its case."""
    case_id = await lived(served, 0)
    events = await _read(served, await _address(served))
    announce = events["Анонсировать начало анализа: № 17-Ө"]
    assert (announce["DTSTART"], announce["DTEND"], announce["STATUS"]) == ("20240219", "20240220", "CONFIRMED")
    assert announce["URL"] == f"{SITE}/cases/{case_id}"
    assert "10 рабочих дней до 4 марта 2024" in announce["DESCRIPTION"]
    assert len(events) > 3
    async with served.service.pool.connection() as conn:
        query = "SELECT count(*) FROM read.deadlines WHERE status = 'open' AND bound = 'not_later'"
        [(open_ones,)] = await (await conn.execute(query)).fetchall()
    assert [event["STATUS"] for event in events.values()].count("CONFIRMED") == open_ones


async def test_an_event_keeps_its_name_and_rises_when_it_moves(served: Served) -> None:
    """A deadline that is moved keeps its UID with a higher SEQUENCE; one that is met is cancelled, higher still."""
    case_id = await lived(served, 0)
    address, summary = await _address(served), "Анонсировать начало анализа: № 17-Ө"
    first = (await _read(served, address))[summary]
    head = await served.service.access.account("head")
    changed = {
        "order_no": "18-Ө",
        "reason": "Продление",
        "amended_on": "2024-02-13",
        "starts_on": "2024-03-11",
        "ends_on": "2024-04-05",
    }
    await _act(served, case_id, head, "amend_order", changed, date(2024, 2, 13))
    moved = (await _read(served, address))[summary]
    assert (first["UID"], first["DTSTART"] < moved["DTSTART"]) == (moved["UID"], True)
    assert int(first["SEQUENCE"]) < int(moved["SEQUENCE"])
    done = {
        "channel": "website",
        "address": "https://example.kz/1",
        "published_on": "2024-02-14",
        "secrets_excluded": True,
    }
    await _act(served, case_id, head, "announce_start", done, date(2024, 2, 14))
    met = (await _read(served, address))[summary]
    assert (met["UID"], met["STATUS"]) == (first["UID"], "CANCELLED")
    assert int(met["SEQUENCE"]) > int(moved["SEQUENCE"])
    served.clock.travel(date(2024, 3, 5))
    assert summary not in await _read(served, address)


async def _act(served: Served, case_id: Any, account: Any, action: str, data: dict[str, Any], day: date) -> None:
    served.clock.travel(day)
    cases = served.service.cases
    actor = await served.service.access.actor(account)
    case = await cases.get(case_id)
    await cases.act(case_id, action, data, actor, Request.of(actor, None), case.version)
    await served.projected()


async def test_an_address_is_changed_and_revoked(served: Served) -> None:
    """A new address ends the one before, revoking ends it for good, and the database keeps no secret."""
    await lived(served, 0)
    browser, anybody = await visitor(served, "officer"), served.anonymous()

    async def status(address: str) -> int:
        return (await anybody.get(address)).status_code

    made = [_shown(await browser.post("/calendar/address", data={"wish": "make"})) for _ in range(2)]
    assert [await status(address) for address in made] == [404, 200]
    with psycopg.connect(served.database) as conn:
        [(kept,)] = conn.execute("SELECT secret FROM alerts.feeds").fetchall()
    assert len(kept) == 32
    assert kept not in made[1].encode()
    page = (await browser.get("/calendar/address", params={"lang": "en"})).text
    assert "Make another address" in page
    assert made[1] not in page
    await browser.post("/calendar/address", data={"wish": "revoke"})
    assert await status(made[1]) == 404
    assert (await browser.post("/calendar/address", data={"wish": "x"})).status_code == 400


def _shown(answer: httpx2.Response) -> str:
    [address] = re.findall(r'readonly value="([^"]+)"', answer.text)
    assert address.startswith(f"{SITE}/calendar/")
    return str(address).removeprefix(SITE)


async def test_the_address_is_that_of_the_service(served: Served) -> None:
    """Whatever host a request names, address and links are those under which people open the pages."""
    await lived(served, 0)
    client = await served.client(await served.service.access.account("officer"))
    made = await client.post("/api/v1/calendar-feed", headers={"Host": "evil.example"})
    assert made.json()["address"].startswith(f"{SITE}/calendar/")
    path = made.json()["address"].removeprefix(SITE)
    text = (await served.anonymous().get(path, headers={"Host": "evil.example"})).text
    assert SITE in text
    assert "evil.example" not in text


async def test_an_extended_deadline_moves_in_the_calendar(served: Served) -> None:
    """A deadline that was extended stands on its new day, with the document that set it, and no calendar fails for it."""
    case_id, above = await lived(served, 0), await served.officer(REGION)
    version = (await served.service.cases.get(case_id)).version
    letter = {
        "key": "D04", "extended_to": "2024-02-27", "document": "letter", "document_no": "5", "document_dated": "2024-02-12",
        "reason": "x", "address": "https://example.kz/5",
    }  # fmt: skip
    answer = await above.post(
        f"/api/v1/cases/{case_id}/actions/extend_deadline", json=letter, headers={"If-Match": f'"{version}"'}
    )
    assert answer.status_code == 200, answer.text
    await served.projected()
    event = (await _read(served, await _address(served)))["Анонсировать начало анализа: № 17-Ө"]
    assert event["DTSTART"] == "20240227"
    assert "19 февраля 2024" in event["DESCRIPTION"]


async def test_the_address_ends_with_its_account(served: Served) -> None:
    """Whose account is closed reads no calendar any more; a supervisor without an organisation has none."""
    address = await _address(served)
    await served.service.access.disable("officer")
    assert (await served.anonymous().get(address)).status_code == 404
    supervisor = await served.client(await served.service.access.account("supervisor"))
    problem_of(await supervisor.post("/api/v1/calendar-feed"), 403, "not-permitted")
    assert (await supervisor.get("/api/v1/calendar-feed")).json() == {"made_at": None, "address": None}
    assert (await supervisor.delete("/api/v1/calendar-feed")).status_code == 200


async def test_who_asks_often_is_not_sent_it_again(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that has the calendar gets 304, is told how long to keep it, and makes us write it once a minute at most."""
    monkeypatch.setattr(calendar_feed, "PUBLISHED", Published())
    await lived(served, 0)
    address, program = await _address(served), served.anonymous()
    first = await program.get(address)
    assert first.headers["cache-control"] == "private, no-cache"
    again = await program.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("UPDATE read.deadlines SET due = due + 1")
    assert (await program.get(address)).headers["etag"] == first.headers["etag"]
    monkeypatch.setattr(calendar_feed, "PUBLISHED", Published())
    assert (await program.get(address, headers={"If-None-Match": first.headers["etag"]})).status_code == 200


async def test_a_sealed_case_gives_its_number_and_day_alone(served: Served) -> None:
    """Who is cleared finds the day of a sealed case, and nothing of what it is about; who is not finds nothing."""
    await cleared(served, BODY, password=PASSWORD)
    plain, listed = await _address(served), await _address(served, f"cleared-officer-{BODY}")
    case_id = await lived(served, 0)
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("UPDATE read.deadlines SET clearance = 'C4', subject = ''")
        conn.execute("UPDATE access.accounts SET language = 'en'")
        conn.execute("UPDATE read.cases SET clearance = 'C4'")
    assert await _read(served, plain) == {}
    events = rfc5545.events((await served.anonymous().get(listed)).content)
    assert {event["SUMMARY"] for event in events} == {f"A case with restricted access\\, no. {str(case_id)[:8]}"}
    assert {event["DESCRIPTION"] for event in events} == {f"{SITE}/cases/{case_id}"}


async def test_only_ones_own_organisation_is_in_it(served: Served) -> None:
    """Deadlines of other organisations, those below too, are not in one's calendar."""
    await lived(served, 0)
    await served.account("elsewhere", Role.OFFICER, OTHER)
    assert await _read(served, await _address(served, "elsewhere")) == {}
