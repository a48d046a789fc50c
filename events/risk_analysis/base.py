"""What all events of an analysis share."""

from typing import ClassVar, Literal

from events.event import CaseEvent

Confirmed = Literal[True]
"""A declaration that must be made."""


class RiskAnalysisEvent(CaseEvent):
    """An event of one internal analysis."""

    WORKFLOW: ClassVar[str] = "risk_analysis"
    FIRST_HEAD_SIGNS: ClassVar[bool] = False
