"""One digest a day, with all that the day tells: after outages and restarts, too."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from events.almaty import ALMATY
from service.alerts import Kind
from service.alerts.deliveries import Delivering
from service.alerts.hours import Hours
from tests.service.alerts.made import notice
from tests.service.alerts.receivers import Mailbox, hang, mailbox, receiver
from tests.service.alerts.sending import Sending, plain, sending

HOURS = Hours(is_working=lambda day: day.weekday() < 5)
FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Give an instant by the clock in Kazakhstan."""
    return datetime.combine(day, time(hour, minute, second), ALMATY)


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        yield box


@pytest.fixture
async def service(database_url: str, box: Mailbox) -> AsyncIterator[Sending]:
    async with sending(database_url, mail=plain(box.port), now=at(FRIDAY, 9), hours=HOURS) as service:
        yield service


async def test_what_waited_goes_with_what_is_told_today(service: Sending, box: Mailbox) -> None:
    """After an outage over the digest's hour whoever sends has today's notices told first: one mail holds both."""
    reader = await service.reader()
    await service.told(notice(reader.id, made_at=at(FRIDAY, 15)), hours=HOURS)

    async def tell() -> None:
        await service.told(notice(reader.id, key="D08", kind=Kind.OVERDUE, made_at=service.clock.now()), hours=HOURS)

    service.clock.set(at(MONDAY, 9, 0, 30))
    assert await replace(service.delivering, tell=tell).deliver_due() == 1
    [mail] = box.mails
    body = mail.get_body(("html",))
    assert body is not None
    assert body.get_content().count("<li") == 2


async def test_what_waited_does_not_go_before_the_digests_hour(service: Sending, box: Mailbox) -> None:
    """A restart just before nine sends nothing that was to go at some earlier nine."""
    reader = await service.reader()
    await service.told(notice(reader.id, made_at=at(date(2024, 2, 29), 15)), hours=HOURS)
    service.clock.set(at(MONDAY, 8, 59, 55))
    assert await service.sent() == 0
    service.clock.set(at(MONDAY, 9))
    assert await service.sent() == 1


async def test_a_mail_of_yesterdays_notices_is_not_the_digest_of_the_day(service: Sending, box: Mailbox) -> None:
    """Where nobody could tell first, today's notices still go today."""
    reader = await service.reader()
    await service.told(notice(reader.id, made_at=at(FRIDAY, 15)), hours=HOURS)
    service.clock.set(at(MONDAY, 9, 0, 30))
    await service.sent()
    await service.told(notice(reader.id, key="D08", made_at=service.clock.now()), hours=HOURS)
    assert await service.sent() == 1
    await service.told(notice(reader.id, key="D04", made_at=service.clock.now()), hours=HOURS)
    assert await service.sent() == 0


async def test_a_mail_that_never_went_is_not_the_digest_of_the_day(service: Sending, box: Mailbox) -> None:
    """What was withdrawn, since its reader wants no such mail, keeps nothing mandatory waiting."""
    reader = await service.reader()
    await service.told(notice(reader.id, made_at=at(MONDAY, 8)), hours=HOURS)
    await service.service.preferences.choose(reader.id, mail=False)
    service.clock.set(at(MONDAY, 9))
    await service.sent()
    await service.told(notice(reader.id, key="D08", mandatory=True, made_at=service.clock.now()), hours=HOURS)
    assert await service.sent() == 1
    assert await service.states() == ["withdrawn", "sent"]


async def test_a_failure_to_tell_keeps_no_mail(service: Sending, box: Mailbox) -> None:
    """Whatever is wrong with telling, what waits is sent."""
    reader = await service.reader()
    await service.told(notice(reader.id, made_at=at(FRIDAY, 15)), hours=HOURS)

    async def fail() -> None:
        raise ZeroDivisionError

    service.clock.set(at(MONDAY, 10))
    assert await replace(service.delivering, tell=fail).deliver_due() == 1


async def test_whoever_is_told_to_stop_stops_within_seconds(database_url: str) -> None:
    """What is on its way to a receiver that hangs is noted as lost, and another process takes it up at once."""
    async with receiver() as there, sending(database_url) as service:
        owner = await service.owner()
        await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
        await service.told(notice(owner.id))
        there.answers = [hang]
        patient: Delivering = replace(service.delivering, hurry=0.2)
        patient.carriers["webhook"].posting = replace(patient.carriers["webhook"].posting, timeout=20.0)  # type: ignore[index, attr-defined]
        patient.patience = 30.0
        task = asyncio.create_task(patient.deliver_due())
        async with asyncio.timeout(5):
            while not there.posted:
                await asyncio.sleep(0.02)
        task.cancel()
        async with asyncio.timeout(3):
            await asyncio.gather(task, return_exceptions=True)
        assert await service.results() == [("lost", None)]
        assert await service.sent() == 1
        assert len({posted.headers["webhook-id"] for posted in there.posted}) == 1
