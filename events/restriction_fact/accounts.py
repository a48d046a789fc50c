"""Accounts, cash and valuables in foreign banks (2.5.5, l.492–500): tax secrets, seen by those on the body's list alone."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fact import Another, identity
from events.restriction_fact.base import BOUND_SINCE, RestrictedPerson, RestrictionFound
from events.text import label


class ForeignHolding(StrEnum):
    """What somebody holds abroad."""

    ACCOUNT = "account"
    CASH = "cash"
    VALUABLES = "valuables"


class AccountSource(StrEnum):
    """Who told of it: tax bodies under tax secrecy (l.498), or the person in a declaration."""

    TAX_BODIES = "tax_bodies"
    OWN_DECLARATION = "own_declaration"


class ForeignAccountFound(RestrictionFound):
    """People hold accounts, cash or valuables in foreign banks (l.500)."""

    TOPIC = "restriction_fact.foreign_account_found"
    PAST = ("bound_since",)
    ROW = "2.5.5"

    people: Annotated[tuple[RestrictedPerson, ...], label("People", min_length=1)]
    holdings: Annotated[tuple[ForeignHolding, ...], label("What was found", min_length=1)]
    known_from: Annotated[AccountSource, label("Known from")]
    bound_since: Annotated[date | None, BOUND_SINCE] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same people, found on the same day, are the same fact."""
        return identity(self.ROW, [one.name for one in self.people], self.found_on)
