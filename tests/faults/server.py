"""One service as its users start it: `tbn4 serve` in a process of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx2

_ROOT = Path(__file__).parents[2]
_COMMAND = [sys.executable, "-c", "from service.cli import app; app()", "serve"]  # what the script `tbn4` does
_ENDING = 20.0  # seconds for the service to end when it is told to


class NotRecovered(Exception):  # noqa: N818 - named as what happened
    """The service did not come back in time."""


class Server:
    """A service on a port of its own; `settings` are environment variables. It may be started again after its end.

    `command` is that of the command line, unless another one is given.
    """

    def __init__(self, name: str, folder: Path, settings: dict[str, str], command: Sequence[str] = _COMMAND) -> None:
        self.name = name
        self._command = command
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._output = folder / f"{name}.log"
        given = {key: value for key, value in os.environ.items() if not key.startswith("TBN4_")}
        given.pop("PYTHONDONTWRITEBYTECODE", None)  # it would double the time of every start but the first
        self._environment = {
            **given, **settings, "HOST": "127.0.0.1", "PORT": str(self.port), "TBN4_LOG_FORMAT": "json",
            "TBN4_LOG_LEVEL": "warning",
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `ready` tells when it answers."""
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=self._environment, cwd=_ROOT
            )

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """Stop it from running, connections and all."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it run on."""
        self._signal(signal.SIGCONT)

    async def stop(self) -> None:
        """Tell it to end, and end it if it does not."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + _ENDING
        while self._process.poll() is None and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        self.kill()

    async def ready(self, within: float = 60.0) -> None:
        """Wait until it says that it can work; raises `NotRecovered` after `within` seconds."""
        deadline = time.monotonic() + within
        async with httpx2.AsyncClient(timeout=5) as client:
            while time.monotonic() < deadline:
                if self._process is None or self._process.poll() is not None:
                    break
                try:
                    if (await client.get(self.address + "/readyz")).status_code == 200:
                        return
                except httpx2.TransportError:
                    pass  # not listening yet, or just killed: asked again until the deadline
                await asyncio.sleep(0.05)
        raise NotRecovered(f"{self.name} is not ready: {self.last_words()}")

    def last_words(self) -> str:
        """Give the end of what it printed."""
        return self._output.read_text(errors="replace")[-2000:] if self._output.exists() else "(it said nothing)"

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
