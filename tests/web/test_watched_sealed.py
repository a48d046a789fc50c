"""Pages that watch, when what changes is sealed: not even that it changed is told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.inbox.watched import changes
from service.requests import Request
from tests.clearing import cleared
from tests.service.files.samples import stream
from tests.serving import ANNOUNCEMENT, BODY, Served, serving
from tests.stories import secrets
from tests.web.streaming import listening
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Actor

SECRET = secrets.KINDS[0]


@pytest.fixture
async def served(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A service with people, that knows a kind of sealed case."""
    secrets.enter(monkeypatch)
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        yield served


async def _act(served: Served, case_id: UUID, action: str, data: Any, actor: Actor) -> None:
    served.clock.advance(timedelta(hours=1))
    version = (await served.service.cases.get(case_id)).version
    await served.service.cases.act(case_id, action, data, actor, Request.of(actor, None), version)
    await served.projected()


async def test_a_sealed_case_that_changes_wakes_nobody(served: Served) -> None:
    """Neither the page of the work of its body nor whoever asks for the case hears of it, cleared or not; of other cases they do."""
    analysis = await lived(served, 0)
    account = await cleared(served, BODY, password=PASSWORD)
    insider = await served.service.access.actor(account)
    kept = await served.service.files.keep(stream("Письмо".encode()), "letter.txt", insider, BODY)
    data = {name: kept.sha256 if value == secrets.FILE else value for name, value in SECRET.data.items()}
    cases = served.service.cases
    sealed = (await cases.open(SECRET.workflow, BODY, SECRET.action, data, insider, Request.of(insider, None))).case
    await served.projected()
    inside = await visitor(served, account.login)
    page = await inside.get(f"/cases/{sealed.id}")
    assert (page.status_code, 'data-watch="' in page.text) == (200, False)
    async with served.service.pool.connection() as conn:
        before = await changes(conn, [BODY])
    work = f"work:{before[BODY]}"
    for login, watch in ((account.login, work), ("officer", work), (account.login, f"case:{sealed.id}:1")):
        async with listening(await visitor(served, login), watch=watch) as ear:
            assert (await ear.next()).name == "unread"
            await _act(served, sealed.id, "reply", SECRET.steps[0][1], insider)
            async with served.service.pool.connection() as conn:
                assert await changes(conn, [BODY]) == before
            await served.service.watched.look(served.service.pool)
            with pytest.raises(TimeoutError):
                await ear.next(0.3)
    assert (await cases.get(sealed.id)).version == 4
    officer = await served.service.access.actor(await served.service.access.account("officer"))
    async with listening(inside, watch=work) as ear:
        assert (await ear.next()).name == "unread"
        await _act(served, analysis, "announce_start", ANNOUNCEMENT, officer)
        assert {(await ear.next()).name for _ in range(2)} == {"unread", "changed"}
