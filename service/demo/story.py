"""The demonstration's story: what happened in which analysis, on which day, by whose hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from service.demo.bodies import akimat
from service.demo.facts import told as facts_told
from service.demo.step import Step
from service.demo.works import told as works_told
from workflows.calendar import Calendar, Unit, due

_HELD = -6
# A usual life, in working days from the start (S), the end (E) or the step before (P).
_LIFE = (
    ("order", "S", -15, "first_head"),
    ("announce_start", "S", -12, "officer"),
    ("begin", "S", 0, "officer"),
    ("announce_discussion", "E", -12, "officer"),
    ("hold_discussion", "E", _HELD, "officer"),
    ("finish", "E", 0, "officer"),
    ("sign_report", "P", 7, "first_head"),
    ("approve_plan", "P", 8, "first_head"),
    ("publish", "P", 3, "officer"),
)

# The fields of each act that hold its own day; of the others it is `published_on`.
_DATES = {
    "order": ("ordered_on",),
    "begin": ("began_on",),
    "hold_discussion": ("held_on", "protocol_approved_on", "results_published_on"),
    "finish": ("finished_on",),
    "sign_report": ("signed_on",),
    "approve_plan": ("approved_on",),
}


def steps(today: date) -> list[Step]:
    """Give the whole story up to today, in order of time."""
    text = Path(__file__).with_name("analyses.yaml").read_text("utf-8")
    story = yaml.safe_load(text)
    calendar = Calendar.as_known(today)
    told = [step for analysis in story["analyses"] for step in _analysis(analysis, today, calendar)]
    for number, (region, life) in enumerate(story["regional"].items()):
        ends = life["starts"] + life["length"]
        order = {"order_no": f"{region[3:]}-Ө", "objects": story["objects"][number % len(story["objects"])]}
        told += _life(akimat(region), {**life, "ends": ends, "order": order}, today, calendar)
    merged = [
        Step(s.on, s.organization, s.action, s.by, {**story["defaults"].get(s.action, {}), **s.data}) for s in told
    ]
    merged += [*works_told(today), *facts_told(today)]
    return sorted((step for step in merged if step.on <= today), key=lambda step: step.on)


def _analysis(analysis: dict[str, Any], today: date, calendar: Calendar) -> Iterator[Step]:
    if "life" in analysis:
        yield from _life(analysis["organization"], analysis["life"], today, calendar)
    for step in analysis.get("steps", ()):
        yield Step(step["day"], analysis["organization"], step["do"], step.get("by", "officer"), _json(step["data"]))


def _json(value: Any) -> Any:
    """Give what a caller would send: dates as text."""
    match value:
        case dict():
            return {key: _json(item) for key, item in value.items()}
        case list():
            return [_json(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def _life(organization: str, life: dict[str, Any], today: date, calendar: Calendar) -> Iterator[Step]:
    def after(day: date, working_days: int) -> date:
        return due(day, working_days, Unit.WORKING_DAYS, calendar).due

    starts, ends = after(today, life["starts"]), after(today, life["ends"])
    before = starts
    for action, anchor, offset, by in _LIFE:
        shift = life.get("announced", offset) if action == "announce_start" else offset
        day = after({"S": starts, "E": ends, "P": before}[anchor], shift)
        data = _dated(action, day, (starts, after(ends, _HELD), ends), after(day, 40))
        yield Step(day, organization, action, by, data | life.get(action, {}))
        before = day
        if action == life.get("until"):
            return


def _dated(action: str, day: date, term: tuple[date, date, date], measure_due: date) -> dict[str, Any]:
    starts, held, ends = term
    names = _DATES.get(action, ("published_on",))
    own = dict.fromkeys(names, day.isoformat())
    match action:
        case "order":
            return own | {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
        case "announce_discussion":
            return own | {"discussion_on": held.isoformat()}
        case "approve_plan":
            measure = {
                "code": "1",
                "recommendations": ["1", "2"],
                "measure": "Утвердить порядок приёмки и сроки заявок",
            }
            rest = {"completion_form": "Приказ", "due_on": measure_due.isoformat(), "unit": "Отдел договоров"}
            return own | {"items": [measure | rest]}
        case _:
            return own
