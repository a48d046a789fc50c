"""Alive, ready, measured; and what holds for every request."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from events.case import DeadlineMissed
from events.store.save import Unavailable, UnknownOutcome
from service.alerts.nobody import ToldToNobody
from service.checked_clock import CheckedClock
from service.chores import Chore, Chores
from service.logs import configure_logs
from service.requests import Request
from service.sweep import Sweep
from tests.offset_clock import OffsetClock
from tests.serving import ANNOUNCEMENT, BODY, ORDER, Served, problem_of, serving
from tests.web.visiting import people, visitor
from workflows.actor import Actor, Post, Role


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def test_alive_and_ready(served: Served) -> None:
    """A service that works says so, without a token."""
    client = served.anonymous()
    assert (await client.get("/livez")).json() == {"alive": True}
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"ready": True, "database": "ok", "projections": "ok", "clock": "ok", "chores": "ok", "mail": "ok"},
    )


async def test_not_ready_without_tables(served: Served) -> None:
    """A service whose database is not migrated is alive but not ready."""
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("ALTER SCHEMA projections RENAME TO elsewhere")
    client = served.anonymous()
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert (await client.get("/livez")).status_code == 200


async def test_not_ready_with_a_wrong_clock(served: Served) -> None:
    """A service whose clock differs from the database's says by how much, is not ready, and measures it."""
    served.service.clock = CheckedClock(OffsetClock(timedelta(hours=-1)))
    client = served.anonymous()
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (503, False)
    assert re.fullmatch(r"3(599|600|601) s behind the database's: set the one that is wrong", ready.json()["clock"])
    assert re.search(r"tbn4_clock_ahead_seconds -3(599|600)\.", (await client.get("/metrics")).text)
    served.service.clock = CheckedClock(OffsetClock(timedelta(seconds=30)))
    assert (await client.get("/readyz")).status_code == 200


async def test_recurring_work_is_shown(served: Served) -> None:
    """What is done by itself is measured; work that fails is named, and hinders nobody's requests."""

    async def fail() -> int:
        raise ZeroDivisionError

    async def work() -> int:
        return 7

    doing = Chores(served.service.pool, CheckedClock(served.clock))
    for chore in (Chore("fails", fail, every=1), Chore("works", work, every=1)):
        await doing.due((chore,))
        await doing.do(chore)
    client = served.anonymous()
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["chores"]) == (200, "failing: fails")
    text = (await client.get("/metrics")).text
    for line in (
        'tbn4_chore_last_count{chore="works"} 7.0',
        'tbn4_chore_successes{chore="works"} 1.0',
        'tbn4_chore_failures{chore="fails"} 1.0',
        'tbn4_chore_last_success_timestamp_seconds{chore="fails"} 0.0',
    ):
        assert line in text


async def test_deadlines_of_which_nobody_can_be_told_are_measured(served: Served) -> None:
    """Those of bodies without accounts, here and above; what is sealed is counted nowhere that everybody reads."""
    head = Actor("head", Role.SIGNATORY, BODY, None, Post.FIRST_HEAD)
    made = await served.service.cases.open("risk_analysis", BODY, "order", ORDER, head, Request.of(head, None))
    await served.projected()
    async with served.service.pool.connection() as conn:
        awaited = await (
            await conn.execute("SELECT count(*) FROM read.deadlines WHERE status = 'open' AND bound = 'not_later'")
        ).fetchone()
    assert awaited
    text = (await served.anonymous().get("/metrics")).text
    assert f"tbn4_deadlines_unreached {awaited[0]}.0" in text
    assert await ToldToNobody().of(served.service) == awaited[0]
    async with served.service.pool.connection() as conn:
        await conn.execute("UPDATE read.deadlines SET clearance = 'C4'")
    assert await ToldToNobody().of(served.service) == 0
    served.clock.travel(date(2024, 6, 3))
    assert await Sweep(served.service.cases, served.clock)() == 0
    assert any(isinstance(one.event, DeadlineMissed) for one in await served.service.cases.history(made.case.id))


