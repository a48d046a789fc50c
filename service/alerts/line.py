"""Which accounts act in a capacity for a body today, by the register."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from events.clearance import Clearance
from events.organization import OrganizationType, Post
from service.access import Account
from service.alerts.notice import Capacity, Deadline
from workflows import signing
from workflows.actor import Role
from workflows.cartogram.keepers import region_of
from workflows.catalogue import definition
from workflows.refusals import Unknown
from workflows.register import Register
from workflows.signatories import Paper

LINE = (Capacity.APPARATUS, Capacity.SUPERIOR, Capacity.AGENCY)
"""Who stands above those who have to do with a deadline, the nearest first."""

_APPARATUS = (frozenset({Post.APPARATUS_HEAD}), frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM}))
"""The head of the apparatus; where nobody is, the first head."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What decides who is told: two deadlines of the same matter are told to the same people.

    `paper` is the one by which its signatories are found, `clearance` what a reader must be cleared for, "" for nothing;
    `responsible` is the account that was named responsible for the case, if one was.
    """

    organization: str
    paper: Paper
    clearance: str
    responsible: UUID | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A deadline of which people are told now, by whoever got this row and nobody else."""

    case_id: UUID
    key: str
    due: date
    organization: str
    workflow: str
    subtask: str
    rule: str
    strength: str
    clearance: str


def matter_of(deadline: Deadline, responsible: Mapping[UUID, UUID]) -> Matter:
    """Say what decides who is told of a deadline, given who is named responsible for which case."""
    paper = paper_of(deadline.subtask, deadline.due.year)
    return Matter(deadline.organization, paper, deadline.clearance, responsible.get(deadline.case_id))


@cache
def paper_of(subtask: str, year: int) -> Paper:
    """Give the paper that a subtask ends in; what belongs to no subtask is signed like any other paper."""
    try:
        return definition(year, subtask).signing
    except Unknown:
        return Paper.GENERAL


@dataclass
class Line:
    """The accounts of bodies and the supervisors, seen by the register on a day; `departments` are the anti-corruption body's."""

    register: Register
    on: date
    accounts: dict[str, list[Account]]
    supervisors: Collection[Account]
    departments: Mapping[str, Collection[str]]

    def acting(self, capacity: Capacity, matter: Matter) -> list[Account] | None:
        """Give those who act in a capacity and may see the matter; None if nobody could, since there is no such capacity."""
        body = matter.organization
        match capacity:
            case Capacity.RESPONSIBLE:
                return self._cleared(self._responsible(matter), matter)
            case Capacity.SIGNATORY:
                posts = signing.posts(matter.paper, body, self.on, self.register)
                return self._cleared(self._holding(body, frozenset(posts)), matter) if posts else None
            case Capacity.UPLOADER:
                return self._cleared(self._officers(self._uploader(body)), matter)
            case Capacity.APPARATUS:
                return self._first(matter, (self._holding(body, posts) for posts in _APPARATUS))
            case Capacity.SUPERIOR:
                above = self.register.ancestors(body, self.on)
                return self._first(matter, (self._officers_and_head(one) for one in above))
            case Capacity.AGENCY:
                region = region_of(body, self.on, self.register)
                department = [one for code in self.departments.get(region, ()) for one in self._of(code)]
                return self._first(matter, (department, self.supervisors))

    def bodies(self, matter: Matter) -> set[str]:
        """Name the bodies whose accounts may be asked for."""
        body = matter.organization
        above, region = self.register.ancestors(body, self.on), region_of(body, self.on, self.register)
        return {body, *above, self._uploader(body), *self.departments.get(region, ())} - {""}

    def may_see(self, account: Account, matter: Matter) -> bool:
        """Whether somebody is cleared for the matter; of what is not sealed everybody here may be told."""
        if not matter.clearance:
            return True
        clearance = Clearance(matter.clearance)
        return self.register.is_cleared(account.person, clearance, matter.organization, self.on)

    def _responsible(self, matter: Matter) -> list[Account]:
        """Give by whom the work is awaited: whoever is named responsible and still has an account there, else the body's officers."""
        body = matter.organization
        people = [*self._of(body), *self._of(self._uploader(body))]
        return [one for one in people if one.id == matter.responsible][:1] or self._officers(body)

    def _officers(self, body: str) -> list[Account]:
        return [one for one in self._of(body) if one.role is Role.OFFICER]

    def _officers_and_head(self, body: str) -> list[Account]:
        return [*self._officers(body), *next(filter(None, (self._holding(body, posts) for posts in _APPARATUS)), [])]

    def _holding(self, body: str, posts: Collection[Post]) -> list[Account]:
        """Give who holds one of some posts in a body, or for it in the one above (see `workflows.signing`)."""
        return [
            account
            for post in Post
            if post in posts
            for where in signing.bodies(body, post, self.on, self.register)
            for account in self._of(where)
            if account.role is Role.SIGNATORY and account.actor(self.register, self.on).post is post
        ]

    def _uploader(self, body: str) -> str:
        """Name the body that uploads (RU-U1 to RU-U3, l.51, l.57): one that the register does not know uploads itself."""
        known = self.register.organization(body) is not None
        return self.register.uploader(body, self.on) if known else body

    def _of(self, body: str) -> Collection[Account]:
        return self.accounts.get(body, ())

    def _first(self, matter: Matter, groups: Iterable[Iterable[Account]]) -> list[Account]:
        """Give the first group of which somebody may be told."""
        return next(filter(None, (self._cleared(group, matter) for group in groups)), [])

    def _cleared(self, accounts: Iterable[Account], matter: Matter) -> list[Account]:
        return [one for one in accounts if self.may_see(one, matter)]


def departments(register: Register, on: date) -> dict[str, list[str]]:
    """Give the territorial departments of the anti-corruption body by their region."""
    found: dict[str, list[str]] = {}
    for code in register.codes():
        if register.type_of(code, on) is OrganizationType.AGT and register.exists(code, on):
            found.setdefault(region_of(code, on, register), []).append(code)
    return found
