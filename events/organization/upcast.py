"""How events of the register were stored before it was dated."""

from datetime import datetime
from typing import Any

from events.almaty import day_of


def registered(stored: dict[str, Any]) -> dict[str, Any]:
    """Give the present form of an entry that had neither state nor dates: it is so since the day it was made.

    Nothing was said then of an account in the Cross-platform: everybody uploaded for themselves.
    """
    if "since" in stored:
        return stored
    return stored | {
        "organization": stored["code"],
        "source": "new",
        "state": "active",
        "deadlines": {},
        "remarks": [],
        "since": day_of(datetime.fromisoformat(stored["timestamp"])).isoformat(),
    }
