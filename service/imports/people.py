"""People: new ones are entered, others get another name as from a day; numbers are corrected by hand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from events.person import PersonRegistered, PersonRenamed
from events.text import msg
from service.imports.column import IDENTIFICATION, Column
from service.imports.differing import otherwise, refuse
from service.imports.draft import Draft, Step
from service.imports.kind import Entry, Kind
from workflows.actor import Role
from workflows.person import Person, PersonWorkflow
from workflows.refusals import Invalid, Violation
from workflows.register import PersonRecord

_NAMES = ("name_ru", "name_kk", "name_latin")
_SINCE = "since"


async def _decide(draft: Draft, entry: Entry) -> None:
    code, actor = entry.given["code"], draft.actor
    record = draft.register.person(code)
    if record is None:
        keeper = "" if actor.role in {Role.SUPERVISOR, Role.SYSTEM} else actor.organization
        data = {name: value for name, value in entry.given.items() if name != _SINCE}
        await draft.carry_out(PersonWorkflow, Person.id_of(code), keeper, [("register", data)])
    else:
        await draft.change(PersonWorkflow, Person.id_of(code), record.keeper, lambda: _changes(record, entry.given))


def _changes(record: PersonRecord, given: Mapping[str, Any]) -> Iterator[Step]:
    refuse(otherwise(given, {"iin": record.iin}))
    since: date = given.get(_SINCE, date.max)
    names = record.name(since)
    changed = otherwise(given, dict(zip(_NAMES, names, strict=True)))
    if not changed:
        return
    if _SINCE not in given:
        text = msg("This is recorded otherwise. If the name has changed, say since when.")
        raise Invalid(tuple(Violation((name,), text) for name in changed))
    if any(day == since for day, _ in record.names.entries):
        refuse(changed)
    known = dict(zip(_NAMES, names, strict=True)) | {name: given[name] for name in _NAMES if name in given}
    yield "rename", {name: value for name, value in known.items() if value} | {_SINCE: since}


KIND = Kind(
    name="people",
    title=msg("People").msgid,
    event=PersonRegistered,
    columns=(
        Column.of(PersonRegistered, "code"),
        *(Column.of(PersonRegistered, name) for name in _NAMES),
        Column.of(PersonRegistered, "iin", digits=IDENTIFICATION),
        Column.of(
            PersonRenamed,
            _SINCE,
            title=msg("Name since").msgid,
            hint=msg("Only if the name has changed: the first day of the new one").msgid,
            path=(),
            needed=False,
            example="",
        ),
    ),
    identified_by=("code",),
    case_id=Person.id_of,
    decide=_decide,
)
