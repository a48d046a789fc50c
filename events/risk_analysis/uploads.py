"""Uploading the documents of an analysis (l.41, l.47)."""

from datetime import date
from typing import Annotated

from events.fields import Quarter, Uploader, WebAddress
from events.risk_analysis.base import RiskAnalysisEvent
from events.subtask.base import SubtaskCode
from events.text import label


class DocumentsUploaded(RiskAnalysisEvent):
    """The documents of one step are in the Cross-platform: the subtask is carried out (l.41)."""

    TOPIC = "risk_analysis.documents_uploaded"
    HAPPENED = "uploaded_on"

    subtask: Annotated[SubtaskCode, label("Subtask", "The step whose documents they are", example="1.1.2")]
    uploaded_on: Annotated[date, label("Uploaded on", example="2024-02-19")]
    address: Annotated[
        WebAddress | None, label("Page in the Cross-platform", example="https://kz2050.gov.kz/tasks/1-1-2")
    ] = None
    quarter: Annotated[Quarter | None, label("Quarter", "Only for the monitoring of a quarter (1.3.3)")] = None
    uploaded_by: Uploader = None
