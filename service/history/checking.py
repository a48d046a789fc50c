"""Checking an exported history without the service: that what lies in the log was not changed, left out or put in."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from service.history.chain import MEMBERS, RULE, RULE_BEFORE_ABOUT, START, about_hash, instant, leaf_of, linked
from service.history.recorded import WORDS, NotRecordedError, Record

_HASH = re.compile("[0-9a-f]{64}")
_LINK = ("leaf", "previous", "hash")
_KINDS = {"log": str, "position": int, "case_id": str, "number": int, "type": str, "stored": str}


class ChainError(ValueError):
    """A line does not fit; `line` is its number."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Checked:
    """A history that holds together: its case, how many entries it tells and leaves out, and its last hash.

    Two files are of one history if the last hash of one stands in the other. `about_held` says whether what the file says of itself has a
    hash of its own: in files of earlier releases it has none.
    """

    case_id: str
    entries: int
    left_out: int
    hash: str
    about_held: bool


@dataclass
class _Corrections:
    """Which corrections entries say that they have, each with its line, and which there are."""

    said: dict[int, tuple[int, Any]] = field(default_factory=dict)
    found: dict[int, list[int]] = field(default_factory=dict)

    def check(self) -> None:
        """Refuse an entry that says otherwise than there is."""
        for number, (at, said) in self.said.items():
            _same(at, {"corrected_by": said}, {"corrected_by": self.found.get(number, [])})


def check(lines: Iterable[str]) -> Checked:
    """Follow the chain of a file, and compare each member with what lies in the log; raises `ChainError`.

    Words for people (`WORDS`) are not in the log. What `about` says is held by a hash of its own, and where the entries tell it, by them;
    in a file that was exported before there was such a hash, by the entries alone. Of what is left out there is the hash alone.
    """
    about: Mapping[str, Any] | None = None
    link, counted, last, number = linked(), {"entries": 0, "left_out": 0}, START, 0
    record, corrections, ended, held = Record(), _Corrections(), False, True
    for number, text in enumerate(lines, 1):
        line = _object(number, text)
        if ended:
            raise ChainError(number, "nothing may follow the end")
        if about is None:
            about = _only(number, line, "about")
            _case(number, about)
        elif "end" in line:
            told = _only(number, line, "end")
            held = "about" in told or about.get("chain") != RULE_BEFORE_ABOUT
            end = {**counted, "hash": last if last != START else ""}
            _exactly(number, told, end | ({"about": _held(about, last)} if held else {}))
            _about(about, record, counted["left_out"], RULE if held else RULE_BEFORE_ABOUT)
            ended = True
        else:
            counted["left_out" if "left_out" in line else "entries"] += 1
            expected = sum(counted.values())
            if "left_out" in line:
                told, made = {"left_out": expected}, link(_left_out(number, line, about))
            else:
                told = _told(number, line, record, corrections)
                _same(number, told, {"number": expected, "case_id": about["case_id"]})
                made = link(leaf_of(*(str(line[name]) for name in MEMBERS)))
            _exactly(
                number, _bare(number, line), {**told, "leaf": made.leaf, "previous": made.previous, "hash": made.hash}
            )
            last = made.hash
    if about is None or not ended:
        raise ChainError(number + 1, "the end is missing")
    corrections.check()
    return Checked(str(about["case_id"]), counted["entries"], counted["left_out"], last, held)


