"""Organisations: new ones are entered, others changed by the event that fits, as from the day that the row names."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from events import organization as happened
from events.organization import OrganizationType, WorkingWeek
from events.organization.dated import Dated
from events.organization.record import OrganizationRecord
from events.text import msg
from service.imports.column import IDENTIFICATION, Column
from service.imports.differing import otherwise, refuse
from service.imports.draft import Draft, Step
from service.imports.kind import Entry, Key, Kind
from workflows.organization import Organization, OrganizationWorkflow
from workflows.refusals import Invalid, Violation

_NAMES, _DETAILS = ("name_ru", "name_kk", "name_en"), ("region", "bin", "site", "account", "working_week")


async def _decide(draft: Draft, entry: Entry) -> None:
    code = entry.given["code"]
    record = draft.register.organization(code)
    at = OrganizationWorkflow, Organization.id_of(code), code
    if record is None:
        await draft.carry_out(*at, [("register", entry.given)])
    else:
        await draft.change(*at, lambda: _changes(record, entry.given))


def _changes(record: OrganizationRecord, given: Mapping[str, Any]) -> Iterator[Step]:
    """Give the actions after which the organisation is, on the day of the row, what the row says."""
    since: date = given["since"]
    if record.since is None or since < record.since:
        raise Invalid((Violation(("since",), msg("This cannot be before {first}.", first=record.since or since)),))
    names, details = record.names.at(since), record.details.at(since)
    if names and (changed := otherwise(given, dict(zip(_NAMES, names, strict=True)))):
        _hold_on(record.names, since, changed)
        yield "rename", _merged(_NAMES, names, given)
    yield from _placed(record, given)
    if details and (changed := otherwise(given, details._asdict())):
        _hold_on(record.details, since, changed)
        known = {name: value for name, value in _merged(_DETAILS, details, given).items() if value != ""}
        yield "describe", known


def _placed(record: OrganizationRecord, given: Mapping[str, Any]) -> Iterator[Step]:
    """Give the actions that change type and place."""
    since: date = given["since"]
    kind, above = record.types.at(since), record.above.at(since) or ""
    moves = otherwise(given, {"parent": above})
    if moves:
        _hold_on(record.above, since, moves)
    if changed := otherwise(given, {"type": kind}):
        _hold_on(record.types, since, changed)
        yield "reclassify", {name: given[name] for name in ("type", "since", "parent") if given.get(name)}
    elif moves and kind is OrganizationType.KGS:
        yield "supervise", {"supervisor": given["parent"], "since": since}
    elif moves:
        yield "move", {"parent": given["parent"], "since": since}


def _hold_on(recorded: Dated[Any], since: date, columns: list[str]) -> None:
    """Refuse to say otherwise of a day for which something was entered: that is a correction."""
    if any(day == since for day, _ in recorded.entries):
        refuse(columns)


def _merged(names: tuple[str, ...], recorded: tuple[Any, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a row says, and where it says nothing, what is recorded."""
    known = dict(zip(names, recorded, strict=True))
    return {name: given.get(name, value) for name, value in known.items()} | {"since": given["since"]}


def _above(entry: Entry) -> Key | None:
    parent = entry.given.get("parent")
    return (Organization.id_of(parent),) if parent else None


_EVENT = happened.OrganizationRegistered

KIND = Kind(
    name="organizations",
    title=msg("Organisations").msgid,
    event=_EVENT,
    columns=(
        Column.of(_EVENT, "code"),
        Column.of(_EVENT, "type", example=OrganizationType.UPR),
        Column.of(_EVENT, "region"),
        *(Column.of(_EVENT, name) for name in _NAMES),
        Column.of(_EVENT, "parent"),
        Column.of(_EVENT, "since"),
        Column.of(_EVENT, "bin", digits=IDENTIFICATION),
        Column.of(_EVENT, "site"),
        Column.of(_EVENT, "account", example=True),
        Column.of(_EVENT, "working_week", example=WorkingWeek.FIVE),
    ),
    identified_by=("code",),
    case_id=Organization.id_of,
    decide=_decide,
    above=_above,
    above_column="parent",
    aliases={"supervisor": "parent"},
)
