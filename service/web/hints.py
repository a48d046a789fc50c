"""The due date beside the field where it bites.

A field's hint and a rule of time that cite the same line of the Instruction speak of the same thing: so the case's own
due date is put under the field, whatever the workflow.
"""

import re
from collections.abc import Sequence

from events.deadlines import Bound
from service.i18n import Translator
from service.web.fields import Field
from service.web.forms import Node
from service.web.status import Today
from workflows.calendar import explain
from workflows.case import Case
from workflows.terms import Standing

_LINE = re.compile(r"l\.\d+")
MOST = 3
"""More dates than this under one field would hide the field."""


def add(fields: Sequence[Field], node: Node, case: Case, today: Today, t: Translator) -> None:
    """Note the open deadlines of the case under the fields they are about."""
    children = dict(node.properties())
    for field in fields:
        child = children.get(field.name.rsplit(".", 1)[-1])
        if child is None or field.control != "date":
            continue
        cited = _LINE.search(str(child.schema.get("description", "")))
        if cited:
            field.notes = [_note(s, today, t) for s in _awaited(case, cited[0], _subject(fields))[:MOST]]


def _subject(fields: Sequence[Field]) -> str:
    """Name the unit and quarter of a form that has them, as keys of deadlines do."""
    chosen = {field.name: field.value for field in fields if field.name in {"unit", "quarter"}}
    return f"{chosen.get('quarter', '')}/{chosen.get('unit', '')}" if chosen else ""


def _awaited(case: Case, line: str, subject: str) -> list[Standing]:
    found = [s for s in case.deadlines.values() if s.open and s.deadline.basis == line]
    about = [s for s in found if subject and s.deadline.key.endswith(f"/{subject}")]
    return sorted(about or found, key=lambda s: (s.deadline.due, s.deadline.key))


def _note(standing: Standing, today: Today, t: Translator) -> str:
    deadline = standing.deadline
    distance = today.distance(t, deadline.due, deadline.bound)
    if deadline.bound is Bound.NOT_BEFORE:
        first = t("Not before {due}: {distance}.", due=deadline.due, distance=distance)
    else:
        first = t("Not later than {due}: {distance}.", due=deadline.due, distance=distance)
    return f"{first} {explain(deadline.arithmetic, t.language)}"
