"""The editions of the table, read from their file: which superior resigns for which subordinate, by which law, since when."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import msgspec
import yaml

from events.organization import OrganizationType, Post, PostClass
from events.resignation import OfficialPost, Relation, Ruling, VerdictReason


class Official(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Posts that the table names together: of these bodies and kinds, or of a class other than those named by themselves."""

    bodies: frozenset[OrganizationType] = frozenset()
    posts: frozenset[Post] = frozenset()
    post_class: PostClass | None = None
    other_than: tuple[str, ...] = ()


class Clear(StrEnum):
    """What makes it sure that a deputy is the head's, not the one of the head of the apparatus."""

    POLITICAL = "political"
    NAMED = "named"


class Cited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a law, and for the discipline of superiors whom it binds to whom."""

    article: str = ""
    paragraph: str = ""
    relations: frozenset[Relation] = frozenset()


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row: the superior and the subordinate by their names in `officials`, and what follows.

    `elected` and `region_wide` are said where the row is only about such subordinates; `clear_if` where the subordinate may be the
    deputy of somebody else, unless it is a political servant, or somebody named the superior expressly.
    """

    row: str
    superior: str
    subordinate: str
    item: str = ""
    article: str = ""
    relations: frozenset[Relation] = frozenset({Relation.DIRECT})
    elected: bool | None = None
    elected_superior: bool = False
    region_wide: bool | None = None
    clear_if: frozenset[Clear] = frozenset()
    ruling: Ruling = Ruling.RESIGNS
    why: VerdictReason = VerdictReason.NAMED


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table as a law had it on the days from `since` to `until`.

    `former_team` is where the law lets a superior answer for those hired from an earlier team; `political_move_frees`
    whether a move to another political post frees from the duty; `discipline_after_refusal` whether discipline is mandatory for
    large or repeated crimes once a resignation is refused; `decision_in_ten_days` whether the resignation of who is not
    elected is decided in ten days, not in a month; `limitation` whether the terms of art. 45 hold.
    """

    law: str
    since: date
    duty: Cited
    discipline: Cited
    rows: tuple[Row, ...]
    until: date = date.max
    former_team: Cited | None = None
    political_move_frees: bool = True
    discipline_after_refusal: bool = False
    decision_in_ten_days: bool = False
    limitation: bool = False


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All editions, and the posts that they speak of; `heads` are those right below whom a body may stand without a deputy."""

    officials: Mapping[str, Official]
    heads: tuple[str, ...]
    editions: tuple[Edition, ...]

    def is_one(self, post: OfficialPost, name: str) -> bool:
        """Whether a post is among those that a name stands for."""
        official = self.officials[name]
        if official.post_class is not None:
            others = (self.is_one(post, other) for other in official.other_than)
            return post.post_class is official.post_class and not any(others)
        return post.body in official.bodies and post.kind in official.posts


@cache
def table() -> Table:
    """Give the table with all its editions."""
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), Table)


def edition(on: date) -> Edition | None:
    """Give the edition in force on a day, None before the first that is known."""
    return next((one for one in table().editions if one.since <= on <= one.until), None)
