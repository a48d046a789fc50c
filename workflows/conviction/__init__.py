"""Corruption crimes of subordinates that became final, and the superiors whose liability is checked for them (l.386)."""

from workflows.conviction.case import Conviction
from workflows.conviction.machine import ConvictionWorkflow

__all__ = ["Conviction", "ConvictionWorkflow"]
