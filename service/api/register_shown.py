"""Records of the register as the API shows them, for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.organization import Post, PostReference
from events.organization.post_record import Appointment, PostRecord
from events.organization.record import OrganizationRecord
from service.api import shapes
from service.api.shown import possible
from service.i18n import Translator
from workflows.case import Case
from workflows.machine import Action
from workflows.parts import part_of
from workflows.register import Register, Superior, superior_of_person

ORGANIZATIONS = "/api/v1/organizations"
PEOPLE = "/api/v1/people"

_RANKS = {kind: rank for rank, kind in enumerate(Post)}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is needed to show any record: the register, the day, the language."""

    register: Register
    on: date
    say: Translator

    def organization(self, case: Case, actions: Sequence[Action], *, with_people: bool) -> shapes.Organization:
        """Show an organisation that was registered by then."""
        record: OrganizationRecord = case.facts
        code, on = record.code, self.on
        names, details, kind = record.names.at(on), record.details.at(on), record.types.at(on)
        if names is None or details is None or kind is None or record.since is None:
            raise LookupError(f"{code} was not registered on {on}")
        return shapes.Organization(
            id=case.id,
            code=code,
            on=on,
            exists=record.exists(on),
            type=kind,
            type_title=self.say.code("OrganizationType", kind),
            region=details.region,
            name=self.name(code),
            name_ru=names.ru,
            name_kk=names.kk,
            name_en=names.en,
            bin=details.bin,
            site=details.site,
            account=details.account,
            working_week=details.working_week,
            since=record.since,
            closed_on=record.closed_on,
            successors=list(record.successors),
            parent=self.register.above(code, on),
            ancestors=list(self.register.ancestors(code, on)),
            supervisors=sorted(one.supervisor for one in record.supervisions if one.since <= on < one.until),
            below=self.register.below(code, on),
            uploader=self.register.uploader(code, on),
            superior=self._superior_of_head(record) if with_people else None,
            posts=[self._post(record, post) for post in self._posts(record)] if with_people else None,
            state=case.state,
            version=case.version,
            actions=[possible(f"{ORGANIZATIONS}/{code}", action, self.say) for action in actions],
            href=f"{ORGANIZATIONS}/{code}",
        )

    def person(self, case: Case, actions: Sequence[Action]) -> shapes.Person:
        """Show a person."""
        code, names = case.facts.code, case.facts.name(self.on)
        return shapes.Person(
            id=case.id,
            code=code,
            on=self.on,
            name=self.person_name(code),
            name_ru=names.ru,
            name_kk=names.kk,
            name_latin=names.latin,
            iin=case.facts.iin,
            keeper=case.facts.keeper,
            posts=[self._held(code, at, post, one) for at, post, one in self.register.posts_of(code, self.on)],
            state=case.state,
            version=case.version,
            actions=[possible(f"{PEOPLE}/{code}", action, self.say) for action in actions],
            href=f"{PEOPLE}/{code}",
        )

    def superior(self, found: Superior) -> shapes.SuperiorPost:
        """Show a superior."""
        record = self.register.organization(found.organization)
        post = record.posts.get(found.post) if record else None
        holder = found.holder
        return shapes.SuperiorPost(
            organization=found.organization,
            organization_name=self.name(found.organization),
            post=found.post,
            title=self.title(post) if post else "",
            person=holder.person if holder else "",
            name=self.person_name(holder.person) if holder else "",
            acting=bool(holder and holder.acting),
            vacant=found.vacant,
            found=found.found,
        )

    def name(self, code: str) -> str:
        """Name an organisation; an unknown code stays as it is."""
        record = self.register.organization(code)
        names = (record.names.at(self.on) or record.names.entries[0][1]) if record else None
        return str(getattr(names, self.say.language)) if names else code

    def person_name(self, code: str) -> str:
        """Name a person, in the language where that is known; an unknown code stays as it is."""
        record = self.register.person(code)
        if record is None:
            return code
        names = record.name(self.on)
        return {"kk": names.kk, "en": names.latin}.get(self.say.language, "") or names.ru

    def title(self, post: PostRecord) -> str:
        """Give the title of a post, in the language where that is known."""
        return str(getattr(post, f"title_{self.say.language}")) or post.title_ru

    def _posts(self, record: OrganizationRecord) -> list[PostRecord]:
        """Give the posts of the day, heads first."""
        there = [post for post in record.posts.values() if post.exists(self.on)]
        return sorted(there, key=lambda post: (_RANKS[post.kind], post.code))

    def _post(self, record: OrganizationRecord, post: PostRecord) -> shapes.OrganizationPost:
        return shapes.OrganizationPost(
            code=post.code,
            title=self.title(post),
            kind=post.kind,
            kind_title=self.say.code("Post", post.kind),
            part=part_of(post.kind, record.types.at(self.on)),
            post_class=post.post_class,
            elected=post.elected,
            since=post.since,
            incumbents=[self._incumbent(one) for one in post.incumbents(self.on)],
            superior=self.superior(self.register.superior_of(record.code, post.code, self.on)),
        )

    def _incumbent(self, one: Appointment) -> shapes.Incumbent:
        return shapes.Incumbent(
            person=one.person,
            name=self.person_name(one.person),
            acting=one.acting,
            since=one.since,
            order_no=one.order_no,
        )

    def _superior_of_head(self, record: OrganizationRecord) -> shapes.SuperiorPost | None:
        head = self.register.head(record.code, self.on)
        return self.superior(self.register.superior_of(record.code, head.code, self.on)) if head else None

    def _held(self, person: str, at: str, post: PostRecord, one: Appointment) -> shapes.HeldPost:
        superior = superior_of_person(self.register, person, PostReference(at, post.code), self.on)
        return shapes.HeldPost(
            organization=at,
            organization_name=self.name(at),
            post=post.code,
            title=self.title(post),
            kind=post.kind,
            acting=one.acting,
            since=one.since,
            order_no=one.order_no,
            superior=self.superior(superior),
        )
