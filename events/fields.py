"""Types of field that events share."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, WithJsonSchema

from events.text import label

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
"""Free text, neither blank nor unbounded, without NUL (PostgreSQL refuses it)."""

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]*$")
]
"""A short text of one line: a number of a document, a unit, a person."""

Uploader = Annotated[
    Name | None,
    label("Uploaded by", "Only if somebody else uploaded it than who records it", example="Асанова Айгерим Сериковна"),
]
"""The field that says who uploaded."""

Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-zА-Яа-яЁё0-9._-]{1,20}$")]
"""A short code by which rows of a document refer to each other ("R1")."""

WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s\x00]+$", max_length=2000)]
"""A link to a publication."""

Quarter = Annotated[str, StringConstraints(pattern=r"^20\d\dQ[1-4]$")]
"""A calendar quarter, "2024Q2"."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""How many."""

Tenge = Annotated[int, Field(ge=0, le=10**15)]
"""An amount of money in whole tenge."""

Year = Annotated[int, Field(ge=2000, le=2099)]
"""A calendar year."""

EVIDENCE_FILE = "evidence-file"
"""The JSON schema format of `FileHash`: forms draw it as a file to choose, pages show the file behind it."""

FOUND_OUT = {"readOnly": True}
"""The JSON schema of a field that the service fills in itself: no form asks for it, and what is sent for it is replaced."""

SIGNS = "x-signature-of"
"""The keyword in the JSON schema of a field that names a signature in a file of its own: the field beside it with the file that is signed."""

FileHash = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    WithJsonSchema(
        {
            "type": "string",
            "format": EVIDENCE_FILE,
            "pattern": "^[0-9a-f]{64}$",
            "examples": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
        }
    ),
]
"""A file kept as evidence: the SHA-256 of its content, 64 hexadecimal digits in lower case."""


class Channel(StrEnum):
    """Where an announcement appears; one is enough (1.1.3 l.107, 1.2.1 l.113)."""

    WEBSITE = "website"
    MEDIA = "media"
    SOCIAL = "social"
