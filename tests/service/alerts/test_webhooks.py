"""Webhooks reach real receivers on the loopback: signed, once, and never beyond what their owner may see."""

import ipaddress
import json
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured
from cloudevents.core.formats.json import JSONFormat
from standardwebhooks import Webhook as Verifier

from service.alerts.webhooks.addresses import Forbidden, Reachable, checked, networks
from service.alerts.webhooks.carrier import LONGEST_FAILURE, SCHEDULE
from service.alerts.webhooks.webhooks import MOST, OVERLAP
from tests.service.alerts import receivers
from tests.service.alerts.certificates import certified
from tests.service.alerts.made import notice
from tests.service.alerts.receivers import Posted, Receiver, mailbox, receiver
from tests.service.alerts.sending import SITE, Sending, plain, sending
from workflows.actor import Role
from workflows.refusals import Invalid, Unknown


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Sending]:
    async with sending(database_url) as service:
        yield service


def _verified(posted: Posted, *secrets: str) -> dict[str, object]:
    """Hold a request to be signed with each of some secrets, by the standard's own library, and give its body."""
    body: dict[str, object] = {}
    for secret in secrets:
        body = Verifier(secret).verify(posted.body, posted.headers)
    return body


async def test_a_notice_is_sent_signed_as_a_cloud_event(service: Sending, there: Receiver) -> None:
    """A system gets a notice once, with the headers and signature of the standard and a body that its libraries read."""
    owner = await service.owner()
    webhook, secret = await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    told = notice(owner.id)
    await service.told(told)
    assert await service.sent() == 1
    assert await service.sent() == 0
    [posted] = there.posted
    body = _verified(posted, secret)
    [[delivery]] = await service.rows("SELECT id FROM alerts.deliveries WHERE webhook = %s", webhook.id)
    assert posted.headers["webhook-id"] == body["id"] == str(delivery)
    assert posted.headers["content-type"].startswith("application/cloudevents+json")
    event = from_structured(HTTPMessage(posted.headers, posted.body), JSONFormat())
    assert (event.get_type(), event.get_source(), event.get_subject()) == (
        "kz.tbn4.notice.reminder",
        SITE,
        str(told.case_id),
    )
    assert event.get_specversion() == "1.0"
    data = body["data"]
    assert isinstance(data, dict)
    assert (data["due"], data["working_days_left"], data["account"]) == ("2024-03-06", 3, str(owner.id))


async def test_two_secrets_are_valid_while_one_takes_over(service: Sending, there: Receiver) -> None:
    """After a new secret messages are signed with both for a day, then with the new one alone."""
    owner = await service.owner()
    webhook, old = await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    new = await service.webhooks.rotate(owner.id, webhook.id)
    assert old != new
    await service.webhooks.test(owner.id, webhook.id)
    await service.sent()
    _verified(there.posted[0], old, new)
    service.clock.advance(OVERLAP)
    await service.webhooks.test(owner.id, webhook.id)
    await service.sent()
    assert len(there.posted[0].headers["webhook-signature"].split()) == 2
    assert len(there.posted[1].headers["webhook-signature"].split()) == 1


async def test_secrets_are_not_in_the_database(service: Sending, there: Receiver) -> None:
    """Whoever reads the database alone cannot sign."""
    owner = await service.owner()
    webhook, secret = await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    [[stored]] = await service.rows("SELECT secret FROM alerts.webhooks WHERE id = %s", webhook.id)
    assert secret.encode() not in bytes(stored)
    assert webhook.valid_secrets(service.clock.now()) == [secret]


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (500, ("failed", 500)), (404, ("failed", 404)), (302, ("failed", 302)), (receivers.hang, ("timeout", None)),
        (receivers.drip, ("timeout", None)), (receivers.reset, ("broken", None)), (receivers.nonsense, ("broken", None)),
    ],
)  # fmt: skip
async def test_what_fails_is_tried_again_under_the_same_id(
    service: Sending, there: Receiver, answer: int | receivers.Behaviour, result: tuple[str, int | None]
) -> None:
    """Errors, redirections, silence, drops and nonsense are failures: the same message comes again after five seconds."""
    owner = await service.owner()
    await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    there.answers = [answer]
    await service.told(notice(owner.id))
    assert await service.sent() == 0
    assert await service.sent() == 0
    service.clock.advance(SCHEDULE[0] * 1.1)
    assert await service.sent() == 1
    assert len(there.posted) == 2
    assert there.posted[0].body == there.posted[1].body
    assert there.posted[0].headers["webhook-id"] == there.posted[1].headers["webhook-id"]
    assert await service.results() == [result, ("sent", 204)]


