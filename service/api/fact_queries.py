"""What can be asked of the facts of Appendix 2."""

from typing import Annotated

from pydantic import Field, StringConstraints

from service.api.queries import AsOfQuery, At, PageQuery, Text, among
from workflows.catalogue import editions
from workflows.reporting_row import rows

Quarter = Annotated[str, StringConstraints(pattern=r"^20\d\dQ[1-4]$")]
_ROWS = [row.code for row in rows(editions()[-1])]
Row = Annotated[str, among(_ROWS), Field(json_schema_extra={"enum": list(_ROWS)})]


class FactsQuery(PageQuery, AsOfQuery):
    """Which facts of Appendix 2."""

    organization: Text | None = Field(
        None, description="code of an organisation: its facts and those of the bodies below it"
    )
    row: Row | None = Field(None, description="row of Appendix 2, by its subtask", examples=["2.5.1"])
    period: Quarter | None = Field(None, description="quarter in which it was found", examples=["2024Q2"])
    at_least: At = 0


class Appendix2Query(AsOfQuery):
    """Which form."""

    organization: Text = Field(description="code of the body: with all below it", examples=["almaty-region"])
    period: Quarter = Field(description="quarter reported", examples=["2024Q2"])
    at_least: At = 0
