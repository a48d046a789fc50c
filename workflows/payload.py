"""Payloads: an action's data are its event's own fields, checked before anything happens."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from events.event import Event
from events.text import Text, msg
from workflows.refusals import Invalid, Violation

# Errors of pydantic, in the words of the form; parameters come from the context of the error.
WORDS = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field.",
    "string_too_short": "This field must not be empty.",
    "string_too_long": "At most {max_length} characters.",
    "string_type": "Enter text.",
    "too_short": "At least {min_length} entry is needed.",
    "date_from_datetime_parsing": "Enter a date as YYYY-MM-DD.",
    "date_parsing": "Enter a date as YYYY-MM-DD.",
    "date_type": "Enter a date as YYYY-MM-DD.",
    "date_from_datetime_inexact": "Enter a date as YYYY-MM-DD.",
    "enum": "Choose one of: {expected}.",
    "literal_error": "This must be confirmed.",
    "int_parsing": "Enter a whole number.",
    "int_type": "Enter a whole number.",
    "bool_parsing": "Answer yes or no.",
    "bool_type": "Answer yes or no.",
    "greater_than_equal": "Must be at least {ge}.",
    "less_than_equal": "Must be at most {le}.",
    "string_pattern_mismatch": "This does not have the expected form.",
    "check_digit": "The check digit does not fit: compare the number once more.",
    "tuple_type": "Enter a list.",
    "dataclass_type": "Enter an object with its fields.",
    "model_type": "Enter an object with its fields.",
    "dict_type": "Enter an object with its fields.",
}


@cache
def model(event_class: type[Event]) -> type[BaseModel]:
    """Give the pydantic model of an event's own data; its JSON schema is the request's schema."""
    hints = get_type_hints(event_class, include_extras=True)
    fields: dict[str, Any] = {
        f.name: (hints[f.name], f.default if f.default is not f.default_factory else ...)
        for f in event_class.data_fields()
    }
    # mypy cannot follow fields that are only known at run time
    made: type[BaseModel] = create_model(event_class.__name__, __config__=ConfigDict(extra="forbid"), **fields)
    return made


@cache
def schema(event_class: type[Event]) -> dict[str, Any]:
    """Give the JSON schema of an event's own data, with titles, hints and examples."""
    described = model(event_class).model_json_schema()
    for part in (described, *described.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            # pydantic leaves a title out where it equals the name of the field's class
            field.setdefault("title", field.get("$ref", name).rpartition("/")[2])
    return described


def checked(event_class: type[Event], data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the data as values of the event's types; raises `Invalid` naming every wrong field."""
    try:
        made = model(event_class).model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        raise Invalid(tuple(_violation(event_class, e) for e in errors if not _is_shortened(e))) from None
    values = dict(vars(made))
    if wrong := tuple(_odd_dates(values, data, ())):
        raise Invalid(wrong)
    return values


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATELESS = (str, int, float, NoneType)


def _odd_dates(value: Any, given: Any, path: tuple[str | int, ...]) -> Iterator[Violation]:
    """Name dates that were not written YYYY-MM-DD: pydantic takes numbers, too, for seconds since 1970."""
    if isinstance(value, date):
        if not isinstance(given, date) and not (isinstance(given, str) and _DAY.fullmatch(given)):
            yield Violation(path, Text(WORDS["date_parsing"]))
    elif isinstance(value, tuple):
        for index, (item, source) in enumerate(zip(value, given, strict=True)):
            if not isinstance(item, _DATELESS):
                yield from _odd_dates(item, source, (*path, index))
    elif isinstance(given, Mapping):
        for name, source in given.items():
            item = value[name] if isinstance(value, dict) else getattr(value, name)
            if not isinstance(item, _DATELESS):
                yield from _odd_dates(item, source, (*path, name))


def _is_shortened(error: Any) -> bool:
    """Whether a list is called too short only because pydantic left its wrong entries out."""
    given = error["input"]
    return error["type"] == "too_short" and isinstance(given, list | tuple) and len(given) >= error["ctx"]["min_length"]


def _violation(event_class: type[Event], error: Any) -> Violation:
    path, words = tuple(error["loc"]), WORDS.get(error["type"])
    if error["type"] == "enum":
        # pydantic lists the codes in English words; the members can be named in any language
        return Violation(path, msg("Choose one of: {expected}.", expected=tuple(_enum_at(event_class, path))))
    text = Text(words, error.get("ctx", {})) if words else msg("This does not have the expected form.")
    return Violation(path, text)


def _enum_at(event_class: type[Event], path: tuple[str | int, ...]) -> type[Enum]:
    """Give the enum of the field that a path leads to, through the rows of tables."""
    found: Any = event_class
    for step in path:
        hint = get_args(found)[0] if isinstance(step, int) else get_type_hints(found)[step]
        found = next(a for a in get_args(hint) if a is not NoneType) if get_origin(hint) in {Union, UnionType} else hint
    enum: type[Enum] = found
    return enum
