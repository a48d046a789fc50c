"""Subtasks of Projects 3 and 4 (l.502–687): one workflow for all that differ by the catalogue's data alone."""

from workflows.subtask.case import Subtask
from workflows.subtask.machine import SubtaskWorkflow

__all__ = ["Subtask", "SubtaskWorkflow"]
