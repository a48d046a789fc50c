"""The case of one check of candidates."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.hiring_check.facts import HiringFacts
from workflows.hiring_check.rules import RULES


class HiringCheck(Case):
    """A check of the candidates for one post. It is no fact of Appendix 2: that is a hiring which should not have been."""

    RULES = RULES
    NO_FACTS = HiringFacts()


register_topic("case:hiring_check", HiringCheck)
