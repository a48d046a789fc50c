"""An account: a person or system that may use the service."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.organization import OrganizationType
from workflows.actor import Actor, Post, Role


class AccessError(Exception):
    """An account or token cannot be made or found; the message is one line for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is to the service. `name` is for greeting people: events carry the id only.

    Officers and signatories belong to one organisation (its code); a signatory holds a post; a supervisor sees all,
    whatever the organisation.
    """

    id: UUID
    login: str
    name: str
    role: Role
    organization: str = ""
    post: Post | None = None
    language: str = "ru"
    demo: bool = False

    def actor(self, organization_type: OrganizationType | None) -> Actor:
        """Give the account as the guards of the state machines see it."""
        return Actor(str(self.id), self.role, self.organization, organization_type, self.post)


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token as it is listed: everything but its secret. Instants are aware UTC."""

    id: UUID
    login: str
    title: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
