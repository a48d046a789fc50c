"""Facts of broken anti-corruption restrictions (2.5.1–2.5.5 and the row of relatives, l.454–500, l.732)."""

from events.restriction_fact.accounts import AccountSource, ForeignAccountFound, ForeignHolding
from events.restriction_fact.base import RestrictedPerson, RestrictionEvent, RestrictionFound
from events.restriction_fact.benefits import BenefitAccepted, BenefitKind, GiftHandedOver
from events.restriction_fact.duties import (
    ActivityKind,
    ConflictOfInterestFound,
    IncompatibleActivityFound,
    InsiderUseFound,
    RelativesFound,
)
from events.restriction_fact.following import (
    Cure,
    RestrictionCured,
    RestrictionFactClosed,
    RestrictionMeasuresTaken,
)

__all__ = [
    "AccountSource",
    "ActivityKind",
    "BenefitAccepted",
    "BenefitKind",
    "ConflictOfInterestFound",
    "Cure",
    "ForeignAccountFound",
    "ForeignHolding",
    "GiftHandedOver",
    "IncompatibleActivityFound",
    "InsiderUseFound",
    "RelativesFound",
    "RestrictedPerson",
    "RestrictionCured",
    "RestrictionEvent",
    "RestrictionFactClosed",
    "RestrictionFound",
    "RestrictionMeasuresTaken",
]
