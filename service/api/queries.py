"""What lists can be asked for; unknown parameters are refused, so that a misspelt filter never shows everything."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from events.organization import OrganizationType
from projections.cases import Order
from service import vocabulary
from service.i18n import Language
from workflows.calendar import Unit
from workflows.case import INITIAL
from workflows.regions import REGIONS
from workflows.registry import WORKFLOWS

Text = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
At = Annotated[
    int,
    Field(
        0, ge=0, le=2**62, description="wait (2 s at most) until this position of the log, your last write's, is shown"
    ),
]

_STATES = [code for code in vocabulary.codes("state") if code != INITIAL]
_RULES = list(vocabulary.codes("rule"))


def among(codes: Iterable[str]) -> AfterValidator:
    """Refuse what is none of some codes, naming them."""
    known = dict.fromkeys(codes)

    def check(value: str) -> str:
        if value not in known:
            raise PydanticCustomError("enum", "one of {expected}", {"expected": ", ".join(known)})
        return value

    return AfterValidator(check)


def _written(form: str, error: str) -> BeforeValidator:
    """Refuse what is not written in that form: pydantic takes numbers for seconds since 1970, and instants for days."""
    pattern = re.compile(form, re.ASCII)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise PydanticCustomError(error, "not in the expected form")
        return value

    return BeforeValidator(check)


_DAY = r"\d{4}-\d{2}-\d{2}"
Day = Annotated[date, _written(_DAY, "date_parsing")]
Instant = Annotated[
    datetime, _written(_DAY + r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?", "datetime_parsing")
]

AwareInstant = Annotated[
    AwareDatetime, _written(_DAY + r"T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})", "datetime_parsing")
]
"""An instant with its offset from UTC."""

Workflow = Annotated[
    str, among(WORKFLOWS), Field(description="kind of work", json_schema_extra={"enum": list(WORKFLOWS)})
]
Region = Annotated[str, among(REGIONS), Field(description="ISO 3166-2 code", json_schema_extra={"enum": list(REGIONS)})]
State = Annotated[str, among(_STATES), Field(json_schema_extra={"enum": list(_STATES)})]
Rule = Annotated[str, among(_RULES), Field(json_schema_extra={"enum": list(_RULES)})]


Subtask = Annotated[str, StringConstraints(pattern=r"^[1-4]\.[1-9]\.[1-9R]$")]
Period = Annotated[str, StringConstraints(pattern=r"^20\d\d(Q[1-4]|-(0[1-9]|1[0-2]))?$")]


class NoQuery(BaseModel):
    """Nothing can be asked."""

    model_config = ConfigDict(extra="forbid")


class AsOfQuery(NoQuery):
    """As of which moment; without it, as things stand."""

    at: Text | None = Field(
        None,
        description="what had been recorded by then: a day (its end) or an instant with its offset",
        examples=["2024-03-01"],
    )
    effective_at: Day | None = Field(
        None, description="of that, what had happened by this day", examples=["2024-03-01"]
    )


class ScoresQuery(AsOfQuery):
    """Scores of which year."""

    year: int = Field(ge=2000, le=2099, description="year of the documents", examples=[2024])
    at_least: At


Counted = Annotated[
    bool,
    Field(
        False,
        description="only what figures count: of bodies in your reach, nothing of cases with restricted access, though you may see it",
    ),
]


class PageQuery(NoQuery):
    """Which part of a list."""

    cursor: Text = Field("", description="from `next` of the page before, unchanged")
    limit: int = Field(50, ge=1, le=200, description="most items on a page")


class CasesQuery(PageQuery, AsOfQuery):
    """Which cases."""

    workflow: Workflow | None = Field(None, description="kind of work", examples=["risk_analysis"])
    organization: Text | None = Field(
        None, description="code of an organisation: its cases and those of the bodies below it"
    )
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    state: State | None = Field(None, description="state the case is in", examples=["under_way"])
    open: bool | None = Field(None, description="whether something is still to be done")
    responsible: UUID | Literal["me"] | None = Field(
        None, description="the account that is responsible for it: an id, or `me`", examples=["me"]
    )
    number: Text | None = Field(None, description="part of the number of its first order")
    subtask: Subtask | None = Field(None, description="the first subtask that it carries out", examples=["3.2.1"])
    period: Period | None = Field(None, description="what it is for: a year, a quarter or a month", examples=["2024Q2"])
    type: OrganizationType | None = Field(None, description="type of the organisation")
    plan: int | None = Field(
        None, ge=2000, le=2099, description="what is counted for the plan of this year: for its periods, none cancelled"
    )
    counted: Counted
    opened_from: Day | None = Field(None, description="first event happened on or after")
    opened_to: Day | None = Field(None, description="first event happened on or before")
    order: Order = Field(Order.CHANGED, description="the last changed first, or the last opened")
    at_least: At = 0


class EventsQuery(PageQuery, AsOfQuery):
    """Which part of a history, and what of it was known at a moment."""


class AuditQuery(PageQuery, AsOfQuery):
    """Which events: who, what, where, and when by either clock."""

    actor: Text | None = Field(None, description="id of the account")
    on_behalf_of: Text | None = Field(None, description="identity for whom it was recorded")
    type: Text | None = Field(None, description="type of event", examples=["risk_analysis.analytical_report_signed"])
    workflow: Workflow | None = Field(None, description="kind of work", examples=["risk_analysis"])
    case: UUID | None = Field(None, description="id of the case")
    organization: Text | None = Field(None, description="code of the organisation whose case it is")
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    occurred_from: Day | None = Field(None, description="happened on or after")
    occurred_to: Day | None = Field(None, description="happened on or before")
    recorded_from: Instant | None = Field(None, description="recorded at or after (with its offset)")
    recorded_before: Instant | None = Field(None, description="recorded before (with its offset)")
    at_least: At = 0


class DashboardQuery(AsOfQuery):
    """For which part of the country."""

    by: Literal["country", "region", "organization"] = Field("country", description="what each figure is for")
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    workflow: Workflow | None = Field(None, description="kind of work", examples=["risk_analysis"])
    at_least: At = 0


class DueQuery(NoQuery):
    """A date to compute."""

    from_: Day = Field(alias="from", description="the anchor; it never counts itself", examples=["2024-10-21"])
    amount: int = Field(ge=-3650, le=3650, description="how many; negative goes back", examples=[-10])
    unit: Unit = Field(description="what is counted; of `day_of_next_month` the amount is the day's number")
    known_at: Day | AwareInstant | None = Field(
        None,
        description="by what had been published on that day, or was in force at that instant",
        examples=["2024-09-30"],
    )
    week: int | None = Field(
        None, ge=5, le=6, description="working days a week, 5 or 6; without it those of the body, or else 5"
    )
    organization: Text | None = Field(
        None, description="by the calendar of this body, with what was changed for it or its region"
    )


class DaysQuery(NoQuery):
    """A stretch of the calendar."""

    from_: Day = Field(alias="from", description="first day", examples=["2024-03-01"])
    to: Day = Field(description="last day, included", examples=["2024-03-31"])
    known_at: Day | AwareInstant | None = Field(
        None, description="by what had been published on that day, or was in force at that instant"
    )
    week: int | None = Field(
        None, ge=5, le=6, description="working days a week, 5 or 6; without it those of the body, or else 5"
    )
    organization: Text | None = Field(
        None, description="by the calendar of this body, with what was changed for it or its region"
    )


class DiagramQuery(NoQuery):
    """What to mark in a diagram."""

    highlight: Text = Field("", description="states to tint, separated by commas", examples=["ordered,prepared"])
    now: Text = Field("", description="state to frame", examples=["under_way"])
    lang: Language | None = Field(None, description="for images in pages, which cannot send Accept-Language")
