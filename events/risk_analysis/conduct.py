"""Ordering, announcing and conducting an analysis (1.1.2–1.2.2, l.91–125)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Channel, Count, FileHash, Name, WebAddress, Words
from events.risk_analysis.base import Confirmed, RiskAnalysisEvent
from events.signature import Signature
from events.text import label


class PartyKind(StrEnum):
    """Who may conduct the analysis by the first head's decision (l.73)."""

    UNIT = "unit"
    OFFICIAL = "official"
    WORKING_GROUP = "working_group"


class Direction(StrEnum):
    """The two directions of an internal analysis (law 410-V art. 8 para 5)."""

    LEGAL_ACTS = "legal_acts"
    MANAGEMENT = "management"


@dataclass(frozen=True, slots=True)
class AuthorisedParty:
    """The unit, official or working group that conducts the analysis."""

    kind: Annotated[PartyKind, label("Who conducts the analysis")]
    members: Annotated[
        tuple[Name, ...],
        label("Officials", "Post and name, one per line", example=["Главный специалист Ахметова А. К."], min_length=1),
    ]


class AnalysisOrdered(RiskAnalysisEvent):
    """The head ordered the analysis (1.1.2, l.91–101)."""

    TOPIC = "risk_analysis.analysis_ordered"
    HAPPENED = "ordered_on"
    PAST = ("external_analysis_ended_on",)
    FIRST_HEAD_SIGNS = True

    order_no: Annotated[Name, label("Order number", example="17-Ө")]
    ordered_on: Annotated[date, label("Order date", example="2024-02-12")]
    starts_on: Annotated[date, label("Analysis starts on", example="2024-03-04")]
    ends_on: Annotated[
        date,
        label("Analysis ends on", "Recommended: within 30 working days from the start (l.75)", example="2024-03-28"),
    ]
    authorised: Annotated[AuthorisedParty, label("Authorised party")]
    objects: Annotated[
        tuple[Name, ...],
        label(
            "Objects of the analysis", "Units or fields of activity, one per line", example=["Закупки"], min_length=1
        ),
    ]
    directions: Annotated[tuple[Direction, ...], label("Directions", min_length=1)] = (
        Direction.LEGAL_ACTS,
        Direction.MANAGEMENT,
    )
    public_members: Annotated[
        tuple[Name, ...], label("Members of the public", "Those who answered the announcement, one per line (l.105)")
    ] = ()
    external_analysis_ended_on: Annotated[
        date | None,
        label(
            "External analysis ended on",
            "If there was one: the internal analysis starts a year later at the earliest (l.75)",
        ),
    ] = None
    file: Annotated[FileHash | None, label("Signed order")] = None
    signature: Annotated[
        Signature | None, label("Signature", "Only when you record it for a body that has no account")
    ] = None


class AnalysisOrderAmended(RiskAnalysisEvent):
    """A later order changed the term of the analysis, or who and what it concerns."""

    TOPIC = "risk_analysis.analysis_order_amended"
    HAPPENED = "amended_on"
    FIRST_HEAD_SIGNS = True

    order_no: Annotated[Name, label("Number of the amending order", example="21-Ө")]
    amended_on: Annotated[date, label("Date of the amending order", example="2024-03-06")]
    starts_on: Annotated[date, label("Analysis starts on", example="2024-03-04")]
    ends_on: Annotated[date, label("Analysis ends on", example="2024-04-05")]
    reason: Annotated[Words, label("Reason", example="Продление для изучения договоров")]
    authorised: Annotated[AuthorisedParty | None, label("Authorised party", "Only if it changes")] = None
    objects: Annotated[tuple[Name, ...], label("Objects of the analysis", "Only if they change, one per line")] = ()
    public_members: Annotated[
        tuple[Name, ...], label("Members of the public", "Only if they change, one per line")
    ] = ()
    file: Annotated[FileHash | None, label("Signed order")] = None
    signature: Annotated[
        Signature | None, label("Signature", "Only when you record it for a body that has no account")
    ] = None


