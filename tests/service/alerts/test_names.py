"""Looking up the hosts of webhooks holds up nothing else, and leads to public addresses alone."""

import asyncio
import socket
import threading
import time
from typing import Any

import pytest

from service.alerts.webhooks import names
from service.alerts.webhooks.addresses import Forbidden, Reachable


async def test_a_name_server_that_never_answers_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty look-ups that hang take four threads, end in time, and leave the threads of everything else alone."""
    answered, asked = threading.Event(), []
    real = socket.getaddrinfo

    def hanging(host: str, *rest: Any, **named: Any) -> Any:
        if not host.endswith(".hangs"):
            return real(host, *rest, **named)
        asked.append(host)
        answered.wait(20)
        raise OSError

    names._line.cache_clear()
    monkeypatch.setattr(names, "LONGEST", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    began = time.monotonic()
    found = asyncio.gather(*(names.resolved(f"{n}.hangs", 443) for n in range(40)), return_exceptions=True)
    assert await asyncio.wait_for(asyncio.to_thread(lambda: 7), 0.2) == 7
    assert {type(one) for one in await found} == {TimeoutError}
    assert time.monotonic() - began < 2
    assert len(asked) == names.THREADS
    answered.set()
    await asyncio.sleep(0.1)
    assert await names.resolved("127.0.0.1", 443) == ["127.0.0.1"]
    assert len(asked) == names.THREADS  # nobody waits any more for what was given up


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b:1::a00:1", "fec0::1", "::10.0.0.1", "::ffff:0:127.0.0.1", "5f00::1", "3fff::1", "192.0.0.8", "2002:a00:1::1",
        "64:ff9b::a00:1", "::ffff:10.0.0.1", "2001:db8::1", "2001::1", "ff0e::1", "fd00::1", "169.254.169.254",
    ],
)  # fmt: skip
async def test_what_is_not_public_is_refused(address: str) -> None:
    """Addresses for purposes of their own, however they are written, lead nowhere."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return [address]

    with pytest.raises(Forbidden):
        await Reachable((), resolve).addresses("https://a.kz/hook")


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
async def test_what_is_public_may_be_reached(address: str) -> None:
    """Public addresses of both families, and those behind a translation of the provider."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return [address]

    assert await Reachable((), resolve).addresses("https://a.kz/hook") == [address]
