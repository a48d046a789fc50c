"""The corruption cartogram of a region (Project 1, subtask 1.5.1, l.183–344)."""

from workflows.cartogram.case import Cartogram
from workflows.cartogram.machine import CartogramWorkflow

__all__ = ["Cartogram", "CartogramWorkflow"]
