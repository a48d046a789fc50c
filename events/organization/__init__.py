"""Bodies and organisations that carry out the Instruction: what exists, what stands above what, who holds which post."""

from events.organization.access import AccessListApproved
from events.organization.base import OrganizationEvent
from events.organization.hierarchy import StructureRevised
from events.organization.kinds import (
    ROOTS,
    Bin,
    ClosingReason,
    OrganizationCode,
    OrganizationType,
    Post,
    PostClass,
    PostCode,
    PostReference,
    RegionCode,
    WorkingWeek,
)
from events.organization.posts import (
    OfficialAppointed,
    OfficialReleased,
    PostAbolished,
    PostEstablished,
    PostSubordinated,
)
from events.organization.structure import (
    OrganizationClosed,
    OrganizationDescribed,
    OrganizationMoved,
    OrganizationReclassified,
    OrganizationRegistered,
    OrganizationRenamed,
    OrganizationReopened,
    SupervisionEnded,
    SupervisorAssigned,
)

__all__ = [
    "ROOTS",
    "AccessListApproved",
    "Bin",
    "ClosingReason",
    "OfficialAppointed",
    "OfficialReleased",
    "OrganizationClosed",
    "OrganizationCode",
    "OrganizationDescribed",
    "OrganizationEvent",
    "OrganizationMoved",
    "OrganizationReclassified",
    "OrganizationRegistered",
    "OrganizationRenamed",
    "OrganizationReopened",
    "OrganizationType",
    "Post",
    "PostAbolished",
    "PostClass",
    "PostCode",
    "PostEstablished",
    "PostReference",
    "PostSubordinated",
    "RegionCode",
    "StructureRevised",
    "SupervisionEnded",
    "SupervisorAssigned",
    "WorkingWeek",
]
