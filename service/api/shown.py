"""Cases, deadlines and events as the API shows them. Codes stay codes; titles beside them are in the caller's language."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import msgspec

from events.event import CaseEvent, Event, Recorded
from service.api import shapes
from service.i18n import Language, Translator, translator
from workflows import payload
from workflows.calendar import explain
from workflows.case import Case
from workflows.machine import Action, Workflow
from workflows.standing import Standing


def case(kind: type[Workflow], case: Case, actions: Sequence[Action], say: Translator) -> shapes.Case:
    """Show a case with its deadlines and what the caller may do now."""
    return shapes.Case(
        id=case.id,
        workflow=kind.WORKFLOW,
        organization=case.organization,
        state=case.state,
        state_title=say.code("state", case.state),
        version=case.version,
        responsible=case.responsible,
        data={name: _fact(value) for name, value in case.facts.shown().items()},
        deadlines=[deadline(standing, say) for standing in _in_order(case.deadlines)],
        remarks=[shapes.Remark(number, code, say.code("remark", code)) for number, code in case.remarks()],
        actions=[possible(f"/api/v1/cases/{case.id}", action, say) for action in actions],
    )


def deadline(standing: Standing, say: Translator) -> shapes.CaseDeadline:
    """Show a deadline as it stands, with the sentences that explain its date."""
    due, judged = standing.deadline, standing.judgement
    return shapes.CaseDeadline(
        key=due.key,
        rule=due.rule,
        title=say.code("rule", due.rule),
        subject=due.subject,
        subtask=due.subtask,
        basis=due.basis,
        strength=due.strength,
        bound=due.bound,
        due=due.due,
        status=standing.status,
        done_on=judged.done_on if judged else None,
        margin=judged.margin if judged else None,
        missed_on=standing.missed_on,
        arithmetic=due.arithmetic,
        previous=[shapes.EarlierDue(earlier.due, earlier.arithmetic) for earlier in standing.previous],
        explanation=explain(due.arithmetic, say.language),
    )


def event(recorded: Recorded, say: Translator) -> shapes.CaseEvent:
    """Show an event with its place in the log and both clocks."""
    happened = recorded.event
    if not isinstance(happened, CaseEvent):
        raise TypeError(f"position {recorded.position} of log {recorded.log} is no event of a case")
    return shapes.CaseEvent(
        log=recorded.log,
        position=recorded.position,
        version=happened.originator_version,
        type=happened.TOPIC,
        title=say.code("event", happened.TOPIC),
        actor=happened.envelope.actor,
        role=happened.envelope.role,
        on_behalf_of=happened.envelope.on_behalf_of,
        occurred_on=happened.occurred_on,
        recorded_at=recorded.recorded_at,
        source=happened.source,
        state=happened.state,
        data=happened.facts(),
        deadlines=happened.deadlines,
        remarks=happened.remarks,
        command_id=happened.envelope.command_id,
        calendar=happened.envelope.calendar,
        catalogue=happened.envelope.catalogue,
    )


@cache
def schema(event_class: type[Event], language: Language) -> dict[str, Any]:
    """Give the JSON schema of an action's data with titles and hints in a language."""
    translated: dict[str, Any] = _translated(payload.schema(event_class), translator(language))
    return translated


def possible(record: str, action: Action, say: Translator) -> shapes.PossibleAction:
    """Show an action that may be taken on the case or record at an address."""
    href = f"{record}/actions/{action.name}"
    return shapes.PossibleAction(action.name, say(action.title), "POST", href, schema(action.event, say.language))


def _fact(value: Any) -> Any:
    """Show one fact: events by their own data, what is kept by key as a list."""
    if isinstance(value, Event):
        return value.facts()
    if isinstance(value, Mapping):
        return [_fact(item) for item in value.values()]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _fact(getattr(value, f.name)) for f in fields(value)}
    return [_fact(item) for item in value] if isinstance(value, tuple) else value


def _in_order(standings: Mapping[str, Standing]) -> list[Standing]:
    return sorted(standings.values(), key=lambda standing: (standing.deadline.due, standing.deadline.key))


def _translated(node: Any, say: Translator) -> Any:
    """Translate the titles and descriptions of a schema; examples and codes stay."""
    if isinstance(node, list):
        return [_translated(item, say) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: say(value) if key in {"title", "description"} and isinstance(value, str) else _translated(value, say)
        for key, value in node.items()
    }


encode = msgspec.json.Encoder().encode
"""Dates as YYYY-MM-DD, instants as RFC 3339, enums as their values."""
