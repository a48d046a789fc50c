"""Where commands learn who exists."""

from typing import Protocol

from workflows.register import EMPTY, Register


class Registry(Protocol):
    """Where commands learn who exists and who holds which post."""

    async def current(self) -> Register:
        """Give the register as it is known now."""
        ...


class Unregistered:
    """A registry of nobody, for cases that need none."""

    async def current(self) -> Register:
        """Give the empty register."""
        return EMPTY
