"""Preferences and webhooks on the pages, as a browser without JavaScript uses them."""

import ipaddress
import re
from collections.abc import AsyncIterator

import pytest

from service.alerts.webhooks.addresses import Reachable
from tests.service.alerts.receivers import Receiver, mailbox, receiver
from tests.service.alerts.sending import outgoing, plain
from tests.serving import Served, serving
from tests.web.visiting import people, visitor


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        served.service.webhooks.reachable = Reachable([ipaddress.ip_network("127.0.0.0/8")])
        await people(served)
        yield served


@pytest.fixture
async def there() -> AsyncIterator[Receiver]:
    async with receiver() as there:
        yield there


async def test_an_address_is_named_confirmed_and_removed(served: Served) -> None:
    """The page leads from no address to a confirmed one, to mail that is mandatory alone, and back to none."""
    client = await visitor(served, "officer")
    assert 'href="/preferences"' in (await client.get("/")).text
    refused = await client.post("/preferences", data={"action": "asked", "typed": "nobody"})
    assert refused.status_code == 422
    asked = await client.post("/preferences", data={"action": "asked", "typed": "aigul@example.kz"})
    assert asked.status_code == 303
    async with mailbox() as box:
        await outgoing(served.service, plain(box.port)).deliver_due()
    body = box.mails[0].get_body(("plain",))
    assert body is not None
    [code] = re.findall(r"\b\d{8}\b", body.get_content())
    assert "aigul@example.kz" in (await client.get(asked.headers["location"])).text
    assert (await client.post("/preferences", data={"action": "confirmed", "typed": "1"})).status_code == 422
    confirmed = await client.post("/preferences", data={"action": "confirmed", "typed": code})
    page = (await client.get(confirmed.headers["location"])).text
    assert 'id="code"' not in page
    await client.post("/preferences", data={"action": "mail", "typed": "no"})
    assert 'name="typed" value="yes"' in (await client.get("/preferences")).text
    await client.post("/preferences", data={"action": "removed"})
    assert "aigul@example.kz" not in (await client.get("/preferences")).text
    assert (await client.post("/preferences", data={"action": "other"})).status_code == 400


async def test_a_webhook_is_made_tested_and_looked_at(served: Served, there: Receiver) -> None:
    """The secret is shown once; what was sent is shown with its attempts, and sent again by a button."""
    client = await visitor(served, "officer")
    wrong = await client.post("/webhooks", data={"title": "СЭД", "url": "http://10.0.0.1/", "wants": "notices"})
    assert wrong.status_code == 422
    assert 'value="СЭД"' in wrong.text
    made = await client.post("/webhooks", data={"title": "СЭД", "url": there.url, "wants": "notices"})
    assert len(re.findall(r"whsec_[\w+/=]+", made.text)) == 1
    [address] = set(re.findall(r'action="(/webhooks/[\w-]+)"', made.text))
    assert "whsec_" not in (await client.get(address)).text
    assert "СЭД" in (await client.get("/webhooks")).text
    tested = await client.post(address, data={"action": "test"})
    await outgoing(served.service).deliver_due()
    page = (await client.get(tested.headers["location"])).text
    assert "(204)" in page
    [delivery] = re.findall(r'name="delivery" value="([\w-]+)"', page)
    assert (await client.post(address, data={"action": "redeliver", "delivery": delivery})).status_code == 303
    await outgoing(served.service).deliver_due()
    assert len(there.posted) == 2
    assert "whsec_" in (await client.post(address, data={"action": "rotate"})).text
    await client.post(address, data={"action": "disable"})
    disabled = (await client.get(address)).text
    assert 'value="enable"' in disabled
    assert 'value="disable"' not in disabled
    assert (await client.post(address, data={"action": "redeliver", "delivery": delivery})).status_code == 422
    await client.post(address, data={"action": "enable"})
    assert (await client.post(address, data={"action": "other"})).status_code == 400


async def test_others_webhooks_are_not_shown(served: Served, there: Receiver) -> None:
    """Another's webhook has no page, and nobody sees any without logging in."""
    client, other = await visitor(served, "officer"), await visitor(served, "supervisor")
    made = await client.post("/webhooks", data={"title": "СЭД", "url": there.url, "wants": "notices"})
    [address] = set(re.findall(r'action="(/webhooks/[\w-]+)"', made.text))
    assert (await other.get(address)).status_code == 404
    assert (await other.post(address, data={"action": "test"})).status_code == 404
    assert "СЭД" not in (await other.get("/webhooks")).text
    assert (await other.get("/webhooks/nonsense")).status_code == 404
    assert (await (await visitor(served)).get("/webhooks")).status_code == 303
