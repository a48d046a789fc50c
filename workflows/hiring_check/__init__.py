"""Checks of candidates for earlier corruption offences, and their admission (Project 2, subtask 2.4.1, l.439–445)."""

from workflows.hiring_check.case import HiringCheck
from workflows.hiring_check.machine import HiringCheckWorkflow

__all__ = ["HiringCheck", "HiringCheckWorkflow"]
