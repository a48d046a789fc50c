"""The register in memory, folded from its records; every answer is for a date in Kazakhstan.

What a closed organisation stood below remains: its cases stay in the reach of the bodies above. `exists` tells.
"""

from datetime import date

from events.clearance import Clearance
from events.organization import Post, PostReference
from events.organization.post_record import Appointment, PostRecord
from events.organization.record import OrganizationRecord
from workflows.register import incumbency, superiors
from workflows.register.answers import Holder, Superior
from workflows.register.hierarchy import Hierarchy, linked_in
from workflows.register.index import Index
from workflows.register.people import People


class Register(Hierarchy, People):
    """Organisations, people and the days on which they work; changed only by those who keep it fresh, between commands."""

    def __init__(self) -> None:
        super().__init__()
        self._by_bin, self._posts_of, self._listed = Index(), Index(), Index()
        self.structure = 0
        """The number of the newest structural change it knows (see `events.organization.hierarchy`)."""
        self.revision = 0
        """How often an organisation was entered or changed in it: what is computed of all of them holds as long as it stays."""

    def copy(self) -> "Register":
        """Give a register of its own, on which changes can be tried."""
        twin = Register()
        twin._organizations, twin._people = dict(self._organizations), dict(self._people)
        for index in ("_linked", "_by_bin", "_by_iin", "_posts_of", "_listed"):
            getattr(twin, index).update(getattr(self, index))
        twin.structure, twin._changes = self.structure, self._changes
        return twin

    def put_organization(self, record: OrganizationRecord) -> None:
        """Enter an organisation, or what it has become."""
        before = self._organizations.get(record.code, OrganizationRecord())
        for index, keys in ((self._linked, linked_in), (self._by_bin, _bins), (self._listed, _listed)):
            for gone in keys(before) - keys(record):
                index.discard(gone, record.code)
            for key in keys(record):
                index.add(key, record.code)
        for post, were, are in incumbency.changed(before, record):
            for person in were - are:
                self._posts_of.discard(person, (record.code, post))
            for person in are - were:
                self._posts_of.add(person, (record.code, post))
        self._organizations[record.code] = record
        self.revision += 1
        self._forget(moved=before.above != record.above)

    def take_organization(self, code: str) -> None:
        """Take an organisation out, as if it had never been entered."""
        self.put_organization(OrganizationRecord(code))
        del self._organizations[code]
        self.revision += 1

    def organization(self, code: str) -> OrganizationRecord | None:
        """Give what is recorded of an organisation."""
        return self._organizations.get(code)

    def codes(self) -> tuple[str, ...]:
        """Give the codes of all organisations that ever were, sorted."""
        return tuple(sorted(self._organizations))

    def with_bin(self, number: str) -> frozenset[str]:
        """Give the organisations that ever had a BIN."""
        return self._by_bin.of(number)

    def holders(self, code: str, post: Post, on: date) -> tuple[Holder, ...]:
        """Give who holds or acts in posts of a kind, post by post, the acting one first."""
        return tuple(
            Holder(one.person, found.code, one.acting, one.since)
            for found in self._posts(code)
            if found.kind is post
            for one in found.incumbents(on)
        )

    def held(self, code: str, person: str, on: date) -> frozenset[Post]:
        """Give the kinds of post that a person holds or acts in there."""
        return frozenset(post.kind for at, post, _ in self.posts_of(person, on) if at == code)

    def cleared(self, person: str, clearance: Clearance, on: date) -> frozenset[str]:
        """Give the organisations whose secrets of a kind a person may see on a day: those on whose list they stand.

        Reports of corruption offences are seen within the subtree (C4); tax secrets only by those on the body's own list (C6).
        """
        listed = [code for code in self._listed.of(person) if self._is_listed(person, clearance, code, on)]
        if clearance is Clearance.TAX_SECRECY:
            return frozenset(listed)
        return frozenset(below for code in listed for below in self.subtree(code, on))

    def is_cleared(self, person: str, clearance: Clearance, code: str, on: date) -> bool:
        """Whether a person may see an organisation's secrets of a kind on a day; nobody who is not a person of the register."""
        if not person:
            return False
        above = self.ancestors(code, on) if clearance is Clearance.CORRUPTION_REPORTS else ()
        return any(self._is_listed(person, clearance, body, on) for body in (code, *above))

    def _is_listed(self, person: str, clearance: Clearance, code: str, on: date) -> bool:
        found = self._organizations.get(code)
        lists = found.cleared.get(clearance) if found else None
        return lists is not None and person in (lists.at(on) or ())

    def has_posts(self, code: str) -> bool:
        """Whether posts of an organisation are recorded at all."""
        return bool(self._posts(code))

    def posts_of(self, person: str, on: date) -> tuple[tuple[str, PostRecord, Appointment], ...]:
        """Give the posts in which a person is, with their organisations and appointments, sorted by code."""
        return tuple(
            (code, post, one)
            for code, name in sorted(self._posts_of.of(person))
            for post in (self._organizations[code].posts[name],)
            for one in post.incumbents(on)
            if one.person == person
        )

    def superior_of(self, organization: str, post_code: str, on: date) -> Superior:
        """Give the immediate superior of a post (see `superiors`)."""
        return superiors.of_post(self, PostReference(organization, post_code), on)

    def head(self, code: str, on: date) -> PostRecord | None:
        """Give the post of the head of a body, None if none is recorded."""
        return superiors.head(self, code, on)

    def superiors_of_person(self, person: str, on: date) -> tuple[Superior, ...]:
        """Give the immediate superior in each post of a person; nobody is superior to themselves."""
        return tuple(
            superiors.of_person(self, person, PostReference(code, post.code), on)
            for code, post, _ in self.posts_of(person, on)
        )

    def _posts(self, code: str) -> list[PostRecord]:
        found = self._organizations.get(code)
        return list(found.posts.values()) if found else []


def _bins(record: OrganizationRecord) -> set[str]:
    return {details.bin for _, details in record.details.entries if details.bin}


def _listed(record: OrganizationRecord) -> set[str]:
    return {person for lists in record.cleared.values() for _, people in lists.entries for person in people}


EMPTY = Register()
"""A register without anybody, for tests and tools; it must not be changed."""
