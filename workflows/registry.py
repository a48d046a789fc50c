"""The kinds of work that exist, and the kinds of record in the register, by name."""

from events.text import msg
from workflows.alert_policy import AlertPolicyWorkflow
from workflows.analysis_schedule import AnalysisScheduleWorkflow
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.card import CardWorkflow
from workflows.cartogram import CartogramWorkflow
from workflows.compliance_score import ComplianceScoreWorkflow
from workflows.conviction import ConvictionWorkflow
from workflows.finding import FindingWorkflow
from workflows.hired_offender import HiredOffenderWorkflow
from workflows.hiring_check import HiringCheckWorkflow
from workflows.liability_check import LiabilityCheckWorkflow
from workflows.machine import Workflow
from workflows.offence_report import OffenceReportWorkflow
from workflows.organization import HierarchyWorkflow, OrganizationWorkflow
from workflows.person import NumberWorkflow, PersonWorkflow
from workflows.reconciliation import ReconciliationWorkflow
from workflows.refusals import Unknown
from workflows.report import ReportWorkflow
from workflows.reporting_row import ReportingRowWorkflow
from workflows.restriction_fact import RestrictionFactWorkflow
from workflows.risk_analysis import RiskAnalysisWorkflow
from workflows.subtask import SubtaskWorkflow
from workflows.superior_move import SuperiorMoveWorkflow

_DONE: tuple[type[Workflow], ...] = (
    RiskAnalysisWorkflow,
    AnalysisScheduleWorkflow,
    CartogramWorkflow,
    SubtaskWorkflow,
    OffenceReportWorkflow,
    ReconciliationWorkflow,
    ConvictionWorkflow,
    LiabilityCheckWorkflow,
    SuperiorMoveWorkflow,
    HiringCheckWorkflow,
    HiredOffenderWorkflow,
    RestrictionFactWorkflow,
    ReportingRowWorkflow,
    ReportWorkflow,
    CalendarChangeWorkflow,
)

WORKFLOWS: dict[str, type[Workflow]] = {workflow.WORKFLOW: workflow for workflow in _DONE}
"""What is done for the Instruction, and the calendar by which its time is counted."""

_KEPT: tuple[type[Workflow], ...] = (
    OrganizationWorkflow,
    PersonWorkflow,
    NumberWorkflow,
    HierarchyWorkflow,
    CardWorkflow,
    ComplianceScoreWorkflow,
    AlertPolicyWorkflow,
    FindingWorkflow,
)

RECORDS: dict[str, type[Workflow]] = {record.WORKFLOW: record for record in _KEPT}
"""What is kept about those who do it, about when, and with which result."""

KINDS = WORKFLOWS | RECORDS


def workflow(name: str) -> type[Workflow]:
    """Give a kind of work or record by name; raises `Unknown`."""
    if name not in KINDS:
        raise Unknown(msg("There is no workflow “{name}”.", name=name))
    return KINDS[name]
