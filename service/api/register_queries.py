"""What can be asked of organisations, people and plans."""

from pydantic import Field

from events.organization import OrganizationType
from projections.organizations import Without
from service.api.queries import AsOfQuery, At, Day, PageQuery, Region, Subtask, Text


class OrganizationsQuery(PageQuery, AsOfQuery):
    """Which organisations."""

    region: Region | None = Field(None, description="region of the organisation (ISO 3166-2)", examples=["KZ-19"])
    type: OrganizationType | None = Field(None, description="type of organisation")
    parent: Text | None = Field(None, description="code of the body above")
    text: Text | None = Field(None, description="part of a name in any language, of the code or the BIN")
    active: bool | None = Field(None, description="whether it still exists")
    within: Text | None = Field(None, description="code of an organisation: it and those below it")
    without: Without | None = Field(
        None, description="those without an account in the Cross-platform, or with nobody as their head"
    )
    silent: bool = Field(
        False,
        description="only bodies that owe work by the end of the quarter and have recorded nothing for 10 working days; within your reach",
    )


class TreeQuery(AsOfQuery):
    """The tree with the figures of which year."""

    year: int | None = Field(
        None, ge=2024, le=2099, description="year of the due days, that of the day unless given", examples=[2024]
    )
    at_least: At = 0


class OnQuery(AsOfQuery):
    """As of which day."""

    on: Day | None = Field(None, description="the day, today if it is not given", examples=["2024-03-01"])


class SuperiorQuery(OnQuery):
    """Whose superior."""

    post: Text = Field(description="code of the post", examples=["deputy-2"])


class PlanCountsQuery(AsOfQuery):
    """As of which moment the plan of a year is counted."""

    at_least: At = 0


class OwedQuery(PageQuery, AsOfQuery):
    """What of all that is owed."""

    type: OrganizationType | None = Field(None, description="type of the organisation on the last day of the year")
    subtask: Subtask | None = Field(
        None, description="the first subtask that the case carries out; of another, nothing is owed", examples=["3.2.1"]
    )
    organization: Text | None = Field(None, description="code of an organisation: what it owes itself")
    at_least: At = 0
