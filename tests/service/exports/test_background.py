"""Exports that are made behind their owner's back: asked for, watched, taken back, made once whatever dies meanwhile."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import psycopg
import pytest

from service.exports import exports as limits
from service.exports import worker as working
from service.exports.export import State
from service.exports.exported import LISTS
from service.exports.lists import cases as cases_list
from service.exports.worker import Worker
from service.settings import Settings
from service.wiring import open_service
from tests.service.exports.reading import about_of, rows_of
from tests.serving import BODY, OTHER, REGION, Served, problem_of, serving
from tests.web.visiting import people
from workflows.actor import Post, Role

CASES = {"list": "cases", "format": "json"}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A site with an analysis."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await _opened(served, "1-Ө")
        yield served


async def _opened(served: Served, number: str, organization: str = BODY) -> str:
    """Open an analysis by an order."""
    client = await served.client(await _head(served, organization))
    data = {
        "order_no": number, "ordered_on": "2024-02-12", "starts_on": "2024-03-04", "ends_on": "2024-03-28",
        "authorised": {"kind": "official", "members": ["Специалист"]}, "objects": [f"Закупки {number}"],
    }  # fmt: skip
    opened = {"workflow": "risk_analysis", "organization": organization, "action": "order", "data": data}
    answer = await client.post("/api/v1/cases", json=opened)
    assert answer.status_code == 201, answer.text
    await served.projected()
    return str(answer.json()["id"])


async def _head(served: Served, organization: str) -> Any:
    accounts = {one.login: one for one in await served.service.access.accounts()}
    login = "head" if organization == BODY else f"head-{organization}"
    return accounts.get(login) or await served.account(login, Role.SIGNATORY, organization, Post.FIRST_HEAD)


async def _program(served: Served, login: str = "supervisor") -> httpx2.AsyncClient:
    return await served.client(await served.service.access.account(login))


async def _asked(client: httpx2.AsyncClient, **what: Any) -> str:
    answer = await client.post("/api/v1/exports", json=CASES | what)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["href"]
    return str(answer.json()["href"])


async def test_an_export_from_asking_to_deleting(served: Served) -> None:
    """Asked for it waits, made it is ready with all its rows; the file is given, tells of itself, and is gone once it is deleted."""
    client = await _program(served)
    href = await _asked(client, filters={"open": True, "region": "KZ-19"})
    waiting = (await client.get(href)).json()
    assert (waiting["state"], waiting["total"], waiting["file"]) == ("waiting", None, None)
    problem_of(await client.get(f"{href}/file"), 409, "not-ready")
    assert await Worker(served.service).make_next()
    assert not await Worker(served.service).make_next()
    ready = (await client.get(href)).json()
    assert (ready["state"], ready["done"], ready["total"], ready["problem"]) == ("ready", 1, 1, None)
    file = await client.get(ready["file"])
    assert file.headers["content-disposition"] == 'attachment; filename="cases-2024-02-12.json"'
    assert len(file.content) == ready["size"]
    assert [row["number"] for row in rows_of(file.content, "json")] == ["1-Ө"]
    about = about_of(file.content, "json")
    assert about["filters"] == {"open": True, "region": "KZ-19"}
    assert about["address"] == ready["address"]
    assert (await client.get(ready["file"], headers={"Range": "bytes=0-7"})).content == file.content[:8]
    assert [one["id"] for one in (await client.get("/api/v1/exports")).json()["items"]] == [ready["id"]]
    kept = list((served.service.settings.data_dir / "exports").glob("*.*"))
    assert len(kept) == 1
    assert "1-Ө".encode() not in kept[0].read_bytes()
    assert (await client.delete(href)).json()["state"] == "ready"
    problem_of(await client.get(href), 404, "unknown")
    assert not kept[0].exists()


async def test_many_ask_at_once(served: Served) -> None:
    """More than there are connections ask for a file about a case: nobody waits for a connection that those before hold while they wait for theirs."""
    client = await _program(served)
    case = (await client.get("/api/v1/cases")).json()["items"][0]["id"]
    asked = {
        "list": "compared-case",
        "format": "csv",
        "filters": {"from": "2024-02-10", "to": "2024-02-11", "case": case},
    }
    many = served.service.pool.max_size + 4
    answers = await asyncio.gather(*(client.post("/api/v1/exports", json=asked) for _ in range(many)))
    assert {answer.status_code for answer in answers} == {202, 429}, "429: they are all of one account"


async def test_what_is_asked_wrongly_is_said(served: Served) -> None:
    """Unknown lists, formats, filters and values are refused with their places, before anything is put in line."""
    client = await _program(served)

    async def refused(body: dict[str, Any]) -> set[str]:
        answer = problem_of(await client.post("/api/v1/exports", json=body), 422, "invalid")
        return {error["pointer"] for error in answer["errors"]}

    assert await refused({"list": "secrets", "format": "pdf"}) == {"#/list", "#/format"}
    assert await refused({"list": "cases"}) == {"#/format"}
    wrong = {"state": "nowhere", "cursor": "x", "colour": "red"}
    assert await refused(CASES | {"filters": wrong}) == {"#/filters/state", "#/filters/cursor", "#/filters/colour"}
    assert await refused(CASES | {"filters": {"organization": "nobody"}}) == {"#/filters/organization"}
    assert await refused(CASES | {"filters": {"region": ["KZ-19"]}}) == {"#/filters/region"}
    assert (await client.get("/api/v1/exports")).json()["items"] == []
    problem_of(await client.get("/api/v1/lists/cases.csv?colour=red"), 400, "bad-query")
    problem_of(await client.get("/api/v1/lists/cases.pdf"), 404, "unknown")
    problem_of(await client.get("/api/v1/lists/secrets.csv"), 404, "unknown")


async def test_everybody_exports_what_they_may_see(served: Served) -> None:
    """Rows are those of the reader's scope; what is for supervisors is refused to others; nobody sees another's export."""
    await _opened(served, "2-Ө", OTHER)
    above = await served.account("above", Role.OFFICER, REGION)
    officer, supervisor, region = await _program(served, "officer"), await _program(served), await served.client(above)
    for client, numbers in ((officer, {"1-Ө"}), (region, {"1-Ө"}), (supervisor, {"1-Ө", "2-Ө"})):
        answer = await client.get("/api/v1/lists/cases.json")
        assert {row["number"] for row in rows_of(answer.content, "json")} == numbers
    organizations = await officer.get("/api/v1/lists/organizations.json")
    assert {row["code"] for row in rows_of(organizations.content, "json")} == {BODY, f"{BODY}.depot"}
    for name, filters in (("audit", {}), ("told", {"account": "anybody"}), ("scores", {"organization": OTHER})):
        problem_of(await officer.get(f"/api/v1/lists/{name}.csv", params=filters), 403, "out-of-scope")
        body = {"list": name, "format": "csv", "filters": filters}
        problem_of(await officer.post("/api/v1/exports", json=body), 403, "out-of-scope")
    href = await _asked(supervisor)
    for method in ("GET", "DELETE"):
        problem_of(await officer.request(method, href), 404, "unknown")
    problem_of(await officer.get(f"{href}/file"), 404, "unknown")


async def test_a_file_is_of_one_instant(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens while a list is read page by page is not in the file, and nothing is lost or told twice."""
    monkeypatch.setattr(cases_list, "LARGEST", 2)
    for number in range(2, 6):
        await _opened(served, f"{number}-Ө")
    client = await _program(served)
    later = iter(range(6, 20))

    async def page(reader: Any, query: Any, cursor: str) -> Any:
        found = await cases_list._page(reader, query, cursor)
        await _opened(served, f"{next(later)}-Ө")
        return found

    monkeypatch.setitem(LISTS, "cases", replace(LISTS["cases"], page=page))
    answer = await client.get("/api/v1/lists/cases.json")
    assert sorted(row["number"] for row in rows_of(answer.content, "json")) == [f"{n}-Ө" for n in range(1, 6)]
    assert about_of(answer.content, "json")["rows"] == 5
    again = await client.get("/api/v1/lists/cases.json")
    assert len(rows_of(again.content, "json")) > 5


