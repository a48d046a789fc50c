"""Bodies and organisations that carry out the Instruction."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from events.event import Event
from events.fields import Name

OrganizationCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
"""The stable code of an organisation ("almaty-region.education")."""

RegionCode = Annotated[str, StringConstraints(pattern=r"^KZ-\d\d$")]
"""A region by ISO 3166-2."""


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


class OrganizationRegistered(Event):
    """An organisation entered the register; `parent` is its superior or supervising body's code."""

    TOPIC = "organization.registered"

    code: OrganizationCode
    type: OrganizationType
    region: RegionCode
    name_ru: Name
    name_kk: Name
    name_en: Name
    parent: str = ""
