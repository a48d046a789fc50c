"""Why a document is not made."""

from events.text import msg
from workflows.refusals import Refused


class TooMuchToFill(Refused):
    """Filling in a template takes more than it may."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "Filling in the template takes too much time or memory: make the template simpler, or the case has too many rows for it."
            )
        )
