"""The record of one organisation as a case."""

import uuid

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.organization.facts import OrganizationFacts

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:organization")


class Organization(Case):
    """An organisation of the register."""

    NO_FACTS = OrganizationFacts()

    @staticmethod
    def id_of(code: str) -> uuid.UUID:
        """Give the id of the one record that an organisation has."""
        return uuid.uuid5(NAMESPACE, code)


register_topic("case:organization", Organization)
