"""The work of one case: a whole analysis, from its order to the end of its monitoring, all on one day.

Thirteen commands, of which one opens the case. Every date of the past is the given day and every planned one lies weeks
ahead, so that no deadline passes meanwhile and the scheduler has nothing to add.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

ORGANIZATION = "bench.education"
_EARLY = {"close_monitoring": {"reason": "Всё исполнено в один день"}}
"""What an end on the day of the report says besides."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command: the action and its data as JSON values."""

    action: str
    data: Mapping[str, Any]


@cache
def steps(today: date) -> tuple[Step, ...]:
    """Give the commands of a life that is lived on one day."""
    # not above: the load over HTTP takes its steps as they are given, and starts faster without the workflows
    from tests.workflows.risk_analysis.life import LIFE

    return tuple(Step(action, _moved(data, today) | _EARLY.get(action, {})) for action, _, _, data in LIFE)


def _moved(data: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Put the worked example's data on another day."""
    moved = dict(data) | {name: _day(name, today) for name in data if name.endswith("_on")}
    if "quarter" in data:
        moved["quarter"] = f"{today.year}Q{(today.month - 1) // 3 + 1}"
    if "items" in data:
        moved["items"] = [_moved(item, today) for item in data["items"]]
    return moved


def _day(name: str, today: date) -> str:
    ahead = {"starts_on": 28, "ends_on": 56, "discussion_on": 42, "due_on": 90}
    return (today + timedelta(days=ahead.get(name, 0))).isoformat()
