"""What is answered to whoever comes too late."""

import uuid

from events.text import msg
from workflows.actor import SYSTEM
from workflows.case import Case
from workflows.refusals import Refused


class Stale(Refused):
    """The case has moved on since the caller saw it."""

    def __init__(self, current: int) -> None:
        super().__init__(
            msg("The case has changed meanwhile (it is at version {current}). Look at it again.", current=current)
        )
        self.current = current


class AlreadyOpen(Stale):
    """The body has this case already; there is one for each subtask and period."""

    def __init__(self, case_id: uuid.UUID, current: int) -> None:
        super().__init__(current)
        self.text = msg("There is this case already. Go on with it: {case_id}.", case_id=case_id)
        self.case_id = case_id


def is_current(case: Case, version: int) -> bool:
    """Whether a version that a caller saw is still what people made of the case: the service alone has acted since."""
    return 0 < version <= case.version and all(event.envelope.actor == SYSTEM.id for event in case.history[version:])
