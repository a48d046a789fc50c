"""What the board of deadlines can be asked for."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from projections.deadline_filters import Sort, Standing
from service.api.queries import AsOfQuery, At, Counted, Day, PageQuery, Region, Rule, Text, Workflow

Part = Annotated[str, StringConstraints(pattern=r"^[1-4](\.[1-9]){0,2}$")]


class DeadlineFilters(AsOfQuery):
    """Which deadlines, whatever became of them."""

    workflow: Workflow | None = Field(None, description="kind of work", examples=["risk_analysis"])
    organization: Text | None = Field(
        None, description="code of an organisation: its cases and those of the bodies below it"
    )
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    rule: Rule | None = Field(None, description="rule of time", examples=["D05"])
    strength: Literal["hard", "recommended"] | None = Field(None, description="binding, or recommended only")
    body: Text | None = Field(None, description="code of an organisation: its own cases alone")
    subtask: Part | None = Field(
        None, description="subtask, or the task or project that it belongs to", examples=["3.2.1", "3.2", "3"]
    )
    responsible: UUID | Literal["me", "nobody"] | None = Field(
        None, description="who is named responsible for the case: the id of an account, `me`, or `nobody`"
    )
    case: UUID | None = Field(None, description="id of the case")
    due_from: Day | None = Field(None, description="due on or after")
    due_to: Day | None = Field(None, description="due on or before")
    at_least: At = 0


class DeadlinesQuery(DeadlineFilters, PageQuery):
    """Which deadlines, in which order."""

    status: Standing | None = Field(
        None, description="`open` is all that is awaited; `overdue` and `due_soon` (3 working days) are parts of it"
    )
    sort: Sort = Field(
        Sort.DUE,
        description="by due date; `late`: by working days late, most first (what is awaited by its date, what is done by its "
        "`margin`); `body`: by the codes of the bodies",
    )
    counted: Counted


class DeadlineNumbersQuery(DeadlineFilters):
    """Of which deadlines, and of which year the heat map."""

    year: int | None = Field(None, ge=2000, le=2099, description="year of the heat map, this one if it is not given")
