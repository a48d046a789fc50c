"""Who acts: the caller as the guards see them."""

from dataclasses import dataclass
from enum import StrEnum

from events.organization import OrganizationType


class Role(StrEnum):
    """What a caller may do at all."""

    OFFICER = "officer"
    SIGNATORY = "signatory"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


class Post(StrEnum):
    """Posts whose signature the Instruction accepts (l.41, l.45, requirements §4)."""

    FIRST_HEAD = "first_head"
    DEPUTY_HEAD = "deputy_head"
    APPARATUS_HEAD = "apparatus_head"
    DISTRICT_AKIM = "district_akim"


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller: an identity (never a name), a role, and for signatories the post held."""

    id: str
    role: Role
    organization: str = ""
    organization_type: OrganizationType | None = None
    post: Post | None = None
    on_behalf_of: str = ""

    @property
    def capacity(self) -> str:
        """The post, or the role of one without a post: what the trail says they acted as."""
        return self.post or self.role


SYSTEM = Actor("system", Role.SYSTEM)
"""The scheduler."""
