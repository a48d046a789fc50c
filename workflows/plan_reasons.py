"""Why the plan ends and restores cases: kept as a code with what it says, and worded for whoever reads it."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from events.organization import OrganizationType
from events.text import Text, msg

_PREFIX = "plan"
_SEPARATOR = ":"


class PlanReason(StrEnum):
    """What the plan says of a case."""

    REGISTER = "register"
    ENDED = "organization_ended"
    NOT_YET = "organization_not_yet"
    NOT_OWED = "not_owed"
    OWED_AGAIN = "owed_again"


_WORDED: Mapping[PlanReason, Callable[[str], Text]] = {
    PlanReason.REGISTER: lambda _about: msg("Register of organisations"),
    PlanReason.ENDED: lambda about: msg(
        "The organisation ended on {day}, before the period was over.", day=date.fromisoformat(about)
    ),
    PlanReason.NOT_YET: lambda _about: msg("The organisation did not exist yet in the period."),
    PlanReason.NOT_OWED: lambda about: msg(
        "Organisations of type {type} do not owe this.", type=OrganizationType(about) if about else ""
    ),
    PlanReason.OWED_AGAIN: lambda _about: msg("By the register of organisations this is owed after all."),
}


def coded(reason: PlanReason, about: date | OrganizationType | None = None) -> str:
    """Give a reason as it is stored: "plan:organization_ended:2024-06-30"."""
    said = about.isoformat() if isinstance(about, date) else about or ""
    return _SEPARATOR.join((_PREFIX, reason, said))


def worded(stored: str) -> Text | None:
    """Give the words of a stored reason; None for what somebody wrote."""
    prefix, _, rest = stored.partition(_SEPARATOR)
    code, _, about = rest.partition(_SEPARATOR)
    if prefix != _PREFIX:
        return None
    try:
        return _WORDED[PlanReason(code)](about)
    except ValueError:  # it only looks like one
        return None
