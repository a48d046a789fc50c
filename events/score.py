"""Scores of a supervising body for the documents of its quasi-state entities (3.2, l.579)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from events.event import CaseEvent
from events.fields import Count, Name
from events.organization import OrganizationCode
from events.subtask import SubtaskCode
from events.text import label

Tenths = Annotated[int, label("Points, tenths", ge=0, le=20)]


@dataclass(frozen=True, slots=True)
class SubtaskScore:
    """Points of one subtask: none where there are no entities."""

    subtask: Annotated[SubtaskCode, label("Subtask", example="3.2.1")]
    fulfilled: Annotated[Count, label("Entities that fulfil it", example=17)]
    missing: Annotated[tuple[OrganizationCode, ...], label("Entities that do not", example=["almaty-water"])]
    tenths: Annotated[Tenths | None, label("Points, tenths")] = None
    other_reading: Annotated[Tenths | None, label("Points by the other reading, tenths")] = None


class ScoreCalculated(CaseEvent):
    """The scores of a body for a year, with all that they were counted from."""

    TOPIC = "score.calculated"
    HAPPENED = "as_of"
    WORKFLOW: ClassVar[str] = "compliance_score"
    WORK: ClassVar[bool] = False

    year: Annotated[int, label("Year", example=2024, ge=2000, le=2099)]
    as_of: Annotated[date, label("As of", example="2024-12-31")]
    policy: Annotated[Name, label("Policy of the points", example="2024.1")]
    entities: Annotated[
        tuple[OrganizationCode, ...],
        label("Supervised entities", "All that are counted", example=["almaty-water", "almaty-heat"]),
    ]
    scores: Annotated[tuple[SubtaskScore, ...], label("Points by subtask", min_length=1)]
    full_set: Annotated[Count, label("Entities with all nine", example=9)]
