"""The overview of somebody who is on a list of access: what it leaves out it names, to them alone."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from service.requests import Request
from tests.clearing import cleared
from tests.service.files.samples import stream
from tests.serving import BODY, Served, serving
from tests.stories import secrets
from tests.web.visiting import PASSWORD, lived, people, visitor

SECRET = secrets.KINDS[0]
NOTE = "Work on cases with restricted access is not counted here"


@pytest.fixture
async def served(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A service with people and a case, that knows a kind of sealed case."""
    secrets.enter(monkeypatch)
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await lived(served, 0)
        yield served


async def _told(client: httpx2.AsyncClient) -> tuple[str, bool, str]:
    """Give the number of own work on the overview, whether more is said to be in sealed cases, and the number on the page of work."""
    page, work = [(await client.get(address)).text for address in ("/?lang=en", "/tasks?lang=en")]
    [number] = re.findall(r'<h2 id="mine">.*?<span class="tab-count">(\d+)</span>', page)
    [of_all] = re.findall(r"Mine <[^>]*>(\d+)<", work)
    return number, NOTE in page, of_all


async def test_whoever_has_sealed_work_is_told_that_it_is_left_out(served: Served) -> None:
    """The two numbers differ only where the overview says why; who is on no list, or has nothing there, reads of none."""
    account = await cleared(served, BODY, password=PASSWORD)
    insider, officer = await visitor(served, account.login), await visitor(served, "officer")
    assert [await _told(one) for one in (insider, officer)] == [("1", False, "1")] * 2
    actor = await served.service.access.actor(account)
    kept = await served.service.files.keep(stream("Письмо".encode()), "letter.txt", actor, BODY)
    data = {name: kept.sha256 if value == secrets.FILE else value for name, value in SECRET.data.items()}
    await served.service.cases.open(SECRET.workflow, BODY, SECRET.action, data, actor, Request.of(actor, None))
    await served.projected()
    assert await _told(insider) == ("1", True, "2")
    assert await _told(officer) == ("1", False, "1")