_KILLED = """
import asyncio, sys
from service.exports import lists, worker
from service.settings import Settings
from service.wiring import open_service
from pathlib import Path
from datetime import timedelta

async def never_ends(service, account, order, into, **_):
    into.write(b"half of a file" * 10_000)
    print("begun", flush=True)
    await asyncio.sleep(3600)

async def main():
    settings = Settings(database_url=sys.argv[1], data_dir=Path(sys.argv[2]))
    async with open_service(settings, runs=False, ticks=False) as service:
        worker.make = never_ends
        await worker.Worker(service, lease=timedelta(seconds=2), beat=0.2).make_next()

asyncio.run(main())
"""


async def test_a_killed_worker_is_followed_by_another(served: Served) -> None:
    """While a process works nobody else begins; once it is killed another begins anew, and one whole file is there."""
    client, worker = await _program(served), Worker(served.service)
    href = await _asked(client)
    command = [sys.executable, "-c", _KILLED, served.database, str(served.service.settings.data_dir)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])
    assert process.stdout is not None
    while (line := await process.stdout.readline()).strip() != b"begun":
        assert line, "the other process ended early"
    await asyncio.sleep(3)  # longer than its lease, which it renews
    assert not await worker.make_next()
    assert (await client.get(href)).json()["state"] == "running"
    process.send_signal(signal.SIGKILL)
    await process.wait()
    async with asyncio.timeout(20):
        while not await worker.make_next():
            await asyncio.sleep(0.2)
    ready = (await client.get(href)).json()
    assert (ready["state"], ready["done"]) == ("ready", 1)
    assert len(rows_of((await client.get(ready["file"])).content, "json")) == 1
    assert not await worker.make_next()


