"""The record of a year's Карта."""

import uuid

from eventsourcing.utils import register_topic

from workflows.card.facts import CardFacts
from workflows.case import Case

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:card")


class Card(Case):
    """The upload dates of a year."""

    NO_FACTS = CardFacts()

    @staticmethod
    def id_of(year: int) -> uuid.UUID:
        """Give the id of the one record that a year has."""
        return uuid.uuid5(NAMESPACE, str(year))


register_topic("case:card", Card)
