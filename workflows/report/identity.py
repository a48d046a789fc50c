"""Which case a report is: one of each form, body and period, and another one of the consolidated form."""

from uuid import UUID

from workflows.consequences import case_id


def report_case(organization: str, appendix: int, period: str, *, consolidated: bool) -> UUID:
    """Give the id of the case of a report."""
    return case_id(organization, f"report/{appendix}{'/consolidated' if consolidated else ''}", period)
