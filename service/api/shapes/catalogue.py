"""Editions of the Instruction; an edition itself is served in the shapes of `workflows.catalogue`."""

from service.api.shapes.shape import Shape
from workflows.catalogue import Words


class EditionItem(Shape, frozen=True):
    """An edition: its Instruction, and the SHA-256 of the text that it was made from."""

    year: int
    instruction: Words
    issuer: Words
    sha256: str
    href: str


class Editions(Shape, frozen=True):
    """All of them, oldest first."""

    items: list[EditionItem]
