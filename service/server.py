"""Serving HTTP: uvicorn inside this process, around the service's own start and end."""

import asyncio
import gc
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from service.app import create_app
from service.inbox.live import Live
from service.wiring import Service

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_GRACE = 10  # seconds for requests under way when told to stop


class PortTaken(Exception):  # noqa: N818 - named as what is the case
    """The address cannot be listened on; the message says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Give a socket that listens; port 0 takes a free one. Raises `PortTaken`."""
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # without this the port would be taken, and connections to it refused, until the service is up
        listener.listen(2048)
    except OSError as error:
        reason = error.strerror or "unknown host"
        raise PortTaken(f"cannot listen on {host} port {port} ({reason}): choose another by PORT and HOST") from None
    return listener


async def serve(service: Service, listener: socket.socket, ready: Callable[[str], None]) -> None:
    """Answer requests until SIGINT or SIGTERM; `ready` is called with the address when the first can come."""
    server = make_server(service, ready)
    relieve_collector()
    await server.serve([listener])


def relieve_collector() -> None:
    """Let the cycle collector look at less, and less often: it took a seventh of the time under load.

    What starting up made lives as long as the process. A request makes a few hundred objects and hardly a cycle. Many young objects at
    once take longer to look at than the same number in small parts, and longer than the event loop should stand still.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000, 2, 800)


def make_server(service: Service, ready: Callable[[str], None]) -> uvicorn.Server:
    """Give a server that is not started; setting its `should_exit` ends it."""
    config = uvicorn.Config(
        create_app(service), loop="none", http="httptools", log_config=None, access_log=False, lifespan="off",
        server_header=False, timeout_graceful_shutdown=_GRACE, backlog=2048,
    )  # fmt: skip
    return _Server(config, ready, service.live)


class _Server(uvicorn.Server):
    """Says when it is ready, and leaves the process to its owner when it was told to stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None], live: Live) -> None:
        super().__init__(config)
        self._ready, self._live = ready, live

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.close()  # streams last as long as somebody looks: nobody waits for them
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals without raising them again at the end, which would cut the service's own shutdown short."""
        if threading.current_thread() is not threading.main_thread():  # where Python takes no signals
            yield
            return
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)
