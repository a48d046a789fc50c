"""Why a form is not made."""

from events.text import msg
from workflows.refusals import Refused


class SameAgain(Refused):
    """A report was to be formed anew though nothing that stands in it has changed."""

    def __init__(self, version: int) -> None:
        text = msg("Version {n} says the same: nothing that stands in the form has changed. Go on with it.", n=version)
        super().__init__(text)
        self.version = version
