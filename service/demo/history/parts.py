"""Who acts in a walked history: parts, whose places the bodies and people of the country take."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from events.organization import OrganizationType, Post
from workflows.actor import SYSTEM, Actor, Role

_T = OrganizationType
AGENCY = "agency"
"""The anti-corruption body, which plays itself."""

ABOVE: Mapping[OrganizationType, OrganizationType] = {
    _T.KOM: _T.CGO, _T.TER: _T.KOM, _T.UPR: _T.OBL, _T.RAY: _T.OBL, _T.OTD: _T.RAY, _T.KGS: _T.UPR
}  # fmt: skip
"""What stands directly above a body of a type; roots have nothing above them."""

CONSOLIDATES = frozenset({_T.CGO, _T.OBL})


class Place(StrEnum):
    """Bodies of a walk, by the codes that those of the country take the place of."""

    OWN = "walked.own"
    ABOVE = "walked.above"
    TOP = "walked.top"


class Part(StrEnum):
    """People of a walk by the ids of their accounts; the service acts without one."""

    SYSTEM = "system"
    OFFICER = "00000000-0000-4000-8000-000000000001"
    COLLEAGUE = "00000000-0000-4000-8000-000000000002"
    HEAD = "00000000-0000-4000-8000-000000000003"
    ABOVE_OFFICER = "00000000-0000-4000-8000-000000000004"
    TOP_OFFICER = "00000000-0000-4000-8000-000000000005"
    SUPERVISOR = "00000000-0000-4000-8000-000000000006"
    AGENCY_OFFICER = "00000000-0000-4000-8000-000000000007"


class Holder(StrEnum):
    """People of a walk by their codes in the register."""

    HEAD = "p-walked-head"
    OTHER = "p-walked-other"


class PostRow(NamedTuple):
    """A post that a body of the country has."""

    code: str
    kind: Post
    post_class: str
    title_ru: str
    title_kk: str


_HEAD = PostRow("head", Post.FIRST_HEAD, "corps_b", "Руководитель", "Басшы")
_ETHICS = PostRow("ethics", Post.ETHICS_OFFICER, "corps_b", "Уполномоченный по этике", "Әдеп жөніндегі уәкіл")
_STAFF = {
    _T.KGS: (
        PostRow("head", Post.FIRST_HEAD, "quasi_state", "Директор", "Директор"),
        PostRow("compliance", Post.COMPLIANCE_OFFICER, "quasi_state", "Комплаенс-офицер", "Комплаенс-офицер"),
    ),
    _T.RAY: (PostRow("akim", Post.DISTRICT_AKIM, "political", "Аким", "Әкім"), _ETHICS),
}


def staff(kind: OrganizationType) -> tuple[PostRow, PostRow]:
    """Give the two posts of a body: that of its head, and that of whoever works with its people."""
    return _STAFF.get(kind, (_HEAD, _ETHICS))


@dataclass(frozen=True, slots=True)
class Likeness:
    """What bodies have in common whose histories may be alike: the machines ask for nothing else of them."""

    type: OrganizationType
    account: bool = True
    site: bool = True

    @property
    def above(self) -> OrganizationType | None:
        """The type of what stands directly above."""
        return ABOVE.get(self.type)

    @property
    def top(self) -> OrganizationType | None:
        """The type of what stands above that."""
        return ABOVE.get(self.above) if self.above else None

    @property
    def recipient(self) -> Place:
        """Whose ethics officer consolidates the list of exposed positions."""
        if self.type in CONSOLIDATES:
            return Place.OWN
        return Place.ABOVE if self.above in CONSOLIDATES else Place.TOP

    @property
    def reviewer(self) -> Part:
        """Who accepts the work: somebody above whoever uploads it."""
        if self.above is None:
            return Part.SUPERVISOR
        return Part.ABOVE_OFFICER if self.account else Part.TOP_OFFICER

    def actor(self, part: Part) -> Actor:
        """Give whoever plays a part; of a body without an account the one above does its work."""
        if part is Part.SYSTEM:
            return SYSTEM
        if part in _OWN and self.account:
            if part is Part.HEAD:
                head = staff(self.type)[0].kind
                return Actor(part, Role.SIGNATORY, Place.OWN, self.type, head, person=Holder.HEAD)
            return Actor(part, Role.OFFICER, Place.OWN, self.type)
        others = {
            Part.SUPERVISOR: Actor(part, Role.SUPERVISOR, AGENCY, _T.AGN),
            Part.AGENCY_OFFICER: Actor(part, Role.OFFICER, AGENCY, _T.AGN),
            Part.TOP_OFFICER: Actor(part, Role.OFFICER, Place.TOP, self.top),
        }
        return others.get(part) or Actor(Part.ABOVE_OFFICER, Role.OFFICER, Place.ABOVE, self.above)


_OWN = frozenset({Part.OFFICER, Part.COLLEAGUE, Part.HEAD})
