"""What the service does when a day has passed: a document whose term ended lapses, deferred work is taken up again."""

from datetime import date, timedelta
from typing import Any

from events.text import msg

_NEXT = timedelta(days=1)


def lapse(due: date) -> tuple[str, dict[str, Any]]:
    """Give the action by which a document lapses that was valid until a day (3.2.x)."""
    return "lapse", {"lapsed_on": due + _NEXT, "reason": msg("The term of the document has ended.")}


def resume(due: date) -> tuple[str, dict[str, Any]]:
    """Give the action by which work is taken up again that was deferred until a day."""
    return "reopen", {"reopened_on": due + _NEXT, "reason": msg("The day until which it was deferred has passed.")}


PASSING = {"VALIDITY": lapse, "DEFERRAL": resume}
"""By the code of the deadline's rule."""
