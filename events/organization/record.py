"""What the events of one organisation say, by date: folded here once for the rules that check it and the tables that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import NamedTuple, Self

from events import organization as happened
from events.clearance import Clearance
from events.event import CaseEvent
from events.organization.dated import Dated
from events.organization.kinds import ROOTS, OrganizationType, WorkingWeek
from events.organization.post_record import PostRecord


class Titles(NamedTuple):
    """A name in the three languages; a missing one is empty."""

    ru: str
    kk: str = ""
    en: str = ""


class Details(NamedTuple):
    """Region (ISO 3166-2), BIN and website (empty if there is none), whether it has an account in the Cross-platform, its week."""

    region: str
    bin: str
    site: str
    account: bool
    working_week: WorkingWeek = WorkingWeek.FIVE


@dataclass(frozen=True, slots=True)
class Supervision:
    """A body that supervises beside the primary one, on [`since`, `until`); `set_by` and `ended_by` are numbers of events."""

    supervisor: str
    since: date
    set_by: int
    until: date = date.max
    ended_by: int = 0

    def ended(self, on: date, by: int) -> Self:
        """Give it as it is after an event that ends it; what has ended, or begins later, stays."""
        return self if self.ended_by or self.since > on else replace(self, until=on, ended_by=by)


@dataclass(frozen=True)
class OrganizationRecord:
    """An organisation by date; `above` is the body it reports to, of a quasi-state entity its primary supervisor.

    `since` None means that nothing is recorded of it. `closed_on` is its last day, `closed_by` the number of the event that
    says so; `gaps` are the last day and the next first one, each time that it was reopened. `cleared` are the
    people on its lists of access, by code.
    """

    code: str = ""
    since: date | None = None
    closed_on: date | None = None
    closed_by: int = 0
    gaps: tuple[tuple[date, date], ...] = ()
    successors: tuple[str, ...] = ()
    names: Dated[Titles] = field(default_factory=Dated)
    types: Dated[OrganizationType] = field(default_factory=Dated)
    above: Dated[str] = field(default_factory=Dated)
    details: Dated[Details] = field(default_factory=Dated)
    supervisions: tuple[Supervision, ...] = ()
    posts: Mapping[str, PostRecord] = field(default_factory=dict)
    cleared: Mapping[Clearance, Dated[frozenset[str]]] = field(default_factory=dict)

    def exists(self, on: date) -> bool:
        """Whether it was registered on or before a day and not closed before."""
        return self.since is not None and self.since <= on and self.ended_before(on) is None

    def ended_before(self, on: date) -> date | None:
        """Give its last day before a day on which it had ended, None if it had not."""
        if self.closed_on is not None and self.closed_on < on:
            return self.closed_on
        return next((last for last, again in self.gaps if last < on < again), None)

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the record after one more event."""
        return self

    @after.register
    def _(self, event: happened.OrganizationRegistered) -> Self:
        since = event.since
        return replace(
            self,
            code=event.code,
            since=since,
            names=self.names.since(since, _names(event)),
            types=self.types.since(since, event.type),
            above=self.above.since(since, event.parent),
            details=self.details.since(since, _details(event)),
        )

    @after.register
    def _(self, event: happened.OrganizationRenamed) -> Self:
        return replace(self, names=self.names.since(event.since, _names(event)))

    @after.register
    def _(self, event: happened.OrganizationReclassified) -> Self:
        """Keep what stands above, unless it is named or the new type has nothing above it; only companies are supervised beside."""
        parent = "" if event.type in ROOTS and event.parent is None else event.parent
        above = self.above if parent is None else self.above.since(event.since, parent)
        supervisions = self.supervisions
        if event.type is not OrganizationType.KGS:
            supervisions = tuple(one.ended(event.since, event.originator_version) for one in supervisions)
        types = self.types.since(event.since, event.type)
        return replace(self, types=types, above=above, supervisions=supervisions)

    @after.register
    def _(self, event: happened.OrganizationMoved) -> Self:
        return replace(self, above=self.above.since(event.since, event.parent))

    @after.register
    def _(self, event: happened.SupervisorAssigned) -> Self:
        if event.primary:
            return replace(self, above=self.above.since(event.since, event.supervisor))
        added = Supervision(event.supervisor, event.since, event.originator_version)
        return replace(self, supervisions=(*self.supervisions, added))

    @after.register
    def _(self, event: happened.SupervisionEnded) -> Self:
        ended = (
            one.ended(event.on, event.originator_version) if one.supervisor == event.supervisor else one
            for one in self.supervisions
        )
        return replace(self, supervisions=tuple(ended))

    @after.register
    def _(self, event: happened.OrganizationDescribed) -> Self:
        return replace(self, details=self.details.since(event.since, _details(event)))

    @after.register
    def _(self, event: happened.OrganizationClosed) -> Self:
        return replace(self, closed_on=event.on, closed_by=event.originator_version, successors=event.successors)

    @after.register
    def _(self, event: happened.OrganizationReopened) -> Self:
        if self.closed_on is None:
            return self
        above = self.above.since(event.since, event.parent) if event.parent else self.above
        gaps = (*self.gaps, (self.closed_on, event.since))
        return replace(self, closed_on=None, closed_by=0, successors=(), gaps=gaps, above=above)

    @after.register
    def _(self, event: happened.AccessListApproved) -> Self:
        """Put a list in the place of the one before."""
        lists = self.cleared.get(event.clearance, Dated()).since(event.since, frozenset(event.people))
        return replace(self, cleared={**self.cleared, event.clearance: lists})

    @after.register
    def _(self, event: happened.PostEstablished) -> Self:
        return self if event.post in self.posts else self._with(PostRecord.of(event))

    @after.register(happened.PostSubordinated)
    @after.register(happened.PostAbolished)
    @after.register(happened.OfficialAppointed)
    @after.register(happened.OfficialReleased)
    def _(self, event: CaseEvent) -> Self:
        post = self.posts.get(getattr(event, "post"))  # noqa: B009 - all four have it
        return self._with(post.after(event)) if post else self

    def _with(self, post: PostRecord) -> Self:
        return replace(self, posts={**self.posts, post.code: post})


def _names(event: happened.OrganizationRegistered | happened.OrganizationRenamed) -> Titles:
    return Titles(event.name_ru, event.name_kk, event.name_en)


def _details(event: happened.OrganizationRegistered | happened.OrganizationDescribed) -> Details:
    return Details(event.region, event.bin or "", event.site or "", event.account, event.working_week)
