"""What whoever wants to know about signatures asks, whatever verifies them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from service.signatures.result import Found


@dataclass(frozen=True, slots=True)
class Content:
    """A kept content: where it lies closed, and its address (`service.files.closed.opened`)."""

    path: Path
    address: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be verified: a file, and its signature if that lies apart. `received` is when the signature came here."""

    content: Content
    media_type: str
    received: datetime
    signature: Content | None = None

    @property
    def is_pdf(self) -> bool:
        """Whether the signatures are inside a PDF."""
        return self.signature is None and self.media_type == "application/pdf"


class SignatureVerifier(Protocol):
    """Looks at the signatures of one file. It never raises for what is in the file: that is what is found."""

    async def verify(self, subject: Subject) -> Found:
        """Say what was found, one entry a signature."""