@pytest.mark.parametrize("answer", [receivers.short, receivers.huge])
async def test_what_follows_a_success_does_not_matter(
    service: Sending, there: Receiver, answer: receivers.Behaviour
) -> None:
    """A receiver that says 200 has the message, however wrong or endless the rest: it is not read."""
    owner = await service.owner()
    await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    there.answers = [answer]
    await service.told(notice(owner.id))
    assert await service.sent() == 1
    service.clock.advance(timedelta(days=1))
    assert await service.sent() == 0
    assert len(there.posted) == 1


async def test_the_schedule_ends(service: Sending, there: Receiver) -> None:
    """Ten attempts are made over three days, each at its time, before a message is given up."""
    owner = await service.owner()
    await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    there.answers = [503] * 20
    await service.told(notice(owner.id))
    for number, pause in enumerate((*SCHEDULE, SCHEDULE[-1]), 1):
        await service.sent()
        assert len(there.posted) == number
        service.clock.advance(pause * 0.85)
        await service.sent()
        assert len(there.posted) == number
        service.clock.advance(pause * 0.3)
    assert await service.states() == ["given_up"]


async def test_one_that_is_gone_hears_nothing_more(database_url: str, there: Receiver) -> None:
    """410 disables a webhook at once: its owner is told by mail, and what waited is withdrawn."""
    async with mailbox() as box, sending(database_url, mail=plain(box.port)) as service:
        owner = await service.reader()
        webhook, _ = await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
        await service.service.preferences.choose(owner.id, mail=False)
        there.answers = [410]
        await service.told(notice(owner.id))
        await service.sent()
        await service.told(notice(owner.id, days=1))
        await service.sent()
        assert (await service.webhooks.get(owner.id, webhook.id)).disabled_for == "gone"
        assert len(there.posted) == 1
        assert len(box.mails) == 1
        assert "Documentolog" in box.mails[0]["Subject"]
        states = await service.rows("SELECT state FROM alerts.deliveries WHERE channel = 'webhook' ORDER BY number")
        assert states == [("given_up",), ("withdrawn",)]


async def test_one_that_fails_for_five_days_is_disabled(service: Sending, there: Receiver) -> None:
    """After five days without success a webhook is disabled; enabled again it hears what comes then, and by hand all that it missed."""
    owner = await service.owner()
    webhook, _ = await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    there.answers = [500, 500]
    begun = service.clock.now()
    await service.told(notice(owner.id, made_at=begun))
    await service.sent()
    service.clock.advance(LONGEST_FAILURE)
    await service.sent()
    assert (await service.webhooks.get(owner.id, webhook.id)).disabled_for == "failing"
    await service.told(notice(owner.id, days=1, made_at=service.clock.now()))
    with pytest.raises(Invalid):
        await service.webhooks.redeliver(owner.id, webhook.id, since=begun)
    await service.webhooks.enable(owner.id, webhook.id)
    await service.told(notice(owner.id, days=0, made_at=service.clock.now()))
    again = await service.webhooks.redeliver(owner.id, webhook.id, since=begun)
    await service.sent()
    ids = [posted.headers["webhook-id"] for posted in there.posted]
    assert (len(ids), len(set(ids)), again) == (5, 3, 2)
    assert await service.webhooks.redeliver(owner.id, webhook.id, since=begun, until=begun + timedelta(hours=1)) == 1
    assert await service.webhooks.redeliver(owner.id, webhook.id, until=begun) == 0
    await service.sent()
    assert len(there.posted) == 6
    assert there.posted[-1].headers["webhook-id"] == ids[0]


async def test_nothing_of_sealed_cases_and_of_other_bodies_is_sent(service: Sending, there: Receiver) -> None:
    """A system hears of the organisations its owner sees, and of no sealed case whatever the owner may see."""
    owner = await service.owner()
    await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices", "events"])
    await service.told(
        notice(owner.id, clearance="C4", subtask="2.1.1"), notice(owner.id, days=2, organization="kokshe")
    )
    assert await service.sent() == 0
    assert await service.states() == []
    supervisor = await service.owner(Role.SUPERVISOR, organization="")
    await service.webhooks.create(supervisor.id, "Analytics", there.url, ["notices"])
    await service.told(notice(owner.id, days=1, organization="kokshe"))
    assert await service.sent() == 1


async def test_a_webhook_is_its_owners_alone(service: Sending, there: Receiver) -> None:
    """Nobody sees, changes or tests another's webhook, and nobody has more than a few."""
    owner, other = await service.owner(), await service.owner()
    webhook, _ = await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    for act in (service.webhooks.get, service.webhooks.rotate, service.webhooks.disable, service.webhooks.test):
        with pytest.raises(Unknown):
            await act(other.id, webhook.id)
    assert await service.webhooks.of(other.id) == []
    for _ in range(MOST - 1):
        await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
    with pytest.raises(Invalid):
        await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])


