"""What the register answers about posts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is in a post: the code of the person, that of the post in its organisation, and since when."""

    person: str
    post_code: str
    acting: bool
    since: date


class Found(StrEnum):
    """Why a post is the superior of another."""

    NAMED = "named"
    HEAD = "head"
    HEAD_ABOVE = "head_above"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Superior:
    """The immediate superior of a post on a day.

    `post` is empty if that body's head has no post in the register, `organization` too if nobody stands above. `holder` is
    whoever acts in the post, else whoever holds it, None while it is vacant.
    """

    organization: str
    post: str
    holder: Holder | None
    found: Found

    @property
    def vacant(self) -> bool:
        """Whether the post is known and nobody is in it."""
        return bool(self.post) and self.holder is None


NOBODY = Superior("", "", None, Found.NONE)
