"""What the pages with lists can be asked for: a saved filter that asks for anything else does not fit any more."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from projections.deadline_lists import Standing
from service import vocabulary
from workflows.catalogue import edition, editions
from workflows.regions import REGIONS
from workflows.register import Register
from workflows.registry import WORKFLOWS

PATHS = {"tasks": "/tasks", "deadlines": "/deadlines", "cases": "/cases"}
"""Addresses of the pages whose filters can be kept."""

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


def _subtask(value: str, _register: Register) -> bool:
    return any(one.code == value for year in editions() for one in edition(year).subtasks)


_PARAMETERS: dict[str, dict[str, Fits]] = {
    "tasks": {
        "tab": _one_of(TABS), "workflow": _one_of(WORKFLOWS), "project": _one_of(PROJECTS), "subtask": _subtask,
        "organization": _body, "due_from": _day, "due_to": _day, "late": _one_of(("1",)),
    },
    "deadlines": {
        "standing": _one_of(tuple(Standing)), "region": _one_of(REGIONS), "organization": _body,
        "rule": _one_of(vocabulary.codes("rule")), "strength": _one_of(("hard", "recommended")),
        "body": _body, "subtask": _form(r"[1-4](\.[1-9]){0,2}"), "due_from": _day, "due_to": _day,
    },
    "cases": {
        "q": _form(".+"), "workflow": _one_of(WORKFLOWS), "region": _one_of(REGIONS), "organization": _body,
        "state": _one_of(vocabulary.codes("state")), "open": _one_of(("open", "closed")), "subtask": _subtask,
        "period": _form(r"20\d\d(Q[1-4]|-(0[1-9]|1[0-2]))?"),
    },
}  # fmt: skip


def parameters(page: str) -> tuple[str, ...]:
    """Name what a page can be asked for."""
    return tuple(_PARAMETERS[page])


def unknown(page: str, asked: Mapping[str, str], register: Register) -> dict[str, str]:
    """Give what of a filter its page does not understand: by parameter, the value."""
    known = _PARAMETERS[page]
    return {
        name: value
        for name, value in asked.items()
        if value
        and not (len(value) <= _LONGEST and "\0" not in value and name in known and known[name](value, register))
    }
