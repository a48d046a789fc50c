"""The case of one body's scores for one year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from eventsourcing.utils import register_topic

from events.event import CaseEvent
from events.score import ScoreCalculated
from events.text import msg
from workflows.case import Case, Facts
from workflows.consequences import case_id
from workflows.refusals import Violation
from workflows.register import Register
from workflows.scoring import STEPS_GO_ON, TABLE_ENDS, points

TASK = "3.2"


@dataclass(frozen=True, slots=True)
class ScoreFacts(Facts):
    """The scores as they were last calculated."""

    last: ScoreCalculated | None = None

    def after(self, event: CaseEvent) -> Self:
        """Keep the newest calculation."""
        return replace(self, last=event) if isinstance(event, ScoreCalculated) else self

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Count once more: the entities by the register, the points by the policy."""
        return list(_violations(event, register)) if isinstance(event, ScoreCalculated) else []


class ComplianceScore(Case):
    """The scores of a supervising body for a year."""

    NO_FACTS = ScoreFacts()


register_topic("case:compliance_score", ComplianceScore)


def case_of(organization: str, year: int) -> UUID:
    """Give the id of the one case that a body's scores of a year have."""
    return case_id(organization, TASK, str(year))


def _violations(event: ScoreCalculated, register: Register) -> Iterator[Violation]:
    if set(event.entities) != set(register.supervised(event.organization, event.as_of)):
        yield Violation(("entities",), msg("These are not the entities that the body supervises on that day."))
    total = len(event.entities)
    for index, row in enumerate(event.scores):
        counted = row.fulfilled + len(row.missing) == total and set(row.missing) <= set(event.entities)
        if not counted or (row.tenths, row.other_reading) != (
            points(row.fulfilled, total, TABLE_ENDS),
            points(row.fulfilled, total, STEPS_GO_ON),
        ):
            yield Violation(("scores", index), msg("The count of {subtask} is wrong.", subtask=row.subtask))
