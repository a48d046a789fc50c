"""The upload dates of the years' Карты, as they stand in the log."""

from dataclasses import dataclass

from service.cases import Cases
from workflows.card import Card, CardFacts
from workflows.refusals import Unknown


@dataclass
class Cards:
    """Gives the dates of a year."""

    cases: Cases

    async def of(self, year: int) -> CardFacts:
        """Give the dates of a year's Карта; none if none were entered."""
        try:
            facts = (await self.cases.get(Card.id_of(year))).facts
        except Unknown:
            return CardFacts(year)
        return facts if isinstance(facts, CardFacts) else CardFacts(year)
