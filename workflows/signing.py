"""Whether the one under a paper was entitled to sign it, at that level, on that day (l.41, l.45, requirements §4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from events.organization import OrganizationType, Post
from events.signature import Signature
from events.text import Somebody, msg
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Accepted, Paper, Verdict, accepted, verdict

_SHARED = {
    OrganizationType.OTD: frozenset({Post.DISTRICT_AKIM, Post.APPARATUS_HEAD, Post.ETHICS_OFFICER}),
    OrganizationType.UPR: frozenset({Post.ETHICS_OFFICER}),
}
"""What an akimat has for its departments: those of a district have no akim and no head of the apparatus of their own (l.45).

The ethics officer of the akim's apparatus is that of the departments, too (l.177, RU-6).
"""


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
            text = msg(
                "The post “{post}” does not sign this here. Those who do: {posts}.",
                post=signature.post,
                posts=tuple(self._posts) or "—",
            )
            yield Violation(("signature", "post"), text)
        elif signature.person and not any(
            signature.post in self.register.held(body, signature.person, self.on) for body in self._bodies
        ):
            text = msg(
                "{person} did not hold the post “{post}” on {day}.",
                person=Somebody(signature.person, self._bodies),
                post=signature.post,
                day=self.on,
            )
            yield Violation(("signature", "person"), text)
        elif not signature.person and not may_be_held(self.organization, signature.post, self.on, self.register):
            text = msg("Nobody held the post “{post}” on {day}.", post=signature.post, day=self.on)
            yield Violation(("signature", "post"), text)

    def remarks(self) -> Iterator[str]:
        """Name what is unusual about a signature that counts."""
        if remark := self.verdict.remark:
            yield remark
        if self.signature.person is None and self.is_asked_for_a_name:
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
    def is_asked_for_a_name(self) -> bool:
        """Whether somebody could be named; an act that one official alone approves (SG-8) names them whatever the register knows."""
        return self.paper is Paper.RECONCILIATION_ACT or any(self.register.has_posts(body) for body in self._bodies)

    @property
    def _kind(self) -> OrganizationType | None:
        return self.register.type_of(self.organization, self.on)

    @property
    def _posts(self) -> Accepted:
        return posts(self.paper, self.organization, self.on, self.register)

    @property
    def _bodies(self) -> tuple[str, ...]:
        return bodies(self.organization, self.signature.post, self.on, self.register)

    @property
    def _has_apparatus(self) -> bool | None:
        """Whether there is a head of the apparatus; None where no posts are recorded."""
        return has_apparatus(self.organization, self._kind, self.on, self.register)


def posts(paper: Paper, organization: str, on: date, register: Register) -> Accepted:
    """Give the posts whose signature counts under a paper of an organisation on a day."""
    kind = register.type_of(organization, on)
    return accepted(paper, kind, has_apparatus=has_apparatus(organization, kind, on, register))


def posts_by_decision(paper: Paper, organization: str, on: date, register: Register) -> tuple[Post, ...]:
    """Give the posts whose signature counts there if a decision lets them sign (A-06), and not without."""
    kind, known = register.type_of(organization, on), posts(paper, organization, on, register)
    has = has_apparatus(organization, kind, on, register)
    judged = ((post, verdict(paper, kind, post, has_apparatus=has, on_decision=True)) for post in Post)
    return tuple(post for post, found in judged if found.accepted and post not in known)


def bodies(organization: str, post: Post, on: date, register: Register) -> tuple[str, ...]:
    """Give the bodies among whose officials those are found who sign for an organisation in a post."""
    kind, above = register.type_of(organization, on), register.above(organization, on)
    shared = kind is not None and post in _SHARED.get(kind, ())
    return (organization, above) if shared and above else (organization,)


def may_be_held(organization: str, post: Post, on: date, register: Register) -> bool:
    """Whether somebody may have been in a post on a day: somebody was, or no posts are recorded where it would be."""
    where = bodies(organization, post, on, register)
    # the last is the akimat, which has what its departments share
    return not register.has_posts(where[-1]) or any(register.holders(body, post, on) for body in where)


def people(paper: Paper, organization: str, on: date, register: Register) -> list[tuple[Post, str]]:
    """Give the posts that may sign a paper on a day, each with the code of a person who holds it or acts in it."""
    return holders(posts(paper, organization, on, register), organization, on, register)


def holders(among: Iterable[Post], organization: str, on: date, register: Register) -> list[tuple[Post, str]]:
    """Give some posts, each with the code of a person who holds it or acts in it, where it is for an organisation."""
    return [
        (post, holder.person)
        for post in among
        for body in bodies(organization, post, on, register)
        for holder in register.holders(body, post, on)
    ]


def has_apparatus(organization: str, kind: OrganizationType | None, on: date, register: Register) -> bool | None:
    """Whether a body has a head of the apparatus, a department of a district through the akimat; None if no posts are recorded."""
    body = organization
    if kind is OrganizationType.OTD:
        body = register.above(body, on) or body
    return bool(register.holders(body, Post.APPARATUS_HEAD, on)) if register.has_posts(body) else None