async def test_a_receiver_shows_its_certificate(database_url: str, tmp_path: Path) -> None:
    """Over TLS a message reaches a receiver that a trusted authority vouches for, and no other."""
    authority, shown = certified(tmp_path)
    async with receiver(tls=shown) as there, sending(database_url) as service:
        owner = await service.owner()
        await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
        await service.told(notice(owner.id))
        assert await service.sent() == 0
        assert await service.results() == [("untrusted", None)]
        trusted = ssl.create_default_context(cafile=authority)
        async with sending(database_url, trusted=trusted, now=service.clock.now() + SCHEDULE[0] * 1.1) as other:
            assert await other.sent() == 1
    assert len(there.posted) == 1


async def test_a_name_that_leads_elsewhere_later_is_not_followed(database_url: str, there: Receiver) -> None:
    """A name server that lies when the message is sent leads nowhere: the address that was checked is the one that is asked."""
    answers = ["93.184.216.34", "127.0.0.1", "127.0.0.1"]

    async def resolve(_host: str, _port: int) -> list[str]:
        return [answers.pop(0)]

    async with sending(database_url, reachable=Reachable((), resolve)) as service:
        owner = await service.owner()
        await service.webhooks.create(
            owner.id, "Documentolog", there.url.replace("http://127.0.0.1", "https://a.kz"), ["notices"]
        )
        await service.told(notice(owner.id))
        assert await service.sent() == 0
        assert await service.results() == [("forbidden", None)]
        assert await service.states() == ["waiting"]
    assert not there.posted


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0", "fd00::1",  # noqa: S104
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
async def test_private_addresses_are_refused(address: str) -> None:
    """Whatever form a private address takes, a webhook does not lead there, even if the host has a public one too."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", address]

    with pytest.raises(Forbidden):
        await Reachable((), resolve).addresses("https://example.kz/hook")


async def test_what_the_operator_allows_may_be_reached() -> None:
    """Networks that are allowed may be reached, without TLS too; public ones only over TLS."""

    async def resolve(host: str, _port: int) -> list[str]:
        return ["10.1.2.3"] if host == "inside.kz" else ["93.184.216.34"]

    found = Reachable(networks("10.1.0.0/16, fd00::/8"), resolve)
    assert await found.addresses("http://inside.kz:8080/hook") == ["10.1.2.3"]
    assert await found.addresses("https://example.kz/hook") == ["93.184.216.34"]
    with pytest.raises(Forbidden):
        await found.addresses("http://example.kz/hook")
    assert ipaddress.ip_network("10.1.0.0/16") in found.allowed


@pytest.mark.parametrize(
    "url",
    ["", "example.kz", "ftp://example.kz/", "https://", "https://a:b@example.kz/", "https://example.kz:99999/", "https://example.kz/ a",
     "https://example.kz/\r\nX: y", "https://пример.kz/", "https://example.kz/#part", "https://example.kz/" + "x" * 3000],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    """An address is written out, without a password, a fragment or anything that could pass for a header."""
    with pytest.raises(Forbidden):
        checked(url)


async def test_an_address_that_leads_nowhere_is_refused_at_once(service: Sending) -> None:
    """The owner hears what is wrong with an address when the webhook is made."""
    owner = await service.owner()
    for url, wants in (
        ("http://10.0.0.1/", ["notices"]),
        ("https://no-such-host.invalid/", ["notices"]),
        ("http://127.0.0.1/", ["all"]),
    ):
        with pytest.raises(Invalid):
            await service.webhooks.create(owner.id, "Documentolog", url, wants)


async def test_a_receiver_that_is_away_holds_nobody_up(service: Sending, there: Receiver) -> None:
    """While one receiver hangs on all its messages, those to another arrive in the same call."""
    owner = await service.owner()
    async with receiver() as hanging:
        hanging.answers = [receivers.hang] * 100
        await service.webhooks.create(owner.id, "Hanging", hanging.url, ["notices"])
        await service.webhooks.create(owner.id, "Documentolog", there.url, ["notices"])
        await service.told(*(notice(owner.id, days=days) for days in range(60)))
        began = datetime.now(UTC)
        assert await service.sent() == 60
        assert datetime.now(UTC) - began < timedelta(seconds=20)
        assert len(hanging.posted) <= 8
    assert len({json.loads(posted.body)["id"] for posted in there.posted}) == 60
