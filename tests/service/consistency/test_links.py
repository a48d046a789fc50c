"""Links are asked for at real receivers that answer, fail, hang and redirect; never off the hosts that are named."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from events import codec
from events.finding import FindingRule
from events.link_check import LinkChecked, LinkState
from events.store.reader import read_log
from projections.findings.links import key_of
from service.alerts.webhooks.addresses import Reachable
from service.checked_clock import CheckedClock
from service.chores_of import chores_of
from service.consistency.asking import Answer, LinkAsking
from service.consistency.hosts import asked_address, hosts
from service.consistency.links import Links, known_links, links_of
from tests.projections.findings.found import A, analysis, counted, data_of, found
from tests.projections.histories import append, feed_all
from tests.service.alerts import receivers
from tests.service.alerts.certificates import certified
from tests.service.alerts.receivers import Behaviour, Receiver, receiver
from tests.service.alerts.sending import LOOPBACK, Sending, sending
from tests.workflows.scenario import OFFICER


@pytest.fixture
async def there() -> AsyncIterator[Receiver]:
    async with receiver() as there:
        yield there


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Sending]:
    async with sending(database_url) as service:
        yield service


def asking(there: Receiver, reachable: Reachable = LOOPBACK, **changes: Any) -> LinkAsking:
    """What asks a receiver and nobody else, for no longer than a second."""
    place = there.url.split("/")[2]
    return LinkAsking(hosts(place), reachable, changes.pop("trusted", None) or ssl.create_default_context(), 1.0)


def moved(to: str) -> Behaviour:
    """Redirect to an address."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {to}\r\n\r\n".encode())
        await writer.drain()

    return answer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (200, Answer(LinkState.ANSWERS, 200)),
        (404, Answer(LinkState.NOT_FOUND, 404)),
        (410, Answer(LinkState.NOT_FOUND, 410)),
        (403, Answer(LinkState.REFUSED, 403)),
        (500, Answer(LinkState.FAILING, 500)),
        (429, Answer(None, 429)),
        (receivers.hang, Answer(LinkState.SILENT)),
        (receivers.reset, Answer(LinkState.SILENT)),
        (receivers.drip, Answer(LinkState.SILENT)),
        (receivers.nonsense, Answer(LinkState.SILENT)),
        (receivers.huge, Answer(LinkState.ANSWERS, 200)),
        (moved("http://127.0.0.1:1/elsewhere"), Answer(LinkState.MOVED_AWAY)),
        (moved("http://169.254.169.254/"), Answer(LinkState.MOVED_AWAY)),
        (moved("file:///etc/passwd"), Answer(LinkState.MOVED_AWAY)),
    ],
)
async def test_what_an_answer_means(there: Receiver, answer: Any, expected: Answer) -> None:
    """The status says it, however the rest goes on; who hangs, resets or talks nonsense is silent; nobody is followed off the list."""
    there.answers = [answer]
    assert await asking(there).ask(there.url) == expected
    assert len(there.posted) == 1


async def test_redirections_on_the_list_are_followed_a_few_times(there: Receiver) -> None:
    """One that leads to the same host is followed; a circle ends."""
    there.answers = [moved("/other"), 200]
    assert await asking(there).ask(there.url) == Answer(LinkState.ANSWERS, 200)
    there.posted.clear()
    there.answers = [moved("/again")] * 10
    assert (await asking(there).ask(there.url)).found is LinkState.FAILING
    assert len(there.posted) == 4


async def test_private_networks_are_not_asked(there: Receiver) -> None:
    """A host on the list that leads into a private network is not asked, unless the operator allows the network."""
    assert await asking(there, Reachable(plain=True)).ask(there.url) == Answer(LinkState.MOVED_AWAY)
    assert there.posted == []


