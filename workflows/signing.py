"""Whether the one under a paper was entitled to sign it, at that level, on that day (l.41, l.45, requirements §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from events.organization import OrganizationType, Post
from events.signature import Signature
from events.text import msg
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Paper, Verdict, accepted, verdict

_SHARED_AT_DISTRICT = {Post.DISTRICT_AKIM, Post.APPARATUS_HEAD}
"""A department of a district has neither of its own: the akim and the head of his apparatus sign for it (l.45)."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A paper of an organisation with the signature under it, on the day it was signed; judged by the register."""

    paper: Paper
    organization: str
    signature: Signature
    on: date
    register: Register

    def violations(self) -> Iterator[Violation]:
        """Say why the signature does not count; the event keeps it in its field `signature`."""
        signature = self.signature
        if not self.verdict.accepted:
            posts = accepted(self.paper, self._kind, has_apparatus=self._has_apparatus)
            text = msg(
                "The post “{post}” does not sign this here. Those who do: {posts}.",
                post=signature.post,
                posts=", ".join(posts) or "—",
            )
            yield Violation(("signature", "post"), text)
        elif signature.person and not any(
            signature.post in self.register.held(body, signature.person, self.on) for body in self._bodies
        ):
            text = msg(
                "{person} did not hold the post “{post}” on {day}.",
                person=signature.person,
                post=signature.post,
                day=self.on,
            )
            yield Violation(("signature", "person"), text)

    def remarks(self) -> Iterator[str]:
        """Name what is unusual about a signature that counts."""
        if remark := self.verdict.remark:
            yield remark
        if self.signature.person is None and self.register.has_posts(self.organization):
            yield "signatory_not_named"

    @property
    def verdict(self) -> Verdict:
        """How the post in which somebody signed is judged."""
        return verdict(
            self.paper,
            self._kind,
            self.signature.post,
            has_apparatus=self._has_apparatus,
            on_decision=self.signature.on_decision is not None,
        )

    @property
    def _kind(self) -> OrganizationType | None:
        return self.register.type_of(self.organization, self.on)

    @property
    def _bodies(self) -> tuple[str, ...]:
        """The bodies among whose officials the signatory is looked for."""
        above = self.register.above(self.organization, self.on)
        department = self._kind is OrganizationType.OTD and self.signature.post in _SHARED_AT_DISTRICT
        return (self.organization, above) if department and above else (self.organization,)

    @property
    def _has_apparatus(self) -> bool:
        """Whether there is a head of the apparatus; where no posts are recorded, there may be one."""
        return has_apparatus(self.organization, self._kind, self.on, self.register)


def has_apparatus(organization: str, kind: OrganizationType | None, on: date, register: Register) -> bool:
    """Whether a body has a head of the apparatus, a department of a district through the akimat; maybe, if no posts are recorded."""
    body = organization
    if kind is OrganizationType.OTD:
        body = register.above(body, on) or body
    return not register.has_posts(body) or bool(register.holders(body, Post.APPARATUS_HEAD, on))
