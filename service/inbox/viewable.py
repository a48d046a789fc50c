"""What the pages with lists can be asked for: a saved view that asks for anything else does not fit any more."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from events.organization import OrganizationType
from projections.deadline_filters import Sort, Standing
from projections.organizations import Without
from projections.search_entry import Found
from service import vocabulary
from service.alerts.review import Group
from workflows.catalogue import edition, editions
from workflows.regions import REGIONS
from workflows.register import Register
from workflows.registry import WORKFLOWS
from workflows.reporting_row import rows

PATHS = {
    "tasks": "/tasks", "deadlines": "/deadlines", "review": "/deadlines/review", "cases": "/cases",
    "organizations": "/organizations", "audit": "/audit", "search": "/search",
}  # fmt: skip
"""Addresses of the pages whose views can be kept."""

TABS = ("mine", "unit", "signature", "returned", "review")
PROJECTS = ("1", "2", "3", "4")
_LONGEST = 200

Fits = Callable[[str, Register], bool]


def _one_of(values: Mapping[str, object] | tuple[str, ...]) -> Fits:
    return lambda value, _register: value in values


def _form(pattern: str) -> Fits:
    return lambda value, _register: re.fullmatch(pattern, value) is not None


def _day(value: str, _register: Register) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _body(value: str, register: Register) -> bool:
    return register.organization(value) is not None


def _case(value: str, _register: Register) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value) is not None


def _responsible(value: str, register: Register) -> bool:
    return value in {"me", "nobody"} or _case(value, register)


def _subtask(value: str, _register: Register) -> bool:
    return any(one.code == value for year in editions() for one in (*edition(year).subtasks, *rows(year)))


_COUNTED = _one_of(("true",))  # what opens behind a figure stays what it counts

_PARAMETERS: dict[str, dict[str, Fits]] = {
    "tasks": {
        "tab": _one_of(TABS), "workflow": _one_of(WORKFLOWS), "project": _one_of(PROJECTS), "subtask": _subtask,
        "organization": _body, "due_from": _day, "due_to": _day, "late": _one_of(("1",)),
    },
    "deadlines": {
        "standing": _one_of(tuple(Standing)), "region": _one_of(REGIONS), "organization": _body,
        "rule": _one_of(vocabulary.codes("rule")), "strength": _one_of(("hard", "recommended")),
        "body": _body, "subtask": _form(r"[1-4](\.[1-9]){0,2}"), "due_from": _day, "due_to": _day,
        "responsible": _responsible, "sort": _one_of(tuple(Sort)), "counted": _COUNTED,
    },
    "cases": {
        "q": _form(".+"), "workflow": _one_of(WORKFLOWS), "region": _one_of(REGIONS), "organization": _body,
        "state": _one_of(vocabulary.codes("state")), "open": _one_of(("open", "closed")), "subtask": _subtask,
        "period": _form(r"20\d\d(Q[1-4]|-(0[1-9]|1[0-2]))?"), "responsible": _one_of(("me",)),
        "type": _one_of(tuple(OrganizationType)), "plan": _form(r"20\d\d"), "counted": _COUNTED,
    },
    "review": {
        "quarter": _form(r"20\d\dQ[1-4]"), "first": _day, "last": _day, "region": _one_of(REGIONS), "organization": _body,
        "project": _one_of(PROJECTS), "rule": _one_of(vocabulary.codes("rule")), "group": _one_of(tuple(Group)),
    },
    "organizations": {
        "text": _form(".+"), "region": _one_of(REGIONS), "type": _one_of(tuple(OrganizationType)), "closed": _one_of(("yes",)),
        "parent": _body, "within": _body, "without": _one_of(tuple(Without)), "silent": _one_of(("yes",)), "year": _form(r"20\d\d"),
    },
    "audit": {
        "actor": _form(r"[0-9a-z-]{1,80}"), "topic": _one_of(vocabulary.codes("event")), "region": _one_of(REGIONS),
        "organization": _body, "case": _case, "occurred_from": _day, "occurred_to": _day, "recorded_from": _day,
        "recorded_to": _day,
    },
    "search": {
        "q": _form(".+"), "kind": _one_of(tuple(Found)), "region": _one_of(REGIONS), "project": _one_of(PROJECTS),
        "state": _one_of(vocabulary.codes("state")), "open": _one_of(("open", "closed")),
    },
}  # fmt: skip


def parameters(page: str) -> tuple[str, ...]:
    """Name what a page can be asked for."""
    return tuple(_PARAMETERS[page])


def unknown(page: str, asked: Mapping[str, str], register: Register) -> dict[str, str]:
    """Give what of a view its page does not understand: by parameter, the value."""
    known = _PARAMETERS[page]
    return {
        name: value
        for name, value in asked.items()
        if value
        and not (len(value) <= _LONGEST and "\0" not in value and name in known and known[name](value, register))
    }
