"""The case of the one alert policy of a log."""

import uuid

from eventsourcing.utils import register_topic

from workflows.alert_policy.facts import AlertPolicyFacts
from workflows.case import Case

ID = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:alert_policy")
"""The id of the one case there is; it belongs to no body."""


class AlertPolicy(Case):
    """The alert policy with all its versions."""

    NO_FACTS = AlertPolicyFacts()


register_topic("case:alert_policy", AlertPolicy)
