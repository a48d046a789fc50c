"""What we show: read models, each fed from the log, and the runner that feeds them."""

from projections.audit import AuditProjection
from projections.cases import CasesProjection
from projections.compliance import ComplianceProjection
from projections.deadlines import DeadlinesProjection
from projections.facts import FactsProjection
from projections.findings import FindingsProjection
from projections.named_files import NamedFilesProjection
from projections.organizations import OrganizationsProjection
from projections.projection import Projection
from projections.report_counts import ReportCountsProjection
from projections.sealed_reads import SealedReadsProjection
from projections.search import SearchProjection

ALL: tuple[Projection, ...] = (
    OrganizationsProjection(),
    CasesProjection(),
    DeadlinesProjection(),
    AuditProjection(),
    ComplianceProjection(),
    FactsProjection(),
    NamedFilesProjection(),
    SealedReadsProjection(),
    ReportCountsProjection(),
    SearchProjection(),
    FindingsProjection(),
)
"""Every read model of this release."""

__all__ = ["ALL", "Projection"]
