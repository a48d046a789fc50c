"""Facts of hiring people who had committed a corruption offence before (Project 2, subtask 2.4.1, l.447–452)."""

from workflows.hired_offender.case import HiredOffender
from workflows.hired_offender.machine import HiredOffenderWorkflow

__all__ = ["HiredOffender", "HiredOffenderWorkflow"]