async def test_measurements(served: Served) -> None:
    """Commands, requests, lag and deadlines are counted; addresses are counted by route, not by case."""
    client = await served.signatory()
    opened = (
        await client.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "data": ORDER})
    ).json()
    address = f"/api/v1/cases/{opened['id']}/actions/announce_start"
    for _ in range(2):
        await client.post(address, json=ANNOUNCEMENT, headers={"If-Match": '"1"'})
    await served.projected()
    text = (await served.anonymous().get("/metrics")).text
    assert 'tbn4_commands_total{outcome="recorded"} 2.0' in text
    assert 'tbn4_commands_total{outcome="refused"} 1.0' in text
    assert 'route="/api/v1/cases/{case_id}/actions/{action}",status="412"} 1.0' in text
    assert 'tbn4_projection_lag_events{log="main",projection="cases"} 0.0' in text
    assert re.search(r'tbn4_deadlines\{status="met"\} [1-9]', text)
    assert opened["id"] not in text


async def test_wrong_address_and_method(served: Served) -> None:
    """Unknown addresses and methods of the API are problems too."""
    client = served.anonymous()
    for address in ("/api/v1/nonsense", "/api/nonsense", "/api/v1/cases/x/y/z"):
        problem_of(await client.get(address), 404, "no-such-address")
    for method, address, allowed in (
        ("PUT", "/api/v1/cases", "GET, POST"),
        ("GET", "/api/v1/cases/x/actions/begin", "POST"),
    ):
        response = await client.request(method, address)
        problem_of(response, 405, "wrong-method")
        assert response.headers["allow"] == allowed


async def test_request_id_is_kept_or_made(served: Served) -> None:
    """A caller's request id comes back; a strange one is replaced."""
    client = served.anonymous()
    assert (await client.get("/livez", headers={"X-Request-Id": "abc-1.2_3"})).headers["x-request-id"] == "abc-1.2_3"
    for strange in ("", "x" * 65, "a b", "a\tb"):
        given = (await client.get("/livez", headers={"X-Request-Id": strange})).headers["x-request-id"]
        assert given != strange
        assert given.isalnum()


async def test_private_answers_are_not_kept(served: Served) -> None:
    """Answers of the API are not stored by anybody, nor taken for something else."""
    client = await served.officer()
    for address in ("/api/v1/cases", "/api/v1/nonsense"):
        headers = (await client.get(address)).headers
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