def _told(number: int, line: Mapping[str, Any], record: Record, corrections: _Corrections) -> dict[str, Any]:
    """Give the members that an entry must have: those that are hashed as they stand, all others by what was stored."""
    for name, kind in _KINDS.items():
        if type(_member(number, line, name)) is not kind:
            raise ChainError(number, f"`{name}` is not what it must be")
    try:
        line["log"].encode()
        _same(number, line, {"recorded_at": instant(datetime.fromisoformat(_member(number, line, "recorded_at")))})
        _same(number, line, {"command_id": str(UUID(_member(number, line, "command_id")))})
    except ChainError:
        raise
    except (ValueError, TypeError, AttributeError):
        raise ChainError(number, "`log`, `recorded_at` or `command_id` is not what it must be") from None
    _object(number, line["stored"])
    said = _member(number, line, "corrected_by")
    if not isinstance(said, list):
        raise ChainError(number, "`corrected_by` is not what it must be")
    try:
        told = record.members(line["type"], line["stored"], said)
    except NotRecordedError as error:
        raise ChainError(number, str(error)) from None
    corrections.said[told["number"]] = number, said
    if told["corrects"] is not None:
        corrections.found.setdefault(told["corrects"], []).append(told["number"])
    hashed = ("log", "position", "type", "recorded_at", "command_id", "stored")
    return told | {name: line[name] for name in hashed}


def _left_out(number: int, line: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """Give the hash of what a line leaves out, which only a history of what had happened by a day may do."""
    if not about.get("effective_at"):
        raise ChainError(number, "nothing is left out of a history that ends on no day")
    leaf = _member(number, line, "leaf")
    if not isinstance(leaf, str) or not _HASH.fullmatch(leaf):
        raise ChainError(number, "`leaf` is not what it must be")
    return leaf


def _bare(number: int, line: Mapping[str, Any]) -> dict[str, Any]:
    """Give a line without its words for people."""
    if "left_out" in line:
        return dict(line)
    return {
        name: _without(number, value, WORDS[name]) if name in WORDS else value
        for name, value in _without(number, line, WORDS[""]).items()
    }


def _without(number: int, value: Any, words: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_without(number, one, words) for one in value]
    if not isinstance(value, Mapping):
        return value
    for name in words:
        if not isinstance(_member(number, value, name), str):
            raise ChainError(number, f"`{name}` is no text")
    return {name: one for name, one in value.items() if name not in words}


def _object(number: int, text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ChainError(number, "this is not a JSON object, or has a member twice")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object, none of whose members another reader may see otherwise."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _only(number: int, line: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Give the object that is the only member of a line."""
    found = _member(number, line, name)
    if len(line) != 1 or not isinstance(found, dict):
        raise ChainError(number, f"`{name}` is not what it must be")
    return found


def _case(number: int, about: Mapping[str, Any]) -> None:
    if not isinstance(_member(number, about, "case_id"), str):
        raise ChainError(number, "`case_id` is not what it must be")


def _held(about: Mapping[str, Any], last: str) -> str:
    """Give the hash of what a file says of itself, which may be of characters that there are not."""
    try:
        return about_hash(about, last)
    except ValueError:
        raise ChainError(1, "`about` is not what it must be") from None


def _about(about: Mapping[str, Any], record: Record, left_out: int, rule: Mapping[str, str]) -> None:
    """Compare what a file says of its case with its entries: of a history that leaves some out, what each of them says alike."""
    said = record.case
    if said:
        told = about.get("organization")
        _same(
            1,
            {"organization": told.get("code") if isinstance(told, dict) else told},
            {"organization": said["organization"]},
        )
        _same(1, about, {"workflow": said["workflow"]} | ({} if left_out else {"state": said["state"]}))
    _same(1, about, {"chain": rule})


def _member(number: int, line: Mapping[str, Any], name: str) -> Any:
    if name not in line:
        raise ChainError(number, f"`{name}` is missing")
    return line[name]


def _same(number: int, line: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    for name, value in expected.items():
        if _plain(_member(number, line, name)) != _plain(value):
            raise ChainError(number, f"`{name}` is not what it must be")


def _exactly(number: int, line: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    _same(number, line, expected)
    for name in line:
        if name not in expected:
            raise ChainError(number, f"`{name}` was never recorded")


def _plain(value: Any) -> str:
    """Write a value in one form: in Python 1, 1.0 and true are the same."""
    return json.dumps(value, sort_keys=True)
