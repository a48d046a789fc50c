"""Whose signature counts under which document, by level (l.41, l.45, l.93, l.131, l.151, l.155; requirements §4).

The most specific rule wins: an order, a report or a plan is the head's; the general rule admits deputies and
the head of the apparatus, whose signature is recorded with a remark. At district and city level deputies are
not named, so theirs is refused (SG-3).
"""

from enum import StrEnum

from events.event import CaseEvent
from events.organization import OrganizationType
from workflows.actor import Actor, Post


class Paper(StrEnum):
    """Kinds of document that differ in who signs them."""

    HEADS_ACT = "heads_act"
    SECRECY_NOTE = "secrecy_note"


_GENERAL = frozenset({Post.FIRST_HEAD, Post.DEPUTY_HEAD, Post.APPARATUS_HEAD})
_DISTRICT = frozenset({Post.DISTRICT_AKIM, Post.FIRST_HEAD, Post.APPARATUS_HEAD})
_DISTRICT_LEVEL = frozenset({OrganizationType.RAY, OrganizationType.OTD})
_WITHOUT_APPARATUS = frozenset({OrganizationType.ORG, OrganizationType.KGS})


def accepted(paper: Paper, level: OrganizationType | None) -> frozenset[Post]:
    """Give the posts whose signature is accepted, some of them with a remark; `level` None counts as central."""
    if paper is Paper.SECRECY_NOTE:
        return _GENERAL if level in _WITHOUT_APPARATUS else frozenset({Post.APPARATUS_HEAD})
    return _DISTRICT if level in _DISTRICT_LEVEL else _GENERAL


def remarks(event: CaseEvent, actor: Actor) -> tuple[str, ...]:
    """Name what is unusual about who signed an event."""
    head_signs = getattr(type(event), "FIRST_HEAD_SIGNS", False)
    return ("not_signed_by_first_head",) if head_signs and actor.post in {Post.DEPUTY_HEAD, Post.APPARATUS_HEAD} else ()
