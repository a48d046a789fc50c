"""What the events of an organisation say of one of its posts, by date."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self

from events import organization as happened
from events.event import CaseEvent
from events.organization.dated import Dated
from events.organization.kinds import Post, PostClass, PostReference


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person in a post on the days [`since`, `until`), by an order; `set_by` and `ended_by` are numbers of events."""

    person: str
    acting: bool
    order_no: str
    since: date
    until: date
    set_by: int
    ended_by: int = 0

    @property
    def is_open(self) -> bool:
        """Whether its end is not known."""
        return self.until == date.max

    def covers(self, on: date) -> bool:
        """Whether the person was in the post on a day."""
        return self.since <= on < self.until

    def overlaps(self, other: "Appointment") -> bool:
        """Whether there is a day of both."""
        return self.since < other.until and other.since < self.until


@dataclass(frozen=True)
class PostRecord:
    """A post on the days [`since`, `until`); `superiors` are those named expressly, None where the usual one holds.

    `set_by` and `ended_by` are numbers of events.
    """

    code: str
    title_ru: str
    title_kk: str
    title_en: str
    kind: Post
    post_class: PostClass
    elected: bool
    since: date
    set_by: int
    until: date = date.max
    ended_by: int = 0
    superiors: Dated[PostReference | None] = field(default_factory=Dated)
    appointments: tuple[Appointment, ...] = ()

    @classmethod
    def of(cls, event: happened.PostEstablished) -> Self:
        """Give the post as it is established."""
        return cls(
            code=event.post,
            title_ru=event.title_ru,
            title_kk=event.title_kk or "",
            title_en=event.title_en or "",
            kind=event.kind,
            post_class=event.post_class,
            elected=event.elected,
            since=event.since,
            set_by=event.originator_version,
            superiors=Dated(((event.since, event.superior),)),
        )

    def exists(self, on: date) -> bool:
        """Whether there was such a post on a day."""
        return self.since <= on < self.until

    def incumbents(self, on: date) -> tuple[Appointment, ...]:
        """Give who was in the post on a day: at most one for good and one acting, the latter first."""
        found = [one for one in self.appointments if one.covers(on)] if self.exists(on) else []
        return tuple(sorted(found, key=lambda one: not one.acting))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the post after one more event."""
        return self

    @after.register
    def _(self, event: happened.PostSubordinated) -> Self:
        return replace(self, superiors=self.superiors.since(event.since, event.superior))

    @after.register
    def _(self, event: happened.PostAbolished) -> Self:
        """End the post; of two endings the first holds, and the check finds the second."""
        return self if self.ended_by else replace(self, until=event.on, ended_by=event.originator_version)

    @after.register
    def _(self, event: happened.OfficialAppointed) -> Self:
        """Add the appointment; whoever acted in the post and now holds it acts no longer."""
        version = event.originator_version
        others = (
            replace(one, until=event.since, ended_by=version)
            if one.is_open
            and one.acting
            and not event.acting
            and one.person == event.person
            and one.since < event.since
            else one
            for one in self.appointments
        )
        added = Appointment(event.person, event.acting, event.order_no, event.since, event.until or date.max, version)
        return replace(self, appointments=(*others, added))

    @after.register
    def _(self, event: happened.OfficialReleased) -> Self:
        """End the appointment that is open; without one, the release is left for the check to find."""
        ended = [
            replace(one, until=event.on, ended_by=event.originator_version)
            if one.person == event.person and one.is_open and one.since <= event.on
            else one
            for one in self.appointments
        ]
        return replace(self, appointments=tuple(ended))
