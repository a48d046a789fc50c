"""Why a command was refused. Each says what, where and what to do; the outside world translates."""

from dataclasses import dataclass

from events.text import Text, msg


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a payload: `path` leads to the field (names and indices).

    `refers` says that an entry names what another entry does not hold. Of two entries that refer to each other one is
    corrected before the other, so that a correction may leave such a thing behind. `bars` says that the entry may not be touched
    now: a correction is refused by it though it was so before.
    """

    path: tuple[str | int, ...]
    text: Text
    refers: bool = False
    bars: bool = False


class Refused(Exception):  # noqa: N818 (it is not an error of ours, but an answer)
    """A command that changes nothing."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class Unknown(Refused):
    """No such workflow, action, organisation or case."""


class WrongOrder(Refused):
    """The case is not in a state in which the action is possible."""

    def __init__(self, action: str, state: str, possible: tuple[str, ...]) -> None:
        super().__init__(msg("“{action}” is not possible while the case is “{state}”.", action=action, state=state))
        self.action, self.state, self.possible = action, state, possible


class NotPermitted(Refused):
    """The caller may not do this."""


class Invalid(Refused):
    """The payload does not fit; nothing was recorded. What two checks find at one place is said once."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__(msg("The data need correcting."))
        self.violations = tuple({(found.path, str(found.text)): found for found in violations}.values())
