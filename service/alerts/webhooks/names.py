"""Looking up the names of hosts: bounded in time and in threads, so that a name server that never answers holds up nothing else."""

import asyncio
import queue
import socket
import threading
from concurrent.futures import Future
from functools import cache
from typing import Any

LONGEST = 5.0
"""Seconds after which a host counts as unknown."""

THREADS = 4
"""Look-ups at a time; what cannot begin in time is given up, too."""

_Asked = tuple["Future[list[Any]]", str, int]


async def resolved(host: str, port: int) -> list[str]:
    """Give the addresses of a host as this machine knows them; raises OSError, a `TimeoutError` after `LONGEST` seconds."""
    answer: Future[list[Any]] = Future()
    _line().put((answer, host, port))
    async with asyncio.timeout(LONGEST):
        found = await asyncio.wrap_future(answer)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def _line() -> "queue.SimpleQueue[_Asked]":
    """Give the line of look-ups, with the threads that take from it: none keeps this process from ending."""
    line: queue.SimpleQueue[_Asked] = queue.SimpleQueue()
    for number in range(THREADS):
        threading.Thread(target=_look_up, args=(line,), name=f"names {number}", daemon=True).start()
    return line


def _look_up(line: "queue.SimpleQueue[_Asked]") -> None:
    while True:
        answer, host, port = line.get()
        if not answer.set_running_or_notify_cancel():
            continue
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except Exception as error:  # whatever it is, whoever asked gets it
            answer.set_exception(error)
        else:
            answer.set_result(found)
