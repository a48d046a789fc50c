"""More callers at once than the service has connections: whoever holds one waits for nobody who needs one."""

import asyncio

import pytest

from tests.serving import BODY, serving
from tests.web.visiting import lived, people, visitor

MANY = 24
"""Callers; the pool has sixteen connections."""

PATHS = (
    "/api/v1/cases", "/api/v1/deadlines", "/api/v1/deadlines/numbers", "/api/v1/dashboard", "/api/v1/hierarchy", f"/api/v1/organizations/{BODY}/tree",
    f"/api/v1/organizations/{BODY}/plan/2024", "/api/v1/organizations?silent=true", "/api/v1/facts", "/api/v1/search?q=school",
    "/api/v1/deadlines/review?first=2024-01-01&last=2024-12-31", "/api/v1/plans/2024/counts", "/api/v1/audit", "/api/v1/findings",
    "/", "/tasks", "/cases", "/deadlines", "/organizations", f"/organizations/{BODY}", "/audit", "/search?q=school", "/map", "/plans/2024",
)  # fmt: skip


async def test_many_who_ask_at_once_are_all_answered(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the register is read anew each time it is asked, everybody gets an answer of every page and list."""
    monkeypatch.setattr("service.register._TRUSTED_FOR", 0.0)
    async with serving(database_url) as served:
        await people(served)
        await lived(served, 3)
        [account] = [one for one in await served.service.access.accounts() if one.login == "supervisor"]
        caller, browser = await served.client(account), await visitor(served, "supervisor")

        async def ask(path: str) -> int:
            return (await (caller if path.startswith("/api") else browser).get(path)).status_code

        answered = {path: await asyncio.gather(*(ask(path) for _ in range(MANY))) for path in PATHS}
    assert answered == dict.fromkeys(PATHS, [200] * MANY)
