"""Reconciling a body's list of offences with the registry's (Project 2, subtask 2.2.1, l.370–380)."""

from workflows.reconciliation.case import Reconciliation
from workflows.reconciliation.machine import ReconciliationWorkflow

__all__ = ["Reconciliation", "ReconciliationWorkflow"]
