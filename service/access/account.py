"""An account: a person or system that may use the service."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from workflows.actor import Actor, Post, Role
from workflows.register import Register


class AccessError(Exception):
    """An account or token cannot be made or found; the message is one line for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Known:
    """An account as it is found and named: `id` is the identity that stands in events."""

    id: str
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is to the service. `name` is for greeting people: events carry the id only.

    Officers and signatories belong to one organisation (its code); a signatory holds a post; a supervisor sees all,
    whatever the organisation. `person` is the owner's code in the register, empty if the account is not linked to one.
    """

    id: UUID
    login: str
    name: str
    role: Role
    organization: str = ""
    post: Post | None = None
    language: str = "ru"
    demo: bool = False
    person: str = ""

    def actor(self, register: Register, on: date) -> Actor:
        """Give the account as the guards of the state machines see it on a day."""
        kind = register.type_of(self.organization, on)
        post = self._post(register, on)
        return Actor(str(self.id), self.role, self.organization, kind, post, person=self.person)

    def _post(self, register: Register, on: date) -> Post | None:
        """Give the post in which a signatory signs: that of the register, where it says who holds which."""
        if self.role is not Role.SIGNATORY or not self.person or not register.has_posts(self.organization):
            return self.post
        held = register.held(self.organization, self.person, on)
        return next((post for post in Post if post in held), None)


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token as it is listed: everything but its secret. Instants are aware UTC."""

    id: UUID
    login: str
    title: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
