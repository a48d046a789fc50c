"""Who acts: the caller as the guards see them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from events.event import Envelope
from events.organization import OrganizationType, Post

__all__ = ["SYSTEM", "Actor", "Identity", "Post", "Role"]


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


@dataclass(frozen=True, slots=True)
class Identity:
    """Who made an entry: the account, and the person of the register behind it, empty where none was known."""

    account: str
    person: str = ""

    @classmethod
    def of(cls, envelope: Envelope) -> Self:
        """Give who made the entry of an envelope."""
        return cls(envelope.actor, envelope.person)

    def is_of(self, actor: Actor) -> bool:
        """Whether an actor is the same one: a person who has two accounts is still one person."""
        return actor.id == self.account or (self.person != "" and actor.person == self.person)


SYSTEM = Actor("system", Role.SYSTEM)
"""The scheduler."""
