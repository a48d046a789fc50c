"""Facts of broken anti-corruption restrictions (Project 2, subtasks 2.5.1–2.5.5 and the row of relatives, l.454–500, l.732)."""

from workflows.restriction_fact.case import RestrictionFact
from workflows.restriction_fact.machine import RestrictionFactWorkflow

__all__ = ["RestrictionFact", "RestrictionFactWorkflow"]
