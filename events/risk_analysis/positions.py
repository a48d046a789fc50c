"""The list of positions exposed to corruption risks, and where it goes (1.4.1, l.173–181)."""

from datetime import date
from typing import Annotated

from events.fields import FileHash, Name
from events.organization import OrganizationCode
from events.risk_analysis.base import RiskAnalysisEvent
from events.risk_analysis.results import ExposedPosition
from events.signature import Signature
from events.text import label


class PositionListApproved(RiskAnalysisEvent):
    """The list was approved (1.4.1, l.175, l.181); without positions of its own it holds those of the report."""

    TOPIC = "risk_analysis.position_list_approved"
    HAPPENED = "approved_on"

    approved_on: Annotated[date, label("List approved on", example="2024-04-08")]
    list_no: Annotated[Name | None, label("List number", example="5-п")] = None
    positions: Annotated[
        tuple[ExposedPosition, ...],
        label("Positions exposed to risk", "Only if they differ from those of the report"),
    ] = ()
    signature: Annotated[
        Signature | None,
        label("Signature under the list", "Needed: who approved it, since recording it is no signature (l.41, l.45)"),
    ] = None
    file: Annotated[FileHash | None, label("Signed list")] = None


class PositionListForwarded(RiskAnalysisEvent):
    """The list was sent to the ethics officer who consolidates it (l.177; RU-6, A-70).

    No receipt is recorded: the Instruction has the list sent and asks for none, and knows no acceptance by a body above but 4.2.2.
    """

    TOPIC = "risk_analysis.position_list_forwarded"
    HAPPENED = "forwarded_on"

    forwarded_on: Annotated[date, label("Sent on", example="2024-04-09")]
    recipient: Annotated[
        OrganizationCode,
        label(
            "Body whose ethics officer consolidates it",
            "The akimat of the region, or the central body (l.177)",
            example="almaty-region",
        ),
    ]
    copies: Annotated[
        tuple[OrganizationCode, ...], label("Copies to", "A quasi-state entity sends one to its supervisor (A-70)")
    ] = ()
