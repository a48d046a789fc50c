"""Who acts: the caller as the guards see them."""

from dataclasses import dataclass
from enum import StrEnum

from events.organization import OrganizationType, Post

__all__ = ["SYSTEM", "Actor", "Post", "Role"]


class Role(StrEnum):
    """What a caller may do at all."""

    OFFICER = "officer"
    SIGNATORY = "signatory"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller: an identity (never a name), a role, and for signatories the post held.

    `person` is the caller's code in the register of people, empty for an account that is not linked to one.
    """

    id: str
    role: Role
    organization: str = ""
    organization_type: OrganizationType | None = None
    post: Post | None = None
    on_behalf_of: str = ""
    person: str = ""

    @property
    def capacity(self) -> str:
        """The post, or the role of one without a post: what the trail says they acted as."""
        return self.post or self.role


SYSTEM = Actor("system", Role.SYSTEM)
"""The scheduler."""