@pytest.mark.usefixtures("logging_as_before")
async def test_unforeseen_error_is_a_problem(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A defect of ours is answered with a problem that gives nothing away, and is logged with its request id."""
    configure_logs("json", "info")

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a secret detail")

    client = await served.signatory()
    opened = (
        await client.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "data": ORDER})
    ).json()
    monkeypatch.setattr(served.service.cases, "get", broken)
    monkeypatch.setattr(served.service.cases, "act", broken)
    address = f"/api/v1/cases/{opened['id']}"
    action = f"{address}/actions/announce_start"
    responses = [await client.get(address), await client.post(action, json=ANNOUNCEMENT, headers={"If-Match": '"1"'})]
    logged = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    bodies = [problem_of(response, 500, "internal") for response in responses]
    assert "secret" not in str(bodies)
    assert {line["request_id"] for line in logged if line["level"] == "error"} == {
        body["request_id"] for body in bodies
    }
    assert sum("a secret detail" in line.get("exception", "") for line in logged) == len(bodies)


async def test_database_away_is_said(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database cannot be reached the answer is 503 with a time to try again; what is known of the outcome is said."""
    client = await served.signatory()
    opened = (
        await client.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "data": ORDER})
    ).json()
    for error, slug in (
        (UnknownOutcome("x"), "unknown-outcome"),
        (Unavailable("x"), "unavailable"),
        (psycopg.OperationalError("x"), "unavailable"),
    ):

        async def failing(*_: Any, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(served.service.committer, "commit", failing)
        address = f"/api/v1/cases/{opened['id']}/actions/announce_start"
        response = await client.post(address, json=ANNOUNCEMENT, headers={"If-Match": '"1"'})
        assert "Idempotency-Key" in problem_of(response, 503, slug)["detail"]
        assert response.headers["retry-after"] == "2"


@pytest.mark.usefixtures("logging_as_before")
async def test_lists_say_that_they_are_prepared_for_a_new_version(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    """While the tables are still those of the version before, lists say so and when to ask again, on pages, too, and the log says what was lacking; then they answer."""
    configure_logs("json", "info")
    await people(served)
    client, browser = await served.officer(), await visitor(served, "officer")
    async with served.service.pool.connection() as conn:
        await conn.execute("ALTER VIEW read.cases RENAME COLUMN about TO before")
    refused = await client.get("/api/v1/cases")
    assert problem_of(refused, 503, "read-models-renewed")
    assert refused.headers["retry-after"] == "2"
    assert 'column \\"about\\" does not exist' in capsys.readouterr().err
    page = await browser.get("/cases", params={"lang": "en"})
    assert page.status_code == 503
    assert "Lists are being prepared for the new version of the service" in page.text
    assert 'column \\"about\\" does not exist' in capsys.readouterr().err
    async with served.service.pool.connection() as conn:
        await conn.execute("ALTER VIEW read.cases RENAME COLUMN before TO about")
    assert (await client.get("/api/v1/cases")).status_code == 200


@pytest.mark.usefixtures("logging_as_before")
async def test_each_command_leaves_one_line(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    """A command that succeeds is logged at level info with its route and ids, and nothing of what was sent; reading is not."""
    configure_logs("json", "info")
    client = await served.signatory()
    capsys.readouterr()
    body = {"workflow": "risk_analysis", "organization": BODY, "data": ORDER}
    opened = (await client.post("/api/v1/cases", json=body)).json()
    await client.get(f"/api/v1/cases/{opened['id']}")
    [line] = [
        found for text in capsys.readouterr().err.splitlines() if (found := json.loads(text))["event"] == "request"
    ]
    assert (line["method"], line["route"], line["status"], line["level"]) == ("POST", "/api/v1/cases", 201, "info")
    assert line["case_id"] == opened["id"]
    assert line["ms"] > 0
    assert {"actor_id", "request_id"} < line.keys()
    assert "17-Ө" not in str(line)


@pytest.mark.usefixtures("logging_as_before")
async def test_refused_command_leaves_a_line(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    """A refusal is logged with request, actor and case by id, and nothing of what was sent."""
    configure_logs("json", "info")
    client = await served.signatory()
    opened = (
        await client.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "data": ORDER})
    ).json()
    address = f"/api/v1/cases/{opened['id']}/actions/announce_start"
    capsys.readouterr()
    await client.post(address, json=ANNOUNCEMENT, headers={"If-Match": '"9"', "X-Request-Id": "r1"})
    [line] = [json.loads(text) for text in capsys.readouterr().err.splitlines() if '"r1"' in text]
    [account] = await served.service.access.accounts()
    assert (line["actor_id"], line["case_id"], line["status"]) == (str(account.id), opened["id"], 412)
    assert not any(word in str(line) for word in ("example.kz", "tbn4_", account.login))


async def test_caller_who_goes_away_is_no_failure(served: Served) -> None:
    """A caller who hangs up in the middle of a body changes nothing and is noted as gone, not as our failure."""
    client = await served.signatory()
    opened = (
        await client.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "data": ORDER})
    ).json()
    host, port = served.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f'POST /api/v1/cases/{opened["id"]}/actions/announce_start HTTP/1.1\r\nHost: {host}\r\nIf-Match: "1"\r\n'
    head += f"Authorization: {client.headers['authorization']}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"
    writer.write(head.encode())
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(10):
        while 'status="499"' not in (text := (await client.get("/metrics")).text):
            await asyncio.sleep(0.02)
    assert 'status="500"' not in text
    assert served.events(opened["id"]) == 1
