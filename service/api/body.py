"""Reading a JSON body strictly: whatever is doubtful is refused, with the place."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from starlette.requests import Request

from events.text import Text, msg
from service.problems import BadRequest, WrongMediaType
from workflows.refusals import Invalid, Violation


async def json_object(request: Request) -> dict[str, Any]:
    """Give the body, which must be one JSON object; raises `WrongMediaType` and `BadRequest`."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise WrongMediaType(msg("The body must be application/json, not “{media_type}”.", media_type=media_type))
    data = parse(await request.body())
    if not isinstance(data, dict):
        raise BadRequest(msg("The body must be a JSON object."))
    return data


def members(data: dict[str, Any], required: Mapping[str, type], optional: Mapping[str, type] | None = None) -> None:
    """Hold an object to have members of these types and no others; raises `Invalid`."""
    known = {**required, **(optional or {})}
    wrong = [Violation((name,), msg("There is no such field.")) for name in data if name not in known]
    wrong += [Violation((name,), msg("This is needed.")) for name in required if name not in data]
    wrong += [
        Violation((name,), msg("This does not have the expected form."))
        for name, value in data.items()
        if name in known and type(value) is not known[name]
    ]
    if wrong:
        raise Invalid(tuple(wrong))


def parse(body: bytes) -> Any:
    """Parse JSON: UTF-8, no repeated keys, no NaN, no text that cannot be stored; raises `BadRequest`."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(msg("The body is not UTF-8: byte {offset} is wrong.", offset=error.start + 1)) from None
    try:
        data = json.loads(text, object_pairs_hook=_without_repetition, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise BadRequest(msg("The body is not JSON: line {line}, column {column}.", **place)) from None
    except RecursionError:
        raise BadRequest(_TOO_DEEP) from None
    except ValueError:
        raise BadRequest(msg("A number in the body is too long.")) from None
    # escapes can hide what is no text: halves of characters, and NUL, which PostgreSQL refuses
    if "\\u" in text:
        _check_text(data)
    return data


_TOO_DEEP = msg("The body is nested too deeply.")


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        again = next(name for index, name in enumerate(names) if name in names[:index])
        raise BadRequest(msg("The key “{key}” stands twice in one object.", key=again))
    return found


def _no_constant(name: str) -> NoReturn:
    raise BadRequest(msg("“{name}” is not a number of JSON.", name=name))


def _check_text(data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False)
    if "\\u0000" in text.replace("\\\\", ""):
        raise BadRequest(_BAD_TEXT)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadRequest(_BAD_TEXT) from None


_BAD_TEXT: Text = msg("The body contains a character that is no text (NUL, or half of a pair).")
