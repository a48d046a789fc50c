"""Receivers on the loopback that fail, hang, reset and lie as a test tells them to: one of mail, one of webhooks."""

import asyncio
import email
import email.policy
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG = 30.0
"""Seconds that are longer than anybody waits in a test."""


@dataclass
class Mailbox:
    """Takes mail. `answers` are what it says to the next mails: a reply, "reset" or "hang"; then it accepts all.

    `refuses` is its reply to the recipient. What it took, even if it said otherwise, is in `mails`.
    """

    port: int = 0
    answers: list[str] = field(default_factory=list)
    refuses: str = ""
    mails: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take a recipient, or not."""
        self.recipients.append(address)
        if not self.refuses:
            envelope.rcpt_tos.append(address)
        return self.refuses or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, and say whatever it is to say."""
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        assert server.transport is not None
        self.encrypted.append(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "reset":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if answer == "hang":
            await asyncio.sleep(HANG)
        return answer


@asynccontextmanager
async def mailbox(
    *, tls: ssl.SSLContext | None = None, implicit: bool = False, password: str = ""
) -> AsyncIterator[Mailbox]:
    """Listen for mail: with `tls` only over STARTTLS, then perhaps with a log-in, or from the first byte on if `implicit`."""
    box = Mailbox()
    options: dict[str, Any] = {"hostname": "localhost"}
    if tls and not implicit:
        options |= {"tls_context": tls, "require_starttls": True}
    if password:
        options |= {"authenticator": _authenticator(password), "auth_required": True, "auth_require_tls": True}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, loop=loop, **options), "127.0.0.1", 0, ssl=tls if implicit else None
    )
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


def _authenticator(password: str) -> Callable[..., AuthResult]:
    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        fits = isinstance(given, LoginPassword) and given.password == password.encode()
        return AuthResult(success=fits, handled=False)

    return check


@dataclass(frozen=True)
class Posted:
    """A request as it came: headers by their names in lower case."""

    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """Give the body, which is JSON."""
        return dict(json.loads(self.body))


Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Receiver:
    """Takes webhooks. `answers` are what it does to the next requests: a status, or a function; then it says 204."""

    url: str = ""
    answers: list[int | Behaviour] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
            headers = {name.lower(): value for name, value in headers.items()}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.posted.append(Posted(headers, body))
            answer = self.answers.pop(0) if self.answers else 204
            if callable(answer):
                await answer(reader, writer)
            else:
                writer.write(f"HTTP/1.1 {answer} Said\r\nContent-Length: 0\r\nLocation: /elsewhere\r\n\r\n".encode())
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked has gone: that is what some tests are about
        finally:
            writer.close()


@asynccontextmanager
async def receiver(*, tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """Listen for webhooks."""
    found = Receiver()
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    found.url = f"https://localhost:{port}/hook" if tls else f"http://127.0.0.1:{port}/hook"
    try:
        yield found
    finally:
        server.close()


async def hang(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Say nothing."""
    await asyncio.sleep(HANG)


async def reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection off."""
    writer.transport.abort()


async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say one letter at a time, for ever."""
    for letter in b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 1000:
        writer.write(bytes([letter]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def short(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say 200, promise more than comes, and close."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nok")
    await writer.drain()


async def huge(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say 200 and never end the body."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def nonsense(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say what is no HTTP."""
    writer.write(b"250 OK thank you\r\n")
    await writer.drain()
