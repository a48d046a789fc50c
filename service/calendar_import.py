"""Proposals to change the calendar from a file, all or none; each is approved by somebody afterwards."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import yaml

from events.store.reader import known_cases
from events.store.save import Committed
from events.text import Text, msg
from service.cases import Cases
from service.conflicts import Stale
from service.requests import Request
from workflows import machine
from workflows.actor import SYSTEM
from workflows.calendar_change import CalendarChange, CalendarChangeWorkflow
from workflows.refusals import Invalid, Refused, Violation

EXAMPLE = """\
- action: propose_day_off
  act: {type: akimat_decision, number: "17", dated: 2024-02-12, published_on: 2024-02-12}
  day: 2024-04-02
  why: Паводок
  applies: {reach: region, region: KZ-19}
- action: propose_swap
  organization: almaty-region
  act: {type: ministry_order, number: "109", dated: 2024-02-12, published_on: 2024-02-12}
  rest: 2024-04-01
  work: 2024-04-06
  applies: {reach: nation, week: five_days}
"""
"""A file as it can be imported: beside the action stand the fields of its form; an organisation only where it is another."""

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:calendar-change")


@dataclass(frozen=True, slots=True)
class Proposed:
    """How many proposals a file made, and how many of it had been made before; `rows` are the new ones by the number of their row."""

    made: int
    known: int
    rows: Mapping[int, CalendarChange]


async def propose(cases: Cases, content: bytes, organization: str, *, dry: bool = False) -> Proposed:
    """Propose what a YAML file lists: rows with `action` (an opening action of the workflow) and the data of its event.

    `organization` is the body under which the proposals are kept, unless a row names another. The same row makes the same record,
    so that a file can be sent again. Raises `Invalid` with paths that begin with the number of the row, from 1 on.
    """
    rows = _rows(content)
    request, register = Request.of(SYSTEM, None), await cases.registry.current()
    wrong: list[Violation] = []
    made: dict[uuid.UUID, CalendarChange] = {}
    numbers: dict[uuid.UUID, int] = {}
    for number, row in enumerate(rows, 1):
        data, body = dict(row), str(row.get("organization", organization))
        data.pop("organization", None)
        action = str(data.pop("action", ""))
        case = CalendarChange.blank(_id(row, body), body)
        try:
            if register.organization(body) is None:
                raise Invalid((Violation(("organization",), msg("There is no organisation {code}.", code=body)),))  # noqa: TRY301
            machine.act(CalendarChangeWorkflow, case, cases.command(case, action, data, SYSTEM, request, register))
        except Invalid as refused:
            wrong += [Violation((number, *found.path), found.text) for found in refused.violations]
        except Refused as refused:
            wrong.append(Violation((number, "action"), refused.text))
        else:
            made[case.id] = case
            numbers.setdefault(case.id, number)
    if wrong:
        raise Invalid(tuple(wrong))
    async with cases.pool.connection() as conn:
        known = await known_cases(conn, cases.log, list(made))
    new = [case for case_id, case in made.items() if case_id not in known]
    if new and not dry and not isinstance(await cases.save(new, request), Committed):
        raise Stale(0)
    return Proposed(len(new), len(known), {numbers[case.id]: case for case in new})


def _rows(content: bytes) -> list[Mapping[str, Any]]:
    try:
        rows = yaml.safe_load(content)
    except yaml.YAMLError as error:
        raise _unreadable(msg("This is no YAML: {error}", error=" ".join(str(error).split()))) from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise _unreadable(msg("The file lists proposals: rows with “action” and the data of that action."))
    return rows


def _unreadable(text: Text) -> Invalid:
    return Invalid((Violation((), text),))


def _id(row: Mapping[str, Any], body: str) -> uuid.UUID:
    text = msgspec.json.encode({"body": body, **row}, order="sorted", enc_hook=str)
    return uuid.uuid5(NAMESPACE, text.decode())
