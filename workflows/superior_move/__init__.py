"""Superiors who moved before their liability was considered (2.3.2, l.421–433)."""

from workflows.superior_move.case import SuperiorMove
from workflows.superior_move.machine import SuperiorMoveWorkflow

__all__ = ["SuperiorMove", "SuperiorMoveWorkflow"]
