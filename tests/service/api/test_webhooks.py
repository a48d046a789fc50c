"""Preferences and webhooks over HTTP."""

import ipaddress
from collections.abc import AsyncIterator

import httpx2
import pytest

from service.alerts.webhooks.addresses import Reachable
from tests.service.alerts.receivers import Mailbox, Receiver, mailbox, receiver
from tests.service.alerts.sending import outgoing, plain
from tests.serving import Served, problem_of, serving

PREFERENCES, WEBHOOKS = "/api/v1/preferences", "/api/v1/webhooks"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        served.service.webhooks.reachable = Reachable([ipaddress.ip_network("127.0.0.0/8")])
        yield served


@pytest.fixture
async def there() -> AsyncIterator[Receiver]:
    async with receiver() as there:
        yield there


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        yield box


async def test_an_address_is_confirmed(served: Served, box: Mailbox) -> None:
    """A code is mailed to the address that is named, and sent back."""
    client = await served.officer()
    nothing = {"address": "", "set_by": "", "mail": True, "asked_address": "", "language": "ru"}
    assert (await client.get(PREFERENCES)).json() == nothing
    assert (await client.post(PREFERENCES, json={"language": "kk"})).json() == nothing | {"language": "kk"}
    assert (await client.get(PREFERENCES)).json()["language"] == "kk"
    assert (await client.post(PREFERENCES, json={"language": "de"})).status_code == 422
    asked = await client.post(f"{PREFERENCES}/address", json={"address": "aigul@example.kz"})
    assert (asked.status_code, asked.json()["asked_address"]) == (202, "aigul@example.kz")
    await outgoing(served.service, plain(box.port)).deliver_due()
    body = box.mails[0].get_body(("plain",))
    assert body is not None
    code = next(word for word in body.get_content().split() if word.isdecimal() and len(word) == 8)
    problem_of(await client.post(f"{PREFERENCES}/address/confirm", json={"code": "x"}), 422, "invalid")
    confirmed = await client.post(f"{PREFERENCES}/address/confirm", json={"code": code})
    assert (confirmed.json()["address"], confirmed.json()["set_by"]) == ("aigul@example.kz", "owner")
    assert (await client.post(PREFERENCES, json={"mail": False})).json()["mail"] is False


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        (PREFERENCES, {}, "#/mail"), (PREFERENCES, {"mail": 1}, "#/mail"), (PREFERENCES, {"mail": True, "x": 1}, "#/x"),
        (f"{PREFERENCES}/address", {"address": "nobody"}, "#/address"),
        (WEBHOOKS, {"title": "", "url": "https://example.kz", "wants": ["notices"]}, "#/title"),
        (WEBHOOKS, {"title": "T", "url": "http://10.0.0.1/", "wants": ["notices"]}, "#/url"),
        (WEBHOOKS, {"title": "T", "url": "http://127.0.0.1/", "wants": ["all"]}, "#/wants"),
        (WEBHOOKS, {"title": "T", "url": "http://127.0.0.1/", "wants": [1]}, "#/wants"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_named(served: Served, path: str, body: object, pointer: str) -> None:
    """The answer points at the member that is wrong."""
    problem = problem_of(await (await served.officer()).post(path, json=body), 422, "invalid")
    assert pointer in [error["pointer"] for error in problem["errors"]]


async def _made(client: httpx2.AsyncClient, there: Receiver) -> tuple[str, str]:
    body = {"title": "Documentolog", "url": there.url, "wants": ["notices", "events"]}
    made = await client.post(WEBHOOKS, json=body)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == made.json()["webhook"]["href"]
    return made.headers["location"], made.json()["secret"]


async def test_a_webhook_lives(served: Served, there: Receiver) -> None:
    """A webhook is made, tested, given a new secret, disabled, enabled, and sent again what it was sent."""
    client = await served.officer()
    address, secret = await _made(client, there)
    assert [one["href"] for one in (await client.get(WEBHOOKS)).json()["items"]] == [address]
    assert secret not in (await client.get(address)).text
    tested = (await client.post(f"{address}/actions/test", json={})).json()
    assert await outgoing(served.service).deliver_due() == 1
    listed = (await client.get(f"{address}/deliveries")).json()
    [delivery] = listed["items"]
    assert (delivery["id"], delivery["state"], delivery["next_at"]) == (tested["delivery"], "sent", None)
    assert [(one["number"], one["result"], one["code"]) for one in delivery["attempts"]] == [(1, "sent", 204)]
    rotated = (await client.post(f"{address}/actions/rotate", json={})).json()
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != secret
    assert rotated["webhook"]["previous_secret_until"] is not None
    disabled = (await client.post(f"{address}/actions/disable", json={})).json()
    assert disabled["webhook"]["disabled_for"] == "owner"
    again = {"ids": [delivery["id"]]}
    problem_of(await client.post(f"{address}/actions/redeliver", json=again), 422, "invalid")
    await client.post(f"{address}/actions/enable", json={})
    assert (await client.post(f"{address}/actions/redeliver", json=again)).json()["messages"] == 1
    assert await outgoing(served.service).deliver_due() == 1
    assert len({posted.headers["webhook-id"] for posted in there.posted}) == 1
    during = {"since": "2024-02-12T00:00:00+05:00", "until": "2024-02-13T00:00:00+05:00"}
    assert (await client.post(f"{address}/actions/redeliver", json=during)).json()["messages"] == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"ids": ["x"]}, {"since": "yesterday"}, {"since": "2024-02-12T00:00:00"}, {"ids": "all"}, {"all": True}],
)
async def test_what_is_to_be_sent_again_is_said(served: Served, there: Receiver, body: object) -> None:
    """Without saying which messages none is sent again."""
    client = await served.officer()
    address, _ = await _made(client, there)
    problem_of(await client.post(f"{address}/actions/redeliver", json=body), 422, "invalid")


async def test_messages_are_listed_page_by_page(served: Served, there: Receiver) -> None:
    """The pages of the list follow each other without gap or repetition."""
    client = await served.officer()
    address, _ = await _made(client, there)
    made = [(await client.post(f"{address}/actions/test", json={})).json()["delivery"] for _ in range(5)]
    found, page = [], f"{address}/deliveries?limit=2"
    while page:
        answer = (await client.get(page)).json()
        found += [one["id"] for one in answer["items"]]
        page = answer["next"]
    assert found == made[::-1]
    problem_of(await client.get(f"{address}/deliveries?cursor=x"), 400, "bad-cursor")


async def test_others_webhooks_are_not_there(served: Served, there: Receiver) -> None:
    """Another's webhook is as unknown as one that does not exist, and so is an action that there is not."""
    address, _ = await _made(await served.officer(), there)
    other = await served.supervisor()
    for path in (address, f"{address}/deliveries", f"{WEBHOOKS}/nonsense"):
        problem_of(await other.get(path), 404, "unknown")
    for action in ("test", "rotate", "disable", "enable", "redeliver"):
        body = {"since": "2024-02-12T00:00:00+05:00"} if action == "redeliver" else {}
        problem_of(await other.post(f"{address}/actions/{action}", json=body), 404, "unknown")
    problem_of(await other.post(f"{address}/actions/explode", json={}), 404, "unknown")
    problem_of(await served.anonymous().get(WEBHOOKS), 401, "unauthenticated")
