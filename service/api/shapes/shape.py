"""What all shapes of answers are."""

from msgspec import Struct


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """An object of an answer."""
