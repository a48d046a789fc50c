"""A program that speaks as NCALayer does with pages: JSON over a web socket on this machine, a greeting first, one answer to each request."""

import asyncio
import base64
import hashlib
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
_TEXT, _CLOSE = 1, 8

Answer = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


@dataclass
class Layer:
    """Listens on a free port; `answer` says what becomes of a request, `asked` are the requests."""

    answer: Answer
    asked: list[dict[str, Any]] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)

    async def listen(self, listener: socket.socket) -> asyncio.Server:
        """Listen; gives what is closed at the end."""
        return await asyncio.start_server(self._served, sock=listener)

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._greet(reader, writer)
            while (said := await _message(reader)) is not None:
                request = json.loads(said)
                self.asked.append(request)
                _send(writer, json.dumps(await self.answer(request)).encode())
        except asyncio.IncompleteReadError:
            return  # the page was left
        finally:
            writer.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        self.origins.append(headers["Origin"])
        accepted = base64.b64encode(hashlib.sha1((headers["Sec-WebSocket-Key"] + _GUID).encode()).digest()).decode()  # noqa: S324 - as RFC 6455 asks
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {accepted}\r\n\r\n".encode()
        )
        _send(writer, b'{"result":{"version":"1.4"}}')


def _send(writer: asyncio.StreamWriter, content: bytes) -> None:
    size = bytes([len(content)]) if len(content) < 126 else b"\x7e" + len(content).to_bytes(2)
    writer.write(bytes([0x80 | _TEXT]) + size + content)


async def _message(reader: asyncio.StreamReader) -> bytes | None:
    """Read one message, whatever the number of its frames; None at the end."""
    whole = b""
    while True:
        first, second = await reader.readexactly(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
        mask = await reader.readexactly(4)
        content = await reader.readexactly(size)
        if first & 0x0F == _CLOSE:
            return None
        whole += bytes(one ^ mask[place % 4] for place, one in enumerate(content))
        if first & 0x80:
            return whole
