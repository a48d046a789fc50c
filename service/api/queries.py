"""What lists can be asked for; unknown parameters are refused, so that a misspelt filter never shows everything."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from events.organization import OrganizationType
from projections.cases import Order
from projections.deadline_lists import Standing
from service.i18n import Language
from workflows.calendar import Unit

Text = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
At = Annotated[
    int,
    Field(
        0,
        ge=0,
        le=2**62,
        description="wait (2 s at most) until this position of the log, that of your last write, is shown",
    ),
]


class NoQuery(BaseModel):
    """Nothing can be asked."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(NoQuery):
    """Which part of a list."""

    cursor: Text = Field("", description="from `next` of the page before, unchanged")
    limit: int = Field(50, ge=1, le=200, description="most items on a page")


class CasesQuery(PageQuery):
    """Which cases."""

    workflow: Text | None = Field(None, examples=["risk_analysis"])
    organization: Text | None = Field(None, description="code of the organisation whose case it is")
    region: Text | None = Field(None, description="ISO 3166-2 code", examples=["KZ-19"])
    state: Text | None = Field(None, examples=["under_way"])
    open: bool | None = Field(None, description="whether something is still to be done")
    number: Text | None = Field(None, description="part of the number of its first order")
    opened_from: date | None = Field(None, description="first event happened on or after")
    opened_to: date | None = Field(None, description="first event happened on or before")
    order: Order = Field(Order.CHANGED, description="the last changed first, or the last opened")
    at_least: At = 0


class DeadlinesQuery(PageQuery):
    """Which deadlines."""

    status: Standing | None = Field(
        None, description="`open` is all that is awaited; `overdue` and `due_soon` (3 working days) are parts of it"
    )
    workflow: Text | None = None
    organization: Text | None = None
    region: Text | None = Field(None, examples=["KZ-19"])
    rule: Text | None = Field(None, examples=["D05"])
    strength: Literal["hard", "recommended"] | None = None
    case: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None
    at_least: At = 0


class OrganizationsQuery(PageQuery):
    """Which organisations."""

    region: Text | None = Field(None, examples=["KZ-19"])
    type: OrganizationType | None = None
    parent: Text | None = Field(None, description="code of the body above")
    text: Text | None = Field(None, description="part of a name in any language, or of the code")


class AuditQuery(PageQuery):
    """Which events: who, what, where, and when by either clock."""

    actor: Text | None = Field(None, description="id of the account")
    on_behalf_of: Text | None = None
    type: Text | None = Field(None, description="type of event", examples=["risk_analysis.analytical_report_signed"])
    workflow: Text | None = None
    case: UUID | None = None
    organization: Text | None = None
    region: Text | None = Field(None, examples=["KZ-19"])
    occurred_from: date | None = Field(None, description="happened on or after")
    occurred_to: date | None = Field(None, description="happened on or before")
    recorded_from: datetime | None = Field(None, description="recorded at or after (with its offset)")
    recorded_before: datetime | None = Field(None, description="recorded before (with its offset)")
    at_least: At = 0


class DashboardQuery(NoQuery):
    """For which part of the country."""

    by: Literal["country", "region", "organization"] = Field("country", description="what each figure is for")
    region: Text | None = Field(None, examples=["KZ-19"])
    workflow: Text | None = None
    at_least: At = 0


class DueQuery(NoQuery):
    """A date to compute."""

    from_: date = Field(alias="from", description="the anchor; it never counts itself", examples=["2024-10-21"])
    amount: int = Field(ge=-3650, le=3650, description="how many; negative goes back", examples=[-10])
    unit: Unit = Field(description="what is counted; of `day_of_next_month` the amount is the day's number")
    known_at: date | None = Field(None, description="by what had been published on that day", examples=["2024-09-30"])
    week: int = Field(5, ge=5, le=6, description="working days a week: 5 or 6")


class DaysQuery(NoQuery):
    """A stretch of the calendar."""

    from_: date = Field(alias="from", examples=["2024-03-01"])
    to: date = Field(examples=["2024-03-31"])
    known_at: date | None = Field(None, description="by what had been published on that day")
    week: int = Field(5, ge=5, le=6, description="working days a week: 5 or 6")


class DiagramQuery(NoQuery):
    """What to mark in a diagram."""

    highlight: Text = Field("", description="states to tint, separated by commas", examples=["ordered,prepared"])
    now: Text = Field("", description="state to frame", examples=["under_way"])
    lang: Language | None = Field(None, description="for images in pages, which cannot send Accept-Language")
