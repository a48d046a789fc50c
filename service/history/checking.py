"""Checking an exported history without the service: that nothing in it was changed, left out or put in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service.history.chain import MEMBERS, START, leaf_of, linked


class ChainError(ValueError):
    """A line does not fit; `line` is its number."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Checked:
    """A history that holds together: its case, how many entries it tells and leaves out, and its last hash.

    Two files are of one history if the last hash of one stands in the other.
    """

    case_id: str
    entries: int
    left_out: int
    hash: str


def check(lines: Iterable[str]) -> Checked:
    """Follow the chain of a file; raises `ChainError`. Words for people (titles, names) are not in the log, and not in the hashes."""
    about: Mapping[str, Any] | None = None
    link, counted, last, number = linked(), {"entries": 0, "left_out": 0}, START, 0
    for number, text in enumerate(lines, 1):
        line = _object(number, text)
        if about is None:
            about = _member(number, line, "about")
        elif "end" in line:
            _same(number, line["end"], {**counted, "hash": last if last != START else ""})
            return Checked(str(about["case_id"]), counted["entries"], counted["left_out"], last)
        else:
            counted["left_out" if "left_out" in line else "entries"] += 1
            made = link(_leaf(number, line, sum(counted.values()), about))
            _same(number, line, {"leaf": made.leaf, "previous": made.previous, "hash": made.hash})
            last = made.hash
    raise ChainError(number + 1, "the end is missing")


def _leaf(number: int, line: Mapping[str, Any], expected: int, about: Mapping[str, Any]) -> str:
    """Give the hash that the line must have by what it says; of what is left out, the one that it has."""
    if "left_out" in line:
        _same(number, line, {"left_out": expected})
        return str(_member(number, line, "leaf"))
    _same(number, line, {"number": expected, "case_id": about["case_id"]})
    stored = _object(number, str(_member(number, line, "stored")))
    _same(number, stored, {name: value for name, value in _member(number, line, "data").items() if name in stored})
    return leaf_of(*(str(_member(number, line, name)) for name in MEMBERS))


def _object(number: int, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ChainError(number, "this is not a JSON object")
    return found


def _member(number: int, line: Mapping[str, Any], name: str) -> Any:
    if name not in line:
        raise ChainError(number, f"`{name}` is missing")
    return line[name]


def _same(number: int, line: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    for name, value in expected.items():
        if _member(number, line, name) != value:
            raise ChainError(number, f"`{name}` is not what it must be")
