"""The board of deadlines: a row with all that is known of it, and the numbers."""

from datetime import date, datetime
from uuid import UUID

from projections.board import Numbers
from projections.deadline_row import DeadlineRow
from service.alerts.last_told import Escalation, LastNotice
from service.api.shapes.lists import row_of
from service.api.shapes.shape import Shape
from service.board import Lacks, Signatory


class Responsible(Shape, frozen=True):
    """Who is named responsible for a case."""

    account: UUID
    name: str


BoardItem = row_of(
    "BoardItem",
    DeadlineRow,
    title=str,
    explanation=str,
    href=str,
    case_title=str,
    days_left=int | None,
    responsible=Responsible | None,
    signatories=list[Signatory],
    escalation=Escalation | None,
    last_notice=LastNotice | None,
    lacks=Lacks | None,
)


class QuarterItem(Shape, frozen=True):
    """What became of a body's binding terms in a quarter, with everything below it.

    `due` still apply; of these `overdue` are awaited and have passed, `late` were done out of time or not at all, and `share` in a
    hundred are either.
    """

    organization: str
    quarter: str
    due: int
    overdue: int
    late: int
    share: int


class DeadlineNumbers(Shape, frozen=True):
    """How many deadlines are in each group, in all and by part of the Instruction, rule and region; counted at `counted_at`.

    `quarters` are the binding terms of `year`, whichever days and force are asked for: of the bodies right below `parent` (of those at
    the top where it is empty), and of itself without what is below. Nothing of sealed cases is counted.
    """

    counted_at: datetime
    today: date
    soon: date
    groups: Numbers
    by_subtask: dict[str, Numbers]
    by_rule: dict[str, Numbers]
    by_region: dict[str, Numbers]
    year: int
    parent: str
    quarters: list[QuarterItem]
