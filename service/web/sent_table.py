"""A table that goes back and forth with a form: it is tried out first, and nothing of it is kept here before it is confirmed."""

import base64
import binascii
import uuid
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile

from events.text import msg
from service.problems import BadRequest


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table that came with a form; `confirmed` once it was looked at, by the form that `key` names."""

    name: str
    content: bytes
    key: str
    confirmed: bool

    @property
    def written(self) -> str:
        """The content as a form can hold it."""
        return base64.urlsafe_b64encode(self.content).decode()


async def sent_table(data: FormData) -> SentTable:
    """Give the table of a form: a file that was chosen, or what the form to confirm it carries; raises `BadRequest`."""
    file, written = data.get("file"), str(data.get("content", ""))
    if isinstance(file, UploadFile):
        return SentTable(file.filename or "", await file.read(), f"import-{uuid.uuid4()}", confirmed=False)
    try:
        content = base64.b64decode(written, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise BadRequest(msg("The form cannot be read.")) from None
    return SentTable(str(data.get("name", "")), content, str(data.get("key", ""))[:200], confirmed=True)