class StartAnnounced(RiskAnalysisEvent):
    """The public was told of the start (1.1.3, l.103–107); it may precede the order (l.105)."""

    TOPIC = "risk_analysis.start_announced"
    HAPPENED = "published_on"

    channel: Annotated[Channel, label("Channel", "One is enough (l.107)")]
    address: Annotated[WebAddress, label("Link to the publication", example="https://example.kz/anons-1")]
    published_on: Annotated[
        date,
        label(
            "Published on", "At least 10 working days before the start of the analysis (l.105)", example="2024-02-16"
        ),
    ]
    secrets_excluded: Annotated[
        Confirmed, label("It contains no official, commercial or other protected secret", "l.107", example=True)
    ]
    starts_on: Annotated[date | None, label("Planned start", "Needed while there is no order yet")] = None
    ends_on: Annotated[date | None, label("Planned end", "Needed while there is no order yet")] = None


class AnalysisBegun(RiskAnalysisEvent):
    """The analysis is under way."""

    TOPIC = "risk_analysis.analysis_begun"
    HAPPENED = "began_on"

    began_on: Annotated[date, label("Began on", example="2024-03-04")]


class DiscussionAnnounced(RiskAnalysisEvent):
    """The public was told the date of the discussion (1.2.1, l.109–113)."""

    TOPIC = "risk_analysis.discussion_announced"
    HAPPENED = "published_on"

    channel: Annotated[Channel, label("Channel", "One is enough (l.113)")]
    address: Annotated[WebAddress, label("Link to the publication", example="https://example.kz/anons-2")]
    published_on: Annotated[
        date,
        label("Published on", "At least 10 working days before the end of the analysis (l.113)", example="2024-03-07"),
    ]
    discussion_on: Annotated[date, label("Date of the public discussion", example="2024-03-15")]
    secrets_excluded: Annotated[
        Confirmed, label("It contains no official, commercial or other protected secret", "l.113", example=True)
    ]


class DiscussionHeld(RiskAnalysisEvent):
    """The results were discussed in public; minutes and publication prove it (1.2.2, l.115–121)."""

    TOPIC = "risk_analysis.discussion_held"
    HAPPENED = "held_on"
    PAST = ("protocol_approved_on", "results_published_on")

    held_on: Annotated[
        date, label("Held on", "At least 5 working days before the end of the analysis (l.121)", example="2024-03-15")
    ]
    protocol_no: Annotated[Name, label("Minutes number", example="3")]
    protocol_approved_on: Annotated[date, label("Minutes approved on", example="2024-03-15")]
    results_channel: Annotated[Channel, label("Where the results are published")]
    results_address: Annotated[WebAddress, label("Link to the published results", example="https://example.kz/itogi")]
    results_published_on: Annotated[date, label("Results published on", example="2024-03-18")]
    at_collegial_body: Annotated[bool, label("At a sitting of an anti-corruption collegial body", "l.117")] = False
    participants: Annotated[Count | None, label("Number of participants")] = None
    signature: Annotated[
        Signature | None,
        label(
            "Signature under the minutes", "Needed: who approved it, since recording it is no signature (l.41, l.45)"
        ),
    ] = None
    file: Annotated[FileHash | None, label("Signed minutes")] = None


class AnalysisFinished(RiskAnalysisEvent):
    """The work of finding risks ended; the report is drawn up after it (l.125)."""

    TOPIC = "risk_analysis.analysis_finished"
    HAPPENED = "finished_on"

    finished_on: Annotated[
        date, label("Finished on", "The end by the order in force unless it ended on another day", example="2024-03-28")
    ]


class AnalysisRestored(RiskAnalysisEvent):
    """The body owes the analysis after all: by the register it had only seemed not to."""

    TOPIC = "risk_analysis.analysis_restored"
    HAPPENED = "restored_on"
    REOPENS = True

    restored_on: Annotated[date, label("Restored on", example="2024-03-11")]
    reason: Annotated[Words, label("Reason")]


class AnalysisCancelled(RiskAnalysisEvent):
    """The analysis was called off."""

    TOPIC = "risk_analysis.analysis_cancelled"
    HAPPENED = "cancelled_on"
    CLOSES = True

    cancelled_on: Annotated[date, label("Cancelled on", example="2024-02-20")]
    basis_no: Annotated[Name, label("Document", "Number of the order that cancels it", example="19-Ө")]
    reason: Annotated[Words, label("Reason", example="Реорганизация управления")]
