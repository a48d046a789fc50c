"""The columns of the tables in which lists of offences are sent: the fields of a row, those of its offence among them."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from pydantic.fields import FieldInfo

from events.reconciliation import ListSide, OwnRow, RegistryRow
from service.imports.column import IDENTIFICATION, Column, plain

_CODE, _IIN = "code", "iin"


def _of(row: type[Any], path: tuple[str, ...] = ()) -> Iterator[Column]:
    hints = get_type_hints(row, include_extras=True)
    for field in fields(row):
        kind = plain(hints[field.name])
        if is_dataclass(kind):
            yield from _of(kind, (*path, field.name))
            continue
        described = next(part for part in get_args(hints[field.name]) if isinstance(part, FieldInfo))
        yield Column(
            name=field.name,
            title=str(described.title),
            hint=described.description or "",
            path=(*path, field.name),
            kind=kind,
            needed=field.default is MISSING and field.name != _CODE,
            example=(described.examples or [""])[0],
            digits=IDENTIFICATION if field.name == _IIN else 0,
        )


COLUMNS: Mapping[ListSide, tuple[Column, ...]] = {
    ListSide.OWN: tuple(_of(OwnRow)),
    ListSide.REGISTRY: tuple(_of(RegistryRow)),
}
"""Columns by list. Rows without a code get one of the number of the entry and the row."""
