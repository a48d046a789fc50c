"""What part somebody in a post has in the work of a body: its head, whoever else signs, whoever is responsible."""

from enum import StrEnum

from events.organization import OrganizationType, Post
from workflows.signatories import Paper, accepted


class Part(StrEnum):
    """The parts, in the order in which people read them."""

    HEAD = "head"
    SIGNATORY = "signatory"
    RESPONSIBLE = "responsible"
    OTHER = "other"


_HEADS = frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM})
_RESPONSIBLE = frozenset(
    {
        Post.ETHICS_OFFICER, Post.HR_OFFICER, Post.SECURITY_OFFICER, Post.COMPLIANCE_OFFICER, Post.TBN4_OFFICER,
        Post.SOCIAL_ORDER_OFFICER, Post.AGENCY_OFFICER,
    }
)  # fmt: skip


def part_of(post: Post, kind: OrganizationType | None) -> Part:
    """Give the part of a kind of post in a body of a type (l.41, l.45, l.73)."""
    if post in _HEADS:
        return Part.HEAD
    papers = (Paper.HEADS_ACT, Paper.GENERAL, *((Paper.KGS_DOCUMENT,) if kind is OrganizationType.KGS else ()))
    if any(post in accepted(paper, kind) for paper in papers):
        return Part.SIGNATORY
    return Part.RESPONSIBLE if post in _RESPONSIBLE else Part.OTHER
