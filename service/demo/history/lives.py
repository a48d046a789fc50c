"""Walking the histories that the country's bodies live, each once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from service.demo.history import analysis_lives, subtask_lives
from service.demo.history.population import Choice
from service.demo.history.template import Template, template
from service.demo.history.walking import Act, walk
from workflows.calendar import Calendar


async def walked(
    wanted: Iterable[Choice], today: date, now: datetime, progress: Callable[[int], None] = lambda _done: None
) -> Mapping[Choice, Template]:
    """Walk histories up to now, and cut them into templates; `progress` takes how many are done."""
    calendar = Calendar.as_known(today)
    found: dict[Choice, Template] = {}
    for choice in wanted:
        acts = list(_life(choice, calendar))
        slots = tuple(dict.fromkeys(act.slot for act in acts))
        found[choice] = template(slots, await walk(choice.likeness, acts, now))
        progress(len(found))
    return found


def _life(choice: Choice, calendar: Calendar) -> Iterable[Act]:
    life = analysis_lives.life if choice.slot.workflow == "risk_analysis" else subtask_lives.life
    return life(choice.slot, choice.likeness, choice.manner, choice.turn, calendar)
