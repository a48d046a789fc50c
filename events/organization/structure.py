"""That an organisation exists, what it is called, of which type, and what stands above it."""

from datetime import date
from typing import Annotated

from events.fields import Name, WebAddress, Words
from events.organization.base import OrganizationEvent
from events.organization.kinds import (
    AboveCode,
    Bin,
    ClosingReason,
    OrganizationCode,
    OrganizationType,
    RegionCode,
    WorkingWeek,
)
from events.text import label

_RU = label("Name in Russian", example="Управление образования Алматинской области")
_KK = label("Name in Kazakh", example="Алматы облысының Білім басқармасы")
_EN = label("Name in English", example="Department of Education of Almaty Region")
_SINCE = label("Since", "The first day on which it is so", example="2023-01-03")
_BIN = label("BIN", "12 digits; the last one checks the others", example="971240001315")
_SITE = label("Website", "The organisation's own; empty if it has none", example="https://example.kz")
_ACCOUNT = label(
    "Has an account in the Cross-platform", "Without one, the body above or the supervising body uploads (l.51, l.57)"
)
_WEEK = label("Working week", "Its deadlines are counted in days of this week")


class OrganizationRegistered(OrganizationEvent):
    """An organisation entered the register; `parent` is the body it reports to, of a KGS the primary supervisor."""

    TOPIC = "organization.registered"
    HAPPENED = "since"

    code: Annotated[
        OrganizationCode,
        label(
            "Code", "Small letters and digits with dots or hyphens; it never changes", example="almaty-region.education"
        ),
    ]
    type: Annotated[OrganizationType, label("Type of organisation")]
    region: Annotated[RegionCode, label("Region", "ISO 3166-2", example="KZ-19")]
    name_ru: Annotated[Name, _RU]
    name_kk: Annotated[Name, _KK]
    name_en: Annotated[Name, _EN]
    since: Annotated[date, label("Exists since", example="2023-01-03")]
    parent: Annotated[
        AboveCode,
        label(
            "Body above",
            "Code of the body it reports to, of a quasi-state entity its primary supervisor",
            example="almaty-region",
        ),
    ] = ""
    bin: Annotated[Bin | None, _BIN] = None
    site: Annotated[WebAddress | None, _SITE] = None
    account: Annotated[bool, _ACCOUNT] = True
    working_week: Annotated[WorkingWeek, _WEEK] = WorkingWeek.FIVE


class OrganizationRenamed(OrganizationEvent):
    """An organisation has another name."""

    TOPIC = "organization.renamed"
    HAPPENED = "since"

    name_ru: Annotated[Name, _RU]
    name_kk: Annotated[Name, _KK]
    name_en: Annotated[Name, _EN]
    since: Annotated[date, _SINCE]


class OrganizationReclassified(OrganizationEvent):
    """An organisation became one of another type; what stands above it stays unless `parent` says otherwise."""

    TOPIC = "organization.reclassified"
    HAPPENED = "since"

    type: Annotated[OrganizationType, label("Type of organisation")]
    since: Annotated[date, _SINCE]
    parent: Annotated[
        OrganizationCode | None, label("Body above", "Only if it changes with the type", example="almaty-region")
    ] = None


class OrganizationMoved(OrganizationEvent):
    """An organisation reports to another body from a day on."""

    TOPIC = "organization.moved"
    HAPPENED = "since"

    parent: Annotated[OrganizationCode, label("Body above", "Code of the body it reports to", example="almaty-region")]
    since: Annotated[date, _SINCE]


class SupervisorAssigned(OrganizationEvent):
    """A state body supervises a quasi-state entity (l.57); a new primary supervisor takes the place of the earlier one."""

    TOPIC = "organization.supervisor_assigned"
    HAPPENED = "since"

    supervisor: Annotated[OrganizationCode, label("Supervising body", "Its code", example="almaty-region.education")]
    since: Annotated[date, _SINCE]
    primary: Annotated[
        bool, label("Primary supervisor", "It uploads for an entity without an account and counts it in its scores")
    ] = True


class SupervisionEnded(OrganizationEvent):
    """A body that was not the primary supervisor supervises no longer."""

    TOPIC = "organization.supervision_ended"
    HAPPENED = "on"

    supervisor: Annotated[OrganizationCode, label("Supervising body", "Its code", example="almaty-region.education")]
    on: Annotated[date, label("Ended on", "The first day without it", example="2024-05-01")]


class OrganizationDescribed(OrganizationEvent):
    """Details of an organisation as they are from a day on, all of them."""

    TOPIC = "organization.described"
    HAPPENED = "since"

    region: Annotated[RegionCode, label("Region", "ISO 3166-2", example="KZ-19")]
    since: Annotated[date, _SINCE]
    bin: Annotated[Bin | None, _BIN] = None
    site: Annotated[WebAddress | None, _SITE] = None
    account: Annotated[bool, _ACCOUNT] = True
    working_week: Annotated[WorkingWeek, _WEEK] = WorkingWeek.FIVE


class OrganizationClosed(OrganizationEvent):
    """An organisation ended; it still existed on that day."""

    TOPIC = "organization.closed"
    HAPPENED = "on"
    CLOSES = True

    on: Annotated[date, label("Last day", example="2024-06-30")]
    reason: Annotated[ClosingReason, label("Reason")]
    basis: Annotated[Words | None, label("Legal act", example="Постановление акимата от 14.06.2024 № 187")] = None
    successors: Annotated[
        tuple[OrganizationCode, ...], label("Successors", "Codes of the organisations that take over, one per line")
    ] = ()


class OrganizationReopened(OrganizationEvent):
    """An organisation exists again: it was closed by mistake, or restored."""

    TOPIC = "organization.reopened"
    HAPPENED = "since"
    REOPENS = True

    since: Annotated[
        date, label("Exists again since", "Closed by mistake: the day after its last day", example="2024-07-01")
    ]
    basis: Annotated[Words, label("Legal act", example="Постановление акимата от 28.06.2024 № 203")]
    parent: Annotated[
        OrganizationCode | None, label("Body above", "Only if it is another one now", example="almaty-region")
    ] = None
