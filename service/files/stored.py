"""A file that is kept, and why one is not."""

import re
import unicodedata
from dataclasses import dataclass, field

from events.text import msg
from workflows.refusals import Refused

LONGEST_NAME = 200

_FOLDERS = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: SHA-256 (64 hexadecimal digits), size in bytes, media type by its content, the name it first came under.

    `repeated` says of a file just sent whether its sender had sent it before.
    """

    sha256: str
    size: int
    media_type: str
    name: str
    repeated: bool = field(default=False, compare=False)


class FileRefused(Refused):
    """The file is not accepted: its type, its content, or its name."""


class FileTooLarge(Refused):
    """The file is larger than the service takes."""

    def __init__(self, limit: int) -> None:
        super().__init__(msg("The file is larger than {limit} MB.", limit=f"{limit / 1e6:g}"))


def clean_name(name: str) -> str:
    """Give a file's name without folders and without characters that cannot be seen; raises `FileRefused`.

    Invisible ones are left out because they can turn a name's end around: “gpj.exe” reads as “exe.jpg”.
    """
    visible = "".join(c for c in unicodedata.normalize("NFC", name) if not unicodedata.category(c).startswith("C"))
    last = _FOLDERS.split(visible)[-1].strip()
    if not last.strip("."):
        raise FileRefused(msg("The file has no name."))
    if len(last) > LONGEST_NAME:
        raise FileRefused(msg("The file's name is longer than {longest} characters.", longest=LONGEST_NAME))
    return last
