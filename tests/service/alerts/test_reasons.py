"""What is written of a sealed case when people are reminded of it is encrypted in the database."""

from collections.abc import AsyncIterator

import pytest

from service.alerts import Kind, Notices
from service.alerts.reasons import close_open
from service.alerts.told import to_account
from tests.service.alerts.made import notice
from tests.service.alerts.sending import Sending, sending

WHY = "MARK the letter about the bribe"


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Sending]:
    async with sending(database_url) as service:
        yield service


async def test_the_reason_of_a_sealed_case_lies_closed(service: Sending) -> None:
    """Whoever reads the database alone learns nothing, and whoever is told of the case reads what was written."""
    reader = await service.owner()
    about = {"kind": Kind.ASKED, "reason": WHY, "asked_by": str(reader.id)}
    await service.told(notice(reader.id, **about, clearance="C4"), notice(reader.id, days=1, **about))
    stored = [reason for (reason,) in await service.rows("SELECT reason FROM alerts.notices ORDER BY number")]
    assert WHY not in stored[0]
    assert stored[1] == WHY
    async with service.service.pool.connection() as conn:
        assert [one.reason for one in await Notices(conn).of_account(reader.id)] == [WHY, WHY]
        log = (await to_account(conn, reader.id)).rows
    assert [(one.reason, bool(one.clearance)) for one in log] == [(WHY, False), ("", True)]


async def test_what_lay_open_is_closed_at_the_next_start(service: Sending) -> None:
    """Reasons that an older release stored are encrypted, each once, and read as they were written."""
    reader = await service.owner()
    await service.told(notice(reader.id, kind=Kind.ASKED, reason=WHY, asked_by=str(reader.id), clearance="C4"))
    await service.rows("UPDATE alerts.notices SET reason = %s RETURNING 1", WHY)
    async with service.service.pool.connection() as conn:
        await close_open(conn)
        [once] = await service.rows("SELECT reason FROM alerts.notices")
        await close_open(conn)
        assert await service.rows("SELECT reason FROM alerts.notices") == [once]
        assert WHY not in once[0]
        assert [one.reason for one in await Notices(conn).of_account(reader.id)] == [WHY]
