"""Types of field that events share."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
"""Free text, neither blank nor unbounded, without NUL (PostgreSQL refuses it)."""

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]*$")
]
"""A short text of one line: a number of a document, a unit, a person."""

Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-zА-Яа-яЁё0-9._-]{1,20}$")]
"""A short code by which rows of a document refer to each other ("R1")."""

WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s\x00]+$", max_length=2000)]
"""A link to a publication."""

Quarter = Annotated[str, StringConstraints(pattern=r"^20\d\dQ[1-4]$")]
"""A calendar quarter, "2024Q2"."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""How many."""


class Channel(StrEnum):
    """Where an announcement appears; one is enough (1.1.3 l.107, 1.2.1 l.113)."""

    WEBSITE = "website"
    MEDIA = "media"
    SOCIAL = "social"
