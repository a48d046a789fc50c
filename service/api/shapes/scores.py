"""The scores of a supervising body."""

from datetime import date, datetime
from uuid import UUID

from service.api.shapes.shape import Shape


class DocumentState(Shape, frozen=True):
    """A document of an entity: the state of its case, how many documents are published (3.2.9), whether it counts."""

    case_id: UUID
    organization: str
    subtask: str
    state: str
    published: int
    fulfilled: bool
    changed_at: datetime


class SubtaskPoints(Shape, frozen=True):
    """Points of a subtask: `fulfilled` of `total` entities, in points (2 at most) or null where there are no entities.

    `other_reading` are the points if the steps below 50 % counted too; `missing` the entities that do not fulfil it.
    """

    subtask: str
    fulfilled: int
    total: int
    points: float | None
    other_reading: float | None
    missing: list[str]


class RecordedScores(Shape, frozen=True):
    """Points as they were last recorded, by subtask, with the policy and the number of entities of that day."""

    as_of: date
    policy: str
    entities: int
    points: dict[str, float | None]


class Scores(Shape, frozen=True):
    """The scores of a body for a year, as the read model has them; `full_set` is of entities with all nine documents."""

    organization: str
    year: int
    as_of: date
    policy: str
    subtasks: list[SubtaskPoints]
    full_set: SubtaskPoints
    documents: list[DocumentState]
    recorded: RecordedScores | None
