"""Mail that is not mandatory is switched off by one click in a mail program (RFC 8058)."""

from urllib.parse import urlsplit
from uuid import uuid4

from service.alerts.outbox import tell
from tests.service.alerts.made import NOON, notice
from tests.service.alerts.receivers import mailbox
from tests.service.alerts.sending import ALWAYS, outgoing, plain, sending
from tests.serving import BODY, serving
from workflows.actor import Role


async def test_one_click_switches_mail_off(database_url: str) -> None:
    """A form that a mail program sends, without a session, switches mail off; looking does not, nor does a made-up address."""
    async with serving(database_url) as served, mailbox() as box:
        service = served.service
        reader = await served.account("reader", Role.OFFICER, BODY)
        await service.preferences.set_address(reader.id, "reader@example.kz")
        async with service.pool.connection() as conn:
            await tell(conn, [notice(reader.id, made_at=served.clock.now())], ALWAYS)
        assert await outgoing(service, plain(box.port)).deliver_due() == 1
        [mail] = box.mails
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = urlsplit(mail["List-Unsubscribe"].strip("<>")).path
        client, form = served.anonymous(), {"List-Unsubscribe": "One-Click"}
        assert (await client.get(path)).status_code == 303
        assert (await client.post(path[:-1] + ("0" if path[-1] != "0" else "1"), data=form)).status_code == 404
        assert (await service.preferences.of(reader.id)).mail is True
        assert (await client.post(path, data=form)).status_code == 204
        assert (await service.preferences.of(reader.id)).mail is False


async def test_a_digest_of_several_leads_to_my_tasks(database_url: str) -> None:
    """Where more than one case is named, the one thing to do is to look at one's tasks."""
    async with mailbox() as box, sending(database_url, mail=plain(box.port), now=NOON) as service:
        reader = await service.reader()
        await service.told(notice(reader.id), notice(reader.id, case_id=uuid4()))
        await service.sent()
    text = box.mails[0].get_body(("plain",))
    assert text is not None
    assert "/tasks" in text.get_content()
