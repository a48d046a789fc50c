"""Codes and kinds of organisations and posts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from events.identification import Identification
from events.text import label

OrganizationCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
"""The stable code of an organisation ("almaty-region.education")."""

AboveCode = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+([.-][a-z0-9]+)*)?$", max_length=80)]
"""The code of the body above an organisation; empty where there is none."""

PostCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=40)]
"""The code of a post, unique within its organisation ("deputy-2")."""

RegionCode = Annotated[str, StringConstraints(pattern=r"^KZ-\d\d$")]
"""A region by ISO 3166-2."""

Bin = Identification
"""A business identification number."""


class OrganizationType(StrEnum):
    """Kinds of organisation the Instruction names (requirements §2)."""

    CGO = "CGO"
    KOM = "KOM"
    TER = "TER"
    OBL = "OBL"
    UPR = "UPR"
    RAY = "RAY"
    OTD = "OTD"
    ORG = "ORG"
    KGS = "KGS"
    AGN = "AGN"
    AGT = "AGT"


ROOTS = frozenset({OrganizationType.CGO, OrganizationType.OBL, OrganizationType.AGN})
"""Types of body that report to nobody in the register."""


class Post(StrEnum):
    """Kinds of post that the Instruction speaks of (l.41, l.45, l.73; requirements §2, §4)."""

    FIRST_HEAD = "first_head"
    DEPUTY_HEAD = "deputy_head"
    APPARATUS_HEAD = "apparatus_head"
    DISTRICT_AKIM = "district_akim"
    ETHICS_OFFICER = "ethics_officer"
    HR_OFFICER = "hr_officer"
    SECURITY_OFFICER = "security_officer"
    COMPLIANCE_OFFICER = "compliance_officer"
    TBN4_OFFICER = "tbn4_officer"
    SOCIAL_ORDER_OFFICER = "social_order_officer"
    APPROVING_BODY = "approving_body"
    UNIT_HEAD = "unit_head"
    SPECIALIST = "specialist"
    AGENCY_OFFICER = "agency_officer"


class PostClass(StrEnum):
    """Classes of posts, which decide who answers for a subordinate by resigning (Project 2, l.403–420)."""

    POLITICAL = "political"
    CORPS_A = "corps_a"
    CORPS_B = "corps_b"
    QUASI_STATE = "quasi_state"
    OTHER = "other"


class WorkingWeek(StrEnum):
    """How many days a week a body works: Sunday is a day off, Saturday in a week of five days."""

    FIVE = "five_days"
    SIX = "six_days"


class ClosingReason(StrEnum):
    """Why an organisation no longer exists."""

    LIQUIDATED = "liquidated"
    MERGED = "merged"
    REORGANISED = "reorganised"


@dataclass(frozen=True, slots=True)
class PostReference:
    """A post anywhere in the register."""

    organization: Annotated[OrganizationCode, label("Organisation", "Code of the body", example="almaty-region")]
    post: Annotated[PostCode, label("Post", "Code of the post there", example="akim")]
