"""Messages are sent once by however many replicas, and none is lost whatever dies."""

import asyncio
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from service.alerts.delivery import AttemptResult, Delivery, DeliveryChannel, DeliveryState, Outcome
from service.alerts.queue import Queue
from tests.service.alerts import receivers
from tests.service.alerts.made import NOON, notice
from tests.service.alerts.receivers import Mailbox, receiver
from tests.service.alerts.sending import Sending, sending

LEASE = timedelta(seconds=1)


async def test_several_replicas_send_each_message_once(service: Sending, box: Mailbox) -> None:
    """Three that send at the same time share the messages, and no receiver gets one twice."""
    readers = [await service.reader(f"reader{n}@example.kz") for n in range(40)]
    await service.told(*(notice(reader.id, days=days) for reader in readers for days in range(3)))
    sent = await asyncio.gather(service.sent(), *(service.another().deliver_due() for _ in range(2)))
    assert sum(sent) == 40
    assert sorted(box.recipients) == sorted(f"reader{n}@example.kz" for n in range(40))
    assert len({mail["Message-ID"] for mail in box.mails}) == 40
    assert await service.results() == [("sent", 250)] * 40


async def test_what_a_dead_sender_had_taken_is_sent_by_another(service: Sending, box: Mailbox) -> None:
    """A message taken by a process that dies is nobody's until the lease ends, then another's; the lost attempt is noted."""
    reader = await service.reader()
    await service.told(notice(reader.id))
    async with service.service.pool.connection() as conn:
        mail = [DeliveryChannel.MAIL]
        [taken] = await Queue(conn).claim(NOON, LEASE, 5, channels=mail, awake=True)
    assert await service.sent() == 0
    await asyncio.sleep(LEASE.total_seconds() + 0.1)
    assert await service.sent() == 1
    assert await service.results(taken.id) == [("lost", None), ("sent", 250)]
    assert len(box.mails) == 1


async def test_whoever_comes_back_too_late_changes_nothing(service: Sending, box: Mailbox) -> None:
    """A sender that was paused beyond its lease cannot write over what the next one noted."""
    reader = await service.reader()
    await service.told(notice(reader.id))
    async with service.service.pool.connection() as conn:
        mail = [DeliveryChannel.MAIL]
        [taken] = await Queue(conn).claim(NOON, timedelta(), 5, channels=mail, awake=True)
        assert await service.sent() == 1
        late = Outcome(AttemptResult.FAILED)
        assert not await Queue(conn).finish(taken, late, DeliveryState.WAITING, NOON, 0.1, NOON)
    assert await service.states() == ["sent"]


async def test_a_killed_process_loses_nothing(database_url: str, tmp_path: Path) -> None:
    """A process that is killed while its receiver keeps it waiting has its message sent by the next one, under the same id."""
    async with receiver() as there, sending(database_url) as service:
        there.answers = [receivers.hang]
        owner = await service.owner()
        await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
        await service.told(notice(owner.id))
        command = [sys.executable, "-m", "tests.service.alerts.send_once", database_url]
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
        while not there.posted:
            assert process.returncode is None
            await asyncio.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        assert await service.sent() == 0
        while not await service.sent():
            await asyncio.sleep(0.2)
        assert len({posted.headers["webhook-id"] for posted in there.posted}) == len(there.posted) - 1 == 1
        assert [result for result, _ in await service.results()] == ["lost", "sent"]


async def test_what_is_wrong_with_one_message_keeps_no_other_back(service: Sending, box: Mailbox) -> None:
    """A message on which the code itself fails is tried again later; the others go."""
    poor, fine = await service.reader("poor@example.kz"), await service.reader("fine@example.kz")
    real = service.delivering.carriers[DeliveryChannel.MAIL].carry

    async def carry(delivery: Delivery) -> Outcome:
        if delivery.account == poor.id:
            raise ZeroDivisionError
        return await real(delivery)

    service.delivering.carriers[DeliveryChannel.MAIL].carry = carry  # type: ignore[method-assign]
    await service.told(notice(poor.id), notice(fine.id))
    assert await service.sent() == 1
    assert sorted(await service.states()) == ["sent", "waiting"]
    assert box.recipients == ["fine@example.kz"]


async def test_notices_that_come_while_a_digest_goes_make_the_next_one(service: Sending, box: Mailbox) -> None:
    """Told at the same moment by several, each notice is carried by exactly one mail."""
    reader = await service.reader()

    async def tell(days: int) -> None:
        await service.told(notice(reader.id, days=days))
        await service.sent()

    await asyncio.gather(*(tell(days) for days in range(12)))
    service.clock.advance(timedelta(days=2))
    await service.sent()
    [[carried, distinct]] = await service.rows("SELECT count(*), count(DISTINCT notice) FROM alerts.carried")
    assert (carried, distinct) == (12, 12)
    assert set(await service.states()) == {"sent"}
    [[waiting]] = await service.rows("SELECT count(*) FROM alerts.deliveries WHERE open")
    assert waiting == 0


async def test_telling_a_whole_country_is_a_few_statements(service: Sending) -> None:
    """Ten thousand notices are put in line within seconds, one digest a person."""
    readers = [await service.reader(f"r{n}@example.kz") for n in range(20)]
    notices = [notice(reader.id, key=f"K{n}") for reader in readers for n in range(500)]
    began = asyncio.get_running_loop().time()
    await service.told(*notices)
    assert asyncio.get_running_loop().time() - began < 10
    assert await service.states() == ["waiting"] * 20


async def test_a_message_that_was_taken_too_long_ago_is_not_sent(service: Sending, box: Mailbox) -> None:
    """A process that was paused after it took a message lets it be: by now it may be another's."""
    reader = await service.reader()
    await service.told(notice(reader.id))
    assert await service.another(patience=-1.0).deliver_due() == 0
    assert (box.mails, await service.results()) == ([], [("timeout", None)])
    service.clock.advance(timedelta(minutes=2))
    assert await service.sent() == 1


async def test_an_event_that_cannot_be_read_holds_no_mail_up(service: Sending, box: Mailbox) -> None:
    """Mail goes though the log cannot be followed."""
    reader = await service.reader()
    await service.told(notice(reader.id))

    async def follow() -> int:
        raise ZeroDivisionError

    service.delivering.following.follow = follow  # type: ignore[method-assign]
    assert await service.sent() == 1


async def test_what_is_noted_twice_stands_once(service: Sending, box: Mailbox) -> None:
    """When the database's answer is lost the result is written again, and is the same."""
    reader = await service.reader()
    await service.told(notice(reader.id))
    async with service.service.pool.connection() as conn:
        queue, mail = Queue(conn), [DeliveryChannel.MAIL]
        [taken] = await queue.claim(NOON, LEASE, 5, channels=mail, awake=True)
        for _ in range(2):
            await queue.finish(taken, Outcome(AttemptResult.SENT, 250), DeliveryState.SENT, NOON, 0.1, None)
    assert (await service.states(), await service.results()) == (["sent"], [("sent", 250)])
    assert await service.sent() == 0
