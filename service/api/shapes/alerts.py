"""The alert policy, what it would have sent, and absences."""

from datetime import date
from typing import Any
from uuid import UUID

from service.api.shapes.shape import Shape


class PolicyVersion(Shape, frozen=True):
    """A version of the policy; `since` is null for the first, which is in force until another is.

    `rules` are as in the action that proposes a policy; `proposed_by` and `approved_by` are ids of accounts, empty where nobody did.
    """

    number: int
    since: date | None
    rules: dict[str, Any]
    reason: str
    proposed_by: str
    approved_by: str


class AlertPolicy(Shape, frozen=True):
    """The policy in force on a day, all versions that were approved, and the one that is proposed; `version` is for If-Match."""

    on: date
    in_force: PolicyVersion
    versions: list[PolicyVersion]
    proposal: PolicyVersion | None
    version: int


class SentByKind(Shape, frozen=True):
    """How many notices of a kind would have gone to people in a capacity."""

    kind: str
    capacity: str
    notices: int


class SentByBody(Shape, frozen=True):
    """How many notices would have been about deadlines of a body."""

    organization: str
    notices: int


class PolicySent(Shape, frozen=True):
    """What a policy would have sent; bodies are those with most notices, `other_bodies` the number of all others."""

    notices: int
    by_kind: list[SentByKind]
    bodies: list[SentByBody]
    other_bodies: int


class PolicyPreview(Shape, frozen=True):
    """What the policy in force and another would have sent from the first to the last day of a month."""

    first: date
    last: date
    in_force: PolicySent
    proposed: PolicySent


class UnreachedBody(Shape, frozen=True):
    """A body with deadlines of which nobody can be told in the capacities `missing`; `instead` are told in their place, if anybody.

    `due` is the first due date among the deadlines.
    """

    organization: str
    deadlines: int
    due: date
    missing: list[str]
    instead: list[str]


class UnreachedBodies(Shape, frozen=True):
    """Bodies of whose deadlines nobody can be told whom the policy names; first those of which nobody at all is told."""

    items: list[UnreachedBody]


class AbsenceItem(Shape, frozen=True):
    """An absence, both days included: `substitute` is told in the place of `account`; null in `revoked_by` says that it holds."""

    id: UUID
    account: UUID
    substitute: UUID
    first_day: date
    last_day: date
    recorded_by: str
    revoked_by: str | None


class Absences(Shape, frozen=True):
    """The absences of a body that are not over, or one's own."""

    items: list[AbsenceItem]
