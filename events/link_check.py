"""Whether the links that entries name answer: recorded when a link is first asked, and whenever that changes."""

from enum import StrEnum

from events.event import Event


class LinkState(StrEnum):
    """What became of asking for a link."""

    ANSWERS = "answers"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    FAILING = "failing"
    MOVED_AWAY = "moved_away"
    UNTRUSTED = "untrusted"
    SILENT = "silent"


class LinkChecked(Event):
    """The service asked for a link; it is an event of no case. `status` is that of the answer, 0 if there was none."""

    TOPIC = "link.checked"

    address: str
    found: LinkState
    status: int
