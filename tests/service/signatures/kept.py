"""Contents as the store of files keeps them, for verifiers that read from there."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from events.sealing import seal_in_use
from service.files.closed import Closing, opened
from service.signatures.cms_files import over
from service.signatures.port import Content, Subject
from service.signatures.result import Found
from service.signatures.trust import Trust
from tests.service.signatures.authority import NOW


def kept(folder: Path, content: bytes) -> Content:
    """Close a content and give where it lies."""
    address = seal_in_use().address("almaty-region", hashlib.sha256(content).hexdigest())
    path = folder / address
    with path.open("w+b") as file:
        closing = Closing(file)
        closing.write(content)
        closing.end(address)
    return Content(path, address)


def subject(
    folder: Path,
    content: bytes,
    signature: bytes | None = None,
    media_type: str = "application/pdf",
    at: datetime = NOW,
) -> Subject:
    """Give a file with its signature as it came at a moment."""
    return Subject(kept(folder, content), media_type, at, kept(folder, signature) if signature is not None else None)


@dataclass(frozen=True)
class Here:
    """Verifies detached signatures as the local verifier does, but in this process."""

    trust: Trust

    async def verify(self, subject: Subject) -> Found:
        """Say what was found."""
        assert subject.signature is not None
        content, signature = (_whole(one) for one in (subject.content, subject.signature))
        return await over(content, signature, self.trust, subject.received)


def _whole(content: Content) -> bytes:
    with opened(content.path, content.address) as file:
        return file.read()
