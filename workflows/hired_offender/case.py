"""The case of one hiring of an offender."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.hired_offender.facts import HiredOffenderFacts


class HiredOffender(Case):
    """Somebody who should not have been hired, or was hired before that was forbidden; no time is set for it."""

    NO_FACTS = HiredOffenderFacts()


register_topic("case:hired_offender", HiredOffender)
