"""On whose behalf somebody of another body acts, as the event says it (RU-U1 to RU-U3, l.51, l.57)."""

from collections.abc import Mapping
from typing import Any

from events.event import CaseEvent
from workflows.actor import Actor, Role
from workflows.case import Case
from workflows.machine import Workflow, actions


def recorded(kind: type[Workflow], case: Case, action: str, data: Mapping[str, Any]) -> type[CaseEvent] | None:
    """Give the kind of event that an action records, or that a correction corrects; None if there is none."""
    corrects = data.get("corrects")
    if action == "correct" and isinstance(corrects, int):
        event = case.event(corrects)
        return type(event) if event else None
    known = actions(kind).get(action)
    return known.event if known else None


def behalf_of(actor: Actor, case: Case, event: type[CaseEvent] | None) -> str:
    """Say for whom somebody of another body acts: those who give or judge its work, and supervisors, act for themselves."""
    by_above = event is not None and event.BY_ABOVE
    if by_above or actor.on_behalf_of or actor.role is Role.SUPERVISOR or actor.organization in {"", case.organization}:
        return actor.on_behalf_of
    return case.organization
