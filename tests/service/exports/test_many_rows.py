"""A list of many rows: all of them, once, in order, in every format; the service answers others meanwhile."""

import asyncio
import time
from itertools import pairwise
from pathlib import Path

from events.store.statements import load
from service.exports.worker import Worker
from service.exports.writing import WRITERS
from tests.service.exports.reading import rows_of
from tests.serving import Served, problem_of, serving

SQL = load(__package__, "test_many_rows.sql")
ROWS = 10_000
PATIENCE = 2.0
"""Seconds that anybody else may wait for an answer while files are made: a page of 200 rows takes a few milliseconds."""


async def test_ten_thousand_rows(database_url: str, tmp_path: Path) -> None:
    """10,000 deadlines are too many at once; behind the back each format has every one, and nobody else waits long."""
    async with serving(database_url, data_dir=tmp_path) as served:
        async with served.service.pool.connection() as conn:
            await conn.execute(SQL["deadlines"])
            await conn.execute("ANALYZE")
        client = await served.supervisor()
        problem_of(await client.get("/api/v1/lists/deadlines.csv"), 422, "too-long")
        for form in WRITERS:
            await client.post("/api/v1/exports", json={"list": "deadlines", "format": form})
        waited = asyncio.create_task(_longest_wait(served))
        for _ in WRITERS:
            assert await Worker(served.service).make_next()
        waited.cancel()
        assert max(await _result(waited)) < PATIENCE
        for one in (await client.get("/api/v1/exports")).json()["items"]:
            assert (one["state"], one["done"], one["total"]) == ("ready", ROWS, ROWS)
            file = (await client.get(one["file"])).content
            rows = await asyncio.to_thread(rows_of, file, one["format"])
            names = ("due", "case_id", "key") if one["format"] == "json" else ("Due", "Id of the case", "Key")
            places = [tuple(str(row[name]) for name in names) for row in rows]
            assert len(set(places)) == len(places) == ROWS
            assert all(before < after for before, after in pairwise(places))


async def _longest_wait(served: Served) -> list[float]:
    """Ask again and again how the service is, until cancelled; gives how long each answer took."""
    client, waits = served.anonymous(), [0.0]
    try:
        while True:
            began = time.monotonic()
            await client.get("/livez")
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.02)
    except asyncio.CancelledError:
        return waits


async def _result(task: "asyncio.Task[list[float]]") -> list[float]:
    return await task
