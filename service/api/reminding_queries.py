"""What can be asked about reminders, hand-overs, what was told, and the review of a span."""

from typing import Literal

from pydantic import Field

from service.alerts.review import Group
from service.api.queries import AsOfQuery, At, Day, NoQuery, PageQuery, Region, Rule, Text


class AskQuery(NoQuery):
    """Having people told."""

    dry_run: bool = Field(False, description="only say who would be told of what")


class HandOverQuery(NoQuery):
    """Handing over."""

    dry_run: bool = Field(False, description="only list what would be handed over, and what would be refused")


class ToldQuery(PageQuery, AsOfQuery):
    """Whose notices."""

    account: Text = Field("me", description="an account: `me`, and for supervisors the id of another, or `anybody`")
    organization: Text | None = Field(None, description="for supervisors: about cases of this body and those below it")


class ReviewQuery(PageQuery, AsOfQuery):
    """Which days, whose deadlines, and which list."""

    first: Day = Field(description="first day of the span", examples=["2024-01-01"])
    last: Day = Field(description="last day of the span, included", examples=["2024-03-31"])
    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    organization: Text | None = Field(
        None, description="code of an organisation: its cases and those of the bodies below it"
    )
    project: Literal["1", "2", "3", "4"] | None = Field(None, description="number of the project")
    rule: Rule | None = Field(None, description="rule of time", examples=["D05"])
    strength: Literal["hard", "recommended"] | None = Field(None, description="binding, or recommended only")
    group: Group = Field(Group.DUE, description="the list behind which number")
    at_least: At = 0
