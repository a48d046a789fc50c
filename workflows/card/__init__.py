"""The upload dates that the Карта sets for a year (l.47; D23): a record of the register of dates, not a piece of work."""

from workflows.card.case import Card
from workflows.card.facts import REPEATED, CardFacts
from workflows.card.machine import CardWorkflow

__all__ = ["REPEATED", "Card", "CardFacts", "CardWorkflow"]
