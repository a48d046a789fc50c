"""What a mail server refuses because of us is kept until we mend it; what it refuses because of the reader is given up."""

from datetime import timedelta

import aiosmtplib
import pytest

from service.alerts.delivery import AttemptResult
from service.alerts.mail.answers import outcome
from service.alerts.mail.carrier import SCHEDULE
from service.alerts.queue import MailState, Queue
from tests.service.alerts.made import NOON, notice
from tests.service.alerts.receivers import mailbox
from tests.service.alerts.sending import Sending, plain, sending

OURS, FINAL, LATER = AttemptResult.MISCONFIGURED, AttemptResult.REFUSED, AttemptResult.FAILED


@pytest.mark.parametrize(
    ("code", "said", "result"),
    [
        (550, "no such user", FINAL), (550, "5.1.1 Unknown", FINAL), (552, "5.2.2 Mailbox full", FINAL), (550, "5.7.1 Blocked", OURS),
        (554, "Relay access denied", OURS), (550, "blocked using rbl.example", OURS), (553, "5.7.1 sender not owned", OURS),
        (530, "Authentication required", OURS), (550, "5.1.8 Sender unknown", OURS), (451, "4.7.1 try later", LATER),
    ],
)  # fmt: skip
def test_a_refused_recipient(code: int, said: str, result: AttemptResult) -> None:
    """The reader's address or mailbox is for good, relaying, log-in and lists that block us are not."""
    refused = aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(code, said, "a@b.kz")])
    assert outcome(refused).result is result


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (aiosmtplib.SMTPSenderRefused(530, "Authentication required", "x"), OURS),
        (aiosmtplib.SMTPSenderRefused(553, "Sender address rejected", "x"), OURS),
        (aiosmtplib.SMTPSenderRefused(450, "later", "x"), LATER),
        (aiosmtplib.SMTPAuthenticationError(535, "wrong"), OURS),
        (aiosmtplib.SMTPDataError(554, "not wanted"), FINAL),
        (aiosmtplib.SMTPDataError(552, "5.3.4 too big"), FINAL),
        (aiosmtplib.SMTPDataError(550, "5.7.26 DMARC"), OURS),
        (aiosmtplib.SMTPDataError(554, "message blocked by spamhaus"), OURS),
    ],
)
def test_a_refused_sender_or_mail(error: Exception, result: AttemptResult) -> None:
    """Whatever is said of the sender is ours to mend; of the mail itself only what is wrong with it is for good."""
    assert outcome(error).result is result


async def test_mail_that_we_must_mend_is_kept_for_as_long_as_it_takes(database_url: str) -> None:
    """Relaying denied: the mail outlasts every schedule, shows as kept, and goes once the server takes it."""
    async with mailbox() as box, sending(database_url, mail=plain(box.port), now=NOON) as service:
        reader = await service.reader()
        box.refuses = "554 Relay access denied"
        await service.told(notice(reader.id))
        for pause in (*SCHEDULE, *(timedelta(hours=2),) * 3):
            assert await service.sent() == 0
            service.clock.advance(pause * 1.2)
        assert await service.states() == ["waiting"]
        assert (await _state(service)).kept == 1
        assert (await _state(service)).code == 554
        box.refuses = ""
        assert await service.sent() == 1
        assert (await _state(service)).kept == 0


async def test_mails_can_be_sent_again(database_url: str) -> None:
    """What was given up, and what is kept, goes at once when somebody who runs the service says so; what was sent does not."""
    async with mailbox() as box, sending(database_url, mail=plain(box.port), now=NOON) as service:
        given_up, kept, sent = [await service.reader(f"{name}@example.kz") for name in ("a", "b", "c")]
        for reader, refusal in ((given_up, "550 no such user"), (kept, "554 Relay access denied"), (sent, "")):
            box.refuses = refusal
            await service.told(notice(reader.id))
            await service.sent()
        assert await service.states() == ["given_up", "waiting", "sent"]
        assert (await _state(service)).given_up == 1
        async with service.service.pool.connection() as conn:
            assert await Queue(conn).mail_again(NOON, NOON) == 2
        assert await service.sent() == 2
        assert await service.states() == ["sent"] * 3


async def _state(service: Sending) -> MailState:
    async with service.service.pool.connection() as conn:
        return await Queue(conn).mail_state(service.clock.now())