async def test_a_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    """A site whose certificate is not trusted is told from one that is silent; with its authority it answers."""
    authority, shown = certified(tmp_path)
    async with receiver(tls=shown) as there:
        assert (await asking(there).ask(there.url)).found is LinkState.UNTRUSTED
        trusted = ssl.create_default_context(cafile=authority)
        assert (await asking(there, trusted=trusted).ask(there.url)).found is LinkState.ANSWERS


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://gov.kz/a b?q=ә#part", "https://gov.kz/a%20b?q=%D3%99"),
        ("https://www.gov.kz", "https://www.gov.kz/"),
        ("http://GOV.kz:80/x", "http://gov.kz/x"),
        ("https://почта.gov.kz/", "https://xn--80a1acny.gov.kz/"),
        ("https://almaty.kz:8443/x", "https://almaty.kz:8443/x"),
        ("https://almaty.kz/x", None),
        ("https://gov.kz:8443/", None),
        ("https://evilgov.kz/", None),
        ("https://gov.kz.evil.kz/", None),
        ("https://gov.kz@evil.kz/", None),
        ("ftp://gov.kz/", None),
        ("https://gov.kz:99999/", None),
        ("https:///x", None),
    ],
)
def test_which_addresses_are_asked(address: str, asked: str | None) -> None:
    """Those of the named hosts and of hosts below them, at their own ports, written in ASCII."""
    assert asked_address(address, hosts("gov.kz, almaty.kz:8443")) == asked


@pytest.mark.parametrize("text", ["gov kz", "https://gov.kz", "gov.kz:0", "gov.kz:x", "-a.kz"])
def test_what_is_no_host_is_refused(text: str) -> None:
    """A setting that names no host is an error."""
    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        hosts(text)


async def told(service: Sending, links: Links) -> list[LinkChecked]:
    """Go a round, feed the read models, and give all that was recorded of links."""
    await links()
    async with service.service.pool.connection() as conn:
        await feed_all(conn)
        rows = await read_log(conn, "main", 0, 1000)
    events = [codec.read(row) for row in rows]
    return [event for event in events if isinstance(event, LinkChecked)]


async def test_a_link_goes_and_comes_back(service: Sending, there: Receiver) -> None:
    """It is found when it did not answer twice in a row, an hour apart, and is found no more when it answers; what is same is not repeated."""
    scenario = analysis(A, "announce_start", announce_start={"address": there.url})
    other = analysis(A, "announce_start", announce_start={"address": "https://elsewhere.kz/1"})
    asks = Links(service.service.pool, service.service.committer, service.clock, "main", asking(there))
    async with service.service.pool.connection() as conn:
        await append(conn, [*scenario.case.history, *other.case.history])
        await feed_all(conn)
    assert [(one.address, one.found) for one in await told(service, asks)] == [(there.url, "answers")]
    assert len(await told(service, asks)) == 1
    assert len(there.posted) == 1
    there.answers = [404, 404, 404, 200]
    heard = []
    for wait in (timedelta(days=8), timedelta(hours=2), timedelta(days=2), timedelta(days=2)):
        service.clock.advance(wait)
        heard = [one.found for one in await told(service, asks)]
        async with service.service.pool.connection() as conn:
            made = await found(conn, FindingRule.LINK_SILENT)
            assert len(made) == (1 if len(heard) == 2 else 0)
            assert (await counted(conn, FindingRule.LINK_SILENT))[0] == 1
    assert heard == ["answers", "not_found", "answers"]
    [known] = (await known_links(service.service.pool, [key_of(there.url)])).values()
    assert (known.found, known.status, known.asked_at) == ("answers", 200, service.clock.now())


async def test_a_link_that_nobody_names_any_more(service: Sending, there: Receiver) -> None:
    """After a correction the link is asked for no longer."""
    scenario = analysis(A, "announce_start", announce_start={"address": there.url})
    asks = Links(service.service.pool, service.service.committer, service.clock, "main", asking(there))
    async with service.service.pool.connection() as conn:
        await append(conn, scenario.case.history)
        await feed_all(conn)
    assert await asks() == 1
    right = data_of(scenario.last, address="https://elsewhere.kz/1")
    scenario.do("correct", OFFICER, "2024-02-20", corrects=2, reason="Опечатка", data=right)
    async with service.service.pool.connection() as conn:
        await append(conn, [scenario.last])
        await feed_all(conn)
    service.clock.advance(timedelta(days=8))
    assert await asks() == 0
    assert await known_links(service.service.pool, [key_of(there.url)]) == {}


async def test_without_hosts_nothing_is_asked(service: Sending) -> None:
    """The chore is there only if the operator names hosts."""
    clock = CheckedClock(service.clock, timedelta(minutes=2))
    assert "links" not in {chore.name for chore in chores_of(service.service)}
    settings = service.service.settings.model_copy(update={"link_hosts": "gov.kz"})
    told = replace(service.service, settings=settings)
    assert "links" in {chore.name for chore in chores_of(told)}
    assert links_of(told, clock).asking.reachable.plain