async def test_of_two_that_hold_one_export_the_later_counts(served: Served) -> None:
    """A process that slept past its lease and wakes again changes nothing, and what it made is thrown away."""
    client, exports = await _program(served), served.service.exports
    href = await _asked(client)
    slow = await exports.claim(["cases"], timedelta(0))
    assert slow is not None
    assert await exports.claim(["audit"], timedelta(0)) is None
    assert await Worker(served.service).make_next()
    assert not await exports.progress(slow, 5, 9, timedelta(seconds=30))
    before = (await client.get(href)).json()
    await Worker(served.service)._attempt(slow)
    assert (await client.get(href)).json() == before
    lying = sorted(place.suffix for place in exports.folder.path.glob("*.*"))
    assert lying == [".2"]


async def test_a_service_that_ends_puts_its_work_back(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export under way when the service ends waits again at once, without half a file; the next service makes it."""
    client, begun = await _program(served), asyncio.Event()
    href = await _asked(client)

    async def never_ends(*_asked: Any, **_by_name: Any) -> None:
        begun.set()
        await asyncio.sleep(3600)

    with monkeypatch.context() as patched:
        patched.setattr(working, "make", never_ends)
        task = asyncio.create_task(Worker(served.service).run())
        await asyncio.wait_for(begun.wait(), 10)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert (await client.get(href)).json()["state"] == "waiting"
    assert list(served.service.exports.folder.path.glob("*.*")) == []
    assert await Worker(served.service).make_next()
    assert (await client.get(href)).json()["state"] == "ready"


async def test_one_that_is_cancelled_stops(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelling ends the work on an export soon, and no file is left of it; its progress was to be seen until then."""
    client = await _program(served)
    account = await served.service.access.account("supervisor")
    href = await _asked(client)

    async def slow(*_asked: Any, progress: Any, **_by_name: Any) -> None:
        progress(4, 9)
        await asyncio.sleep(3600)

    monkeypatch.setattr(working, "make", slow)
    task = asyncio.create_task(Worker(served.service, beat=0.05).make_next())
    async with asyncio.timeout(10):
        while (found := (await client.get(href)).json())["done"] == 0:
            await asyncio.sleep(0.05)
    assert (found["state"], found["done"], found["total"]) == ("running", 4, 9)
    await served.service.exports.cancel(account.id, UUID(found["id"]))
    assert await asyncio.wait_for(task, 10)
    assert (await client.get(href)).json()["state"] == "cancelled"
    assert list(served.service.exports.folder.path.glob("*.*")) == []


async def test_one_that_fails_says_why(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """What refuses a list when it is made is told in the owner's words; what nobody foresaw, as a failure of the service."""
    officer = await served.service.access.account("officer")
    client = await _program(served, "officer")
    await served.service.exports.ask(officer.id, "audit", {}, "csv", "en", "")
    await served.service.exports.ask(officer.id, "cases", {}, "csv", "en", "")
    assert await Worker(served.service).make_next()

    async def broken(*_asked: Any, **_by_name: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(working, "make", broken)
    assert await Worker(served.service).make_next()
    unforeseen, refused = (await client.get("/api/v1/exports")).json()["items"]
    assert (refused["state"], refused["problem"]) == ("failed", "out-of-scope")
    assert refused["detail"] == "The audit trail of all organisations is for supervisors."
    assert (unforeseen["state"], unforeseen["problem"], unforeseen["file"]) == ("failed", "internal", None)
    problem_of(await client.get(f"{refused['href']}/file"), 409, "not-ready")


async def test_a_file_is_given_only_while_its_owner_sees_as_much(served: Served) -> None:
    """Whoever is moved to another organisation does not get what was made for them in the last one."""
    client = await _program(served, "officer")
    href = await _asked(client)
    assert await Worker(served.service).make_next()
    file = (await client.get(href)).json()["file"]
    assert (await client.get(file)).status_code == 200
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("UPDATE access.accounts SET organization = %s WHERE login = 'officer'", [OTHER])
    moved = await served.client(await served.service.access.account("officer"))
    problem_of(await moved.get(file), 403, "out-of-scope")


async def test_nobody_fills_the_line_or_the_disk(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account waits for a few exports at a time and keeps so many; others are not held up by it."""
    client, officer = await _program(served), await _program(served, "officer")
    for name, most in (("MOST_WAITING", 2), ("MOST_KEPT", 3)):
        monkeypatch.setattr(limits, name, most)
    first = await _asked(client)
    await _asked(client)
    problem_of(await client.post("/api/v1/exports", json=CASES), 429, "too-many-exports")
    await _asked(officer)
    for _ in range(3):
        assert await Worker(served.service).make_next()
    await _asked(client)
    assert await Worker(served.service).make_next()
    problem_of(await client.post("/api/v1/exports", json=CASES), 429, "too-many-exports")
    await client.delete(first)
    monkeypatch.setattr(limits, "MOST_BYTES_KEPT", 1)
    problem_of(await client.post("/api/v1/exports", json=CASES), 429, "too-many-exports")


async def test_one_account_does_not_hold_up_others(served: Served) -> None:
    """While an export of an account is under way, its others wait and those of other accounts are taken."""
    supervisor, officer = [await served.service.access.account(login) for login in ("supervisor", "officer")]
    exports = served.service.exports
    for account in (supervisor, supervisor, officer):
        await exports.ask(account.id, "cases", {}, "csv", "en", "")
    taken = [await exports.claim(["cases"], timedelta(seconds=30)) for _ in range(3)]
    assert [one and one.account for one in taken] == [supervisor.id, officer.id, None]


async def test_files_that_have_had_their_day_are_deleted(served: Served) -> None:
    """After seven days an export is gone with its file, and so is what a killed process left; younger ones stay."""
    client, exports = await _program(served), served.service.exports
    old, young = await _asked(client), await _asked(client)
    for _ in range(2):
        assert await Worker(served.service).make_next()
    left = exports.folder.path / "parts" / "export-left"
    left.mkdir(parents=True)
    (left / "sheet").write_bytes(b"rows")
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("UPDATE exports.exports SET expires_at = now() WHERE id = %s", [old.rpartition("/")[2]])
    long_ago = 1_000_000_000
    for place in (*exports.folder.path.glob("*.*"), left):
        os.utime(place, (long_ago, long_ago))
    assert await exports.clear() == 1
    problem_of(await client.get(old), 404, "unknown")
    assert [place.stem for place in exports.folder.path.glob("*.*")] == [young.rpartition("/")[2]]
    assert not left.exists()
    assert (await client.get(f"{young}/file")).status_code == 200
    assert await exports.clear() == 0


async def test_a_service_makes_exports_by_itself(database_url: str, tmp_path: Path) -> None:
    """A running service takes what is in line without being asked again."""
    async with open_service(Settings(database_url=database_url, data_dir=tmp_path)) as service:
        account = await service.access.create("reader", "Reader", Role.SUPERVISOR)
        asked = await service.exports.ask(account.id, "organizations", {}, "csv", "en", "")
        async with asyncio.timeout(30):
            while (await service.exports.get(account.id, asked)).under_way:
                await asyncio.sleep(0.2)
        made = await service.exports.get(account.id, asked)
    assert (made.state, made.attempts) == (State.READY, 1)


async def test_several_replicas_make_each_export_once(served: Served) -> None:
    """However many processes look at the line at the same moment, each export is made by one of them."""
    accounts = [await served.account(f"reader-{n}", Role.SUPERVISOR) for n in range(6)]
    exports = served.service.exports
    for account in accounts:
        await exports.ask(account.id, "cases", {}, "csv", "en", "")
    made = await asyncio.gather(*(Worker(served.service).make_next() for _ in range(6)))
    while await Worker(served.service).make_next():
        made.append(True)
    assert made.count(True) == len(accounts)
    found = [(await exports.of(account.id))[0] for account in accounts]
    assert [(one.state, one.attempts, one.done) for one in found] == [(State.READY, 1, 1)] * len(accounts)
    assert len(list(exports.folder.path.glob("*.*"))) == len(accounts)
