"""The verifier of this machine: pyHanko, in a process of its own (`process`), with the operator's trust lists and no network."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import structlog

from service.files.closed import opened
from service.own_process import environment
from service.signatures.codes import SignatureForm, SignatureProblem, VerifiedBy
from service.signatures.port import Content, Subject
from service.signatures.request import Asked
from service.signatures.result import Checked, Found

MEMORY, SECONDS = 1 << 30, 60
"""Bytes, beside four times the file, and seconds after which checking is given up."""

LONGEST_SIGNATURE = 5_000_000
"""Bytes of a signature that lies apart from its file."""

_BLOCK = 1 << 18
_AT_ONCE = 2

log = structlog.get_logger(__name__)


@dataclass
class LocalVerifier:
    """Checks RSA and ECDSA signatures; `trust` is the folder of the operator's trust lists. Two files at once, the others wait."""

    trust: Path | None
    seconds: int = SECONDS

    def __post_init__(self) -> None:
        """Make the queue."""
        self._queue = asyncio.Semaphore(_AT_ONCE)

    async def verify(self, subject: Subject) -> Found:
        """Check all signatures of a file; what takes too much is told as not verifiable."""
        signature = await asyncio.to_thread(_whole, subject.signature) if subject.signature else b""
        size = await asyncio.to_thread(_size, subject.content)
        if len(signature) > LONGEST_SIGNATURE:
            return not_verifiable(subject)
        asked = msgspec.json.encode(Asked(str(self.trust or ""), subject.received, len(signature), subject.is_pdf))
        head = len(asked).to_bytes(8) + asked + signature
        async with self._queue:
            try:
                async with asyncio.timeout(self.seconds):
                    code, made, complaint = await _check(subject.content, head, MEMORY + 4 * size, self.seconds)
            except TimeoutError:
                code, made, complaint = -1, b"", b"TimeoutError"
        if code:
            log.warning("a signature could not be checked", code=code, error=_kind(complaint))
            return not_verifiable(subject)
        return msgspec.json.decode(made, type=Found)


def not_verifiable(subject: Subject) -> Found:
    """Give what is found where nothing could be."""
    form = SignatureForm.PDF if subject.is_pdf else SignatureForm.DETACHED
    return Found((Checked(form, VerifiedBy.NOBODY, (SignatureProblem.NOT_VERIFIABLE,)),))


async def _check(content: Content, head: bytes, memory: int, seconds: int) -> tuple[int, bytes, bytes]:
    """Give the exit code of the process, negative if it was ended by the machine, and what it wrote."""
    command = sys.executable, "-P", "-m", "service.signatures.process", str(memory), str(seconds)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment())
    try:
        _, (made, complaint) = await asyncio.gather(_feed(process, content, head), _heard(process))
    except BaseException:
        process.kill()
        await process.wait()
        raise
    return await process.wait(), made, complaint


def _kind(complaint: bytes) -> str:
    """Give the kind of an error alone: its words may be of the file."""
    last = (complaint.splitlines() or [b""])[-1]
    return last.partition(b":")[0].decode(errors="replace")


async def _heard(process: Process) -> tuple[bytes, bytes]:
    if process.stdout is None or process.stderr is None:
        raise AssertionError("the process writes to pipes")
    made, complaint = await asyncio.gather(process.stdout.read(), process.stderr.read())
    return made, complaint


async def _feed(process: Process, content: Content, head: bytes) -> None:
    """Send what is asked and the file, opened piece by piece."""
    if process.stdin is None:
        raise AssertionError("the process reads from a pipe")
    blocks = _blocks(content)
    try:
        process.stdin.write(head)
        while block := await asyncio.to_thread(next, blocks, b""):
            process.stdin.write(block)
            await process.stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        return  # it has ended before it read everything; its code says why
    finally:
        process.stdin.close()


def _blocks(content: Content) -> Iterator[bytes]:
    with opened(content.path, content.address) as file:
        while block := file.read(_BLOCK):
            yield block


def _whole(content: Content) -> bytes:
    """Give a signature, and a byte more than the longest of one that is too long."""
    with opened(content.path, content.address) as file:
        return file.read(LONGEST_SIGNATURE + 1)


def _size(content: Content) -> int:
    with opened(content.path, content.address) as file:
        return file.seek(0, os.SEEK_END)
